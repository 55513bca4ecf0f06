from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.requests import HTTPConnection
from starlette.responses import Response

from dashboards.desk import Desk
from dashboards.doors import mount
from graph.errors import UnauthenticatedError
from tests.dashboards.desk import MemoryDesk
from tests.service.clients import TestClient


@pytest.fixture
def desk() -> MemoryDesk:
    return MemoryDesk()


class House:
    """An application with an API of its own and the pages beside it."""

    def __init__(self, desk: MemoryDesk) -> None:
        self.desk = desk
        self.is_open = True
        self.app = FastAPI(openapi_url=None)
        self.app.state.marker = "outer"
        self.app.add_api_route("/v1/known", lambda: {"known": True})
        self.app.add_exception_handler(404, self._missing)
        self.pages = mount(self.app, self._desk_of, self._sign_in, self._sign_out)

    def _missing(self, request: object, error: object) -> JSONResponse:
        return JSONResponse({"code": "not-found"}, 404)

    def _desk_of(self, connection: HTTPConnection) -> Desk:
        assert connection.app.state.marker == "outer"
        if not self.is_open and connection.cookies.get("session") != "good":
            raise UnauthenticatedError
        return self.desk

    def _sign_in(self, connection: HTTPConnection, secret: str) -> Response:
        if secret != "sesame":
            raise UnauthenticatedError
        answer = Response()
        answer.set_cookie("session", "good", httponly=True)
        return answer

    def _sign_out(self, connection: HTTPConnection) -> Response:
        answer = Response()
        answer.delete_cookie("session")
        return answer


@pytest.fixture
def house(desk: MemoryDesk) -> House:
    return House(desk)


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    with TestClient(house.app, follow_redirects=False) as client:
        yield client
