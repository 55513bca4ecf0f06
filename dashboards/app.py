"""The pages as one application: the explicit list of pages, their addresses, their callbacks.

Built once, behind ``dashboards.doors``. Nothing is read from a store at import or at build time.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from html import escape
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.backends._fastapi import reset_current_request, set_current_request
from dash.development.base_component import Component
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from dashboards import theme
from dashboards.backend import PagesBackend
from dashboards.caller import (
    COOKIE_SECONDS,
    LANGUAGE_COOKIE,
    NETWORK_COOKIE,
    Caller,
    language_of,
)
from dashboards.desk import Desk
from dashboards.desks import Desks
from dashboards.doors import AskDesk, SignIn, SignOut
from dashboards.elements import button_link, problem
from dashboards.links import PageName, Place, is_own_address, link, read_place
from dashboards.pages import (
    add,
    campaign,
    conflicts,
    data,
    finders,
    forecasts,
    home,
    look_after,
    networks,
    people,
    profile,
    reach,
    requests,
    sign_in,
    strengths,
    within_reach,
)
from dashboards.shell import shell
from dashboards.texts import ProblemText, Say
from graph.errors import AccessError, RestuError, UnauthenticatedError, UnknownNetworkError
from graph.records.networks import LANGUAGES

ASSETS: Final = str(files("dashboards").joinpath("assets"))
CALLBACKS: Final = (
    *(networks, finders, reach, campaign, within_reach, requests, people, add, data),
    look_after,
    *(strengths, conflicts),
)
"""Pages that answer to what a reader does in them."""
PAGES: Final[Mapping[PageName, Callable[[Desk, Say, Place], Component]]] = {
    PageName.REACH: reach.render,
    PageName.CAMPAIGN: campaign.render,
    PageName.WITHIN_REACH: within_reach.render,
    PageName.REQUESTS: requests.render,
    PageName.FORECASTS: forecasts.render,
    PageName.PEOPLE: people.render,
    PageName.LOOK_AFTER: look_after.render,
    PageName.ADD: add.render,
    PageName.DATA: data.render,
}

INDEX: Final = """<!DOCTYPE html>
<html lang="@language@">
<head>{%metas%}<title>Restu</title><link rel="icon" href="/assets/restu.svg">{%css%}</head>
<body>
<div id="trouble" role="alert"@trouble@></div>
{%app_entry%}
<noscript>@noscript@</noscript>
<div hidden>{%config%}{%scripts%}{%renderer%}</div>
</body>
</html>"""


DASH_WAITS: Final = "Loading..."
CALLBACK: Final = "/_dash-"
TROUBLE: Final = ("title", "remedy", "again", "request")
"""Sentences that ``assets/restu.js`` says when an answer fails, since then nobody else can."""


def build_pages(desk_of: AskDesk, sign_in_by: SignIn, sign_out_by: SignOut) -> FastAPI:
    """Build the application of the pages.

    Parameters
    ----------
    desk_of, sign_in_by, sign_out_by
        What the service lends: ``dashboards.doors``.

    """
    server = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    dash_app = Dash(
        "dashboards",
        server=False,
        backend=PagesBackend,
        assets_folder=ASSETS,
        assets_ignore="sign_in",
        pages_folder="",
        use_pages=False,
        use_async=False,
        suppress_callback_exceptions=True,  # what a page shows depends on its address
        index_string=INDEX,
        title="Restu",
        update_title="",
        add_log_handler=False,
    )
    dash_app.init_app(server)
    dash_app.layout = _layout
    _connect(dash_app, Desks(desk_of))
    dash_app._setup_server()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - Dash's own middleware does this
    _add_routes(server, dash_app, desk_of)
    _add_problem_handlers(server)
    sign_in.add_routes(server, sign_in_by, sign_out_by)
    return server


def _layout() -> Component:
    return dmc.MantineProvider(
        [
            dcc.Location(id="place", refresh="callback-nav"),
            dcc.Store(id="meta"),
            html.Div(id="page"),
        ],
        theme=theme.MANTINE,
        forceColorScheme="light",
    )


def _connect(dash_app: Dash, desks: Desks) -> None:
    @dash_app.callback(
        Output("page", "children"),
        Output("meta", "data"),
        Input("place", "pathname"),
        Input("place", "search"),
    )
    def show(pathname: str, search: str) -> tuple[list[Component], dict[str, Any]]:
        place = read_place(pathname, search)
        try:
            caller = desks.caller()
            known = caller.desk.list_networks()
        except UnauthenticatedError:
            here = f"{pathname}{search or ''}"
            return [], {"go": f"/sign-in?{urlencode({'to': here})}"}
        except RestuError as error:
            say = desks.say()
            return [html.Main(problem(say, error), id="main")], {
                "title": "Restu",
                "language": say.language,
            }
        page = place.page if place else ("networks" if pathname == "/networks" else "unknown")
        main = _main(caller, place, str(page))
        meta = {"title": _title(caller.say, str(page)), "language": caller.say.language}
        is_known = place is not None and place.network_id in {network.id for network in known}
        return shell(caller, place if is_known else None, known, main), meta

    dash_app.clientside_callback(
        ClientsideFunction("restu", "arrive"),
        Output("meta", "modified_timestamp"),
        Input("meta", "data"),
        prevent_initial_call=True,
    )
    for page in CALLBACKS:
        page.connect(dash_app, desks)


def _title(say: Say, page: str) -> str:
    return say("shell.title", page=say(f"shell.page.{page}"))


def _main(caller: Caller, place: Place | None, page: str) -> Component:
    """Render the page of an address, or say why not."""
    desk, say = caller.desk, caller.say
    try:
        if place is not None:
            return _page(caller, place)
        if page == "networks":
            return networks.render(desk, say)
    except UnknownNetworkError as error:
        to_list = button_link(say("networks.to_list"), "/networks")
        title = html.H1(say("shell.page.unknown"))
        return html.Div([title, problem(say, error), html.Div(to_list, className="actions")])
    except RestuError as error:
        return html.Div([html.H1(say(f"shell.page.{page}")), problem(say, error)])
    return html.Div([html.H1(say("shell.unknown")), html.P(say("shell.unknown_remedy"))])


def _page(caller: Caller, place: Place) -> Component:
    desk, say = caller.desk, caller.say
    if place.page is PageName.HOME:
        return home.render(desk, say, place.network_id)
    if place.page is PageName.PEOPLE and place.record_id:
        return profile.render(desk, say, place)
    return PAGES[place.page](desk, say, place)


def _add_routes(server: FastAPI, dash_app: Dash, desk_of: AskDesk) -> None:
    policy = page_policy(dash_app)

    def shell_of(request: Request, status: int) -> HTMLResponse:
        language = language_of(request.cookies, request.headers)
        token = set_current_request(request)
        try:
            text = dash_app.index()
        finally:
            reset_current_request(token)
        say = Say(language)
        text = text.replace("@language@", language).replace("@noscript@", say("shell.noscript"))
        text = text.replace(DASH_WAITS, say("shell.waiting"))
        trouble = (f' data-{part}="{escape(say(f"shell.trouble.{part}"))}"' for part in TROUBLE)
        text = text.replace("@trouble@", "".join(trouble))
        headers = {**sign_in.HEADERS, "content-security-policy": policy}
        return HTMLResponse(text, status, headers)

    @server.get("/networks")
    @server.get("/networks/{rest:path}")
    def read_page(request: Request) -> Response:
        try:
            desk_of(request)
        except AccessError:
            here = f"{request.url.path}?{request.url.query}".rstrip("?")
            return RedirectResponse(f"/sign-in?{urlencode({'to': here})}", 303)
        place = read_place(request.url.path, "")
        is_known = place is not None or request.url.path == "/networks"
        answer = shell_of(request, 200 if is_known else 404)
        if place is not None:
            _remember(answer, NETWORK_COOKIE, place.network_id)
        return answer

    @server.get("/")
    def read_start(request: Request) -> Response:
        try:
            known = [network.id for network in desk_of(request).list_networks()]
        except AccessError:
            return RedirectResponse("/sign-in", 303)
        last = request.cookies.get(NETWORK_COOKIE, "")
        if last in known or len(known) == 1:
            return RedirectResponse(link(last if last in known else known[0]), 303)
        return RedirectResponse("/networks", 303)

    @server.get("/language/{language}")
    def switch_language(language: str, to: str = "/") -> Response:
        answer = RedirectResponse(to if is_own_address(to) else "/", 303)
        if language in LANGUAGES:
            _remember(answer, LANGUAGE_COOKIE, language)
        return answer

    @server.get("/favicon.ico")
    def read_icon() -> Response:
        return RedirectResponse("/assets/restu.svg", 301)


def _add_problem_handlers(server: FastAPI) -> None:
    """Answer pages with a page and callbacks with what the script says above the page."""

    @server.exception_handler(RestuError)
    def tell(request: Request, error: RestuError) -> Response:
        say = Say(language_of(request.cookies, request.headers))
        is_stranger = isinstance(error, UnauthenticatedError)
        return answer_with(request, say, say.problem(error), 401 if is_stranger else 503)

    @server.exception_handler(Exception)
    def admit(request: Request, _mistake: Exception) -> Response:
        """Answer for a mistake of ours; Starlette raises it once more, for the log."""
        say = Say(language_of(request.cookies, request.headers))
        return answer_with(request, say, say.problem_of("internal-error", {}), 500)

    def answer_with(request: Request, say: Say, told: ProblemText, status: int) -> Response:
        request_id = str(getattr(request.state, "request_id", ""))
        if request.url.path.startswith(CALLBACK):
            return JSONResponse({**asdict(told), "request_id": request_id}, status)
        page = sign_in.render_problem(say, told, request_id)
        return HTMLResponse(page, status, sign_in.HEADERS)


def _remember(answer: Response, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=COOKIE_SECONDS, samesite="lax", httponly=True)


def page_policy(dash_app: Dash) -> str:
    """State what a page may load: its own scripts by address, Dash's starter by its hash.

    Styles may stand inline, since Mantine and Plotly write them; scripts may not.
    """
    scripts = " ".join(["'self'", *dash_app.csp_hashes()])
    rules: Mapping[str, str] = {
        "default-src": "'none'",
        "script-src": scripts,
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())
