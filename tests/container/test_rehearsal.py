"""The image's commands in a clean environment, as an unprivileged user without a home."""

import os
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.container.dockerfile import Instruction, read_dockerfile
from tests.container.rehearsal import Rehearsal

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can be others"),
]


@pytest.fixture(scope="module")
def instructions(pytestconfig: pytest.Config) -> list[Instruction]:
    return read_dockerfile(pytestconfig.rootpath / "Dockerfile")


@pytest.fixture(scope="module")
def image(instructions: list[Instruction], pytestconfig: pytest.Config) -> Iterator[Rehearsal]:
    with tempfile.TemporaryDirectory(prefix="restu-image-") as folder:
        Path(folder).chmod(0o755)  # the container's user passes through
        rehearsal = Rehearsal(pytestconfig.rootpath, Path(folder) / "root")
        for instruction in instructions:
            rehearsal.carry_out(instruction)
        yield rehearsal


def words(instructions: list[Instruction], verb: str, port: int) -> list[str]:
    (instruction,) = [i for i in instructions if i.verb == verb]
    exec_form = Instruction(0, verb, instruction.rest[instruction.rest.index("[") :])
    return [word.replace("8000", str(port)) for word in exec_form.words]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_service_starts_as_a_stranger_answers_and_stops_when_asked(
    image: Rehearsal, instructions: list[Instruction]
) -> None:
    port = free_port()
    assert image.run(["restu", "user", "add", "contoh", "--owner"]) == 0

    service = image.start(words(instructions, "CMD", port))
    try:
        healthcheck = words(instructions, "HEALTHCHECK", port)
        deadline = time.monotonic() + 30
        while image.run(healthcheck) != 0:
            assert service.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.5)
    finally:
        service.send_signal(signal.SIGTERM)
        exit_code = service.wait(timeout=30)

    assert exit_code == 0


def test_the_kernels_of_the_image_are_loaded_not_compiled(image: Rehearsal) -> None:
    compiled_nothing = "from graph.kernels.warm import warm; assert warm().compiled == 0"

    assert image.run(["python", "-c", compiled_nothing]) == 0


def test_only_the_volumes_can_be_written(image: Rehearsal) -> None:
    for folder, exit_code in (("/data", 0), ("/var/cache/restu", 0), ("/opt/restu", 1)):
        assert image.run(["test", "-w", folder]) == exit_code
