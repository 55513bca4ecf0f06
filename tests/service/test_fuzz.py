"""Requests nobody would write by hand: no failure of ours, no answer of another shape."""

import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import HypothesisWarning, Unsatisfiable

from tests.service.clients import House, running
from tests.service.examples import seed

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import checks
    from schemathesis.generation import GenerationMode

EXAMPLES: Final = {GenerationMode.POSITIVE: 3, GenerationMode.NEGATIVE: 3}
SECONDS: Final = 60.0
SOAK_EXAMPLES: Final = 300
FEWEST: Final = 2
CHECKS: Final = (
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)


@pytest.mark.parametrize("mode", list(EXAMPLES), ids=lambda mode: mode.value)
def test_no_operation_fails_or_answers_in_another_shape(
    mode: GenerationMode, tmp_path: Path
) -> None:
    with running(tmp_path) as house, listening(house) as address:
        fuzz(house, address, mode, EXAMPLES[mode], SECONDS / 4)


@pytest.mark.soak
@pytest.mark.parametrize("mode", list(EXAMPLES), ids=lambda mode: mode.value)
def test_no_operation_fails_in_a_long_round(mode: GenerationMode, tmp_path: Path) -> None:
    with running(tmp_path) as house, listening(house) as address:
        fuzz(house, address, mode, SOAK_EXAMPLES, 1800)


@contextmanager
def listening(house: House) -> Iterator[str]:
    """Let the house answer on a port, over real HTTP."""
    config = uvicorn.Config(house.app, port=0, lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def fuzz(house: House, address: str, mode: GenerationMode, examples: int, seconds: float) -> None:
    """Try every operation, those that come late with fewer requests."""
    seed(house, "demo")
    token = house.owner.post("/v1/tokens", json={}).json()["secret"]
    document = house.app.openapi()
    schema: Any = schemathesis.openapi.from_dict(document)
    late = time.monotonic() + seconds
    operations = [found.ok() for found in schema.get_all_operations()]
    failures: list[Exception] = []
    for operation in operations:
        if operation.path.endswith("/events"):
            continue

        @settings(
            max_examples=examples if time.monotonic() < late else FEWEST,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=(
                HealthCheck.too_slow,
                HealthCheck.filter_too_much,
                HealthCheck.data_too_large,
            ),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def run(case: Any) -> None:
            if case.path_parameters.get("network_id"):
                case.path_parameters["network_id"] = "demo"
            response = case.call(base_url=address, headers={"Authorization": f"Bearer {token}"})
            case.validate_response(response, checks=list(CHECKS))

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", HypothesisWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                run()
            except Unsatisfiable:
                pass  # nothing can be wrong with a request that says nothing
            except Exception as failure:  # noqa: BLE001 - told with those of the other operations
                failure.add_note(f"{operation.method} {operation.path}")
                failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} of {len(operations)} operations", failures)
