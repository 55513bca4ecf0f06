"""A real Neo4j server for the tests, started from Maven's jars without Docker.

``tests/install_needs.sh`` puts the jars into ``.cache/neo4j/lib``. The server listens on a free
port of 127.0.0.1, keeps everything below a temporary home, and dies with the process that
started it, however that process ends.
"""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

JARS: Final = Path(__file__).resolve().parent.parent / ".cache" / "neo4j" / "lib"
READY_WITHIN_SECONDS: Final = 90.0
PR_SET_PDEATHSIG: Final = 1

CONFIGURATION: Final = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=64m
db.tx_log.preallocate=false
dbms.usage_report.enabled=false
server.directories.data={home}/data
server.directories.logs={home}/logs
server.directories.run={home}/run
server.directories.lib={home}/lib
server.directories.import={home}/import
server.directories.plugins={home}/plugins
server.directories.licenses={home}/licenses
server.directories.transaction.logs.root={home}/data/transactions
server.directories.dumps.root={home}/data/dumps
"""

JAVA_FLAGS: Final = (
    "-Xms256m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # a short life does not repay the optimising compiler
    "-Dlog4j2.disable.jmx=true",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
)


class Neo4jDidNotStartError(RuntimeError):
    """The server could not be started; the message says what to do about it."""


class Neo4jServer:
    """One server process: its address, its account, and its deaths.

    The process gets its own group, so that a kill takes all of it, and a parent-death signal.
    That signal follows the *thread* that starts the process: hence one starter thread, kept for
    as long as the server is wanted, so that a test may call `restart` from any thread.
    """

    user: Final = "neo4j"
    password: Final = "restu-tests-only"
    database: Final = "neo4j"

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = _free_port()
        self.uri = f"neo4j://127.0.0.1:{self.port}"
        self._java = _java()
        self._process: subprocess.Popen[bytes] | None = None
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="neo4j-starter")
        (home / "conf").mkdir(parents=True)
        (home / "conf" / "neo4j.conf").write_text(
            CONFIGURATION.format(port=self.port, home=home), encoding="utf-8"
        )
        self._set_password()

    @property
    def auth(self) -> tuple[str, str]:
        """User and password, as the driver takes them."""
        return self.user, self.password

    @property
    def is_running(self) -> bool:
        """Whether the process lives; it may not answer yet."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Process id, while there is a process."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start the process and return at once; `wait_until_ready` says when it answers."""
        if self.is_running:
            return
        command = [
            *self._command("org.neo4j.server.CommunityEntryPoint"),
            f"--home-dir={self.home}",
            f"--config-dir={self.home / 'conf'}",
            "--console-mode",
        ]
        self._process = self._starter.submit(self._spawn, command).result()

    def wait_until_ready(self) -> None:
        """Wait until a query is answered: the port opens long before the database does."""
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while not self._answers():
            if not self.is_running or time.monotonic() > deadline:
                raise Neo4jDidNotStartError(
                    f"Neo4j did not answer on {self.uri}. The end of its output:\n"
                    f"{self._console_tail()}"
                )
            time.sleep(0.1)

    def kill(self) -> None:
        """End the process as a power cut would (SIGKILL), keeping its data."""
        if self._process is None:
            return
        if self.is_running:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def restart(self) -> None:
        """Kill, start again on the same port and data, wait until it answers."""
        self.kill()
        self.start()
        self.wait_until_ready()

    def close(self) -> None:
        """Kill the server for good; its home may be deleted afterwards."""
        self.kill()
        self._starter.shutdown()

    def _command(self, main: str) -> list[str]:
        return [self._java, *JAVA_FLAGS, "-cp", f"{JARS}/*", main]

    def _set_password(self) -> None:
        """Set the password before the first start; the server would demand a change otherwise."""
        subprocess.run(
            [
                *self._command("org.neo4j.cli.AdminTool"),
                *("dbms", "set-initial-password", self.password),
            ],
            env=os.environ | {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")},
            check=True,
            capture_output=True,
        )

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        libc = ctypes.CDLL(None) if sys.platform == "linux" else None

        def die_with_parent() -> None:
            if libc is not None:
                libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

        with (self.home / "console.log").open("ab") as console:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                process_group=0,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - no lock is taken in it
            )

    def _answers(self) -> bool:
        try:
            # bolt:// and an unmanaged run: neither asks for routes nor retries on its own
            with (
                GraphDatabase.driver(f"bolt://127.0.0.1:{self.port}", auth=self.auth) as driver,
                driver.session(database=self.database) as session,
            ):
                session.run("RETURN 1").consume()
        except (DriverError, Neo4jError, OSError):
            return False
        return True

    def _console_tail(self) -> str:
        console = self.home / "console.log"
        lines = console.read_text(errors="replace").splitlines() if console.exists() else []
        return "\n".join(lines[-20:])


@contextmanager
def running_neo4j() -> Iterator[Neo4jServer]:
    """Give a started server with an empty home of its own; it may not answer yet."""
    with tempfile.TemporaryDirectory(prefix="restu-neo4j-") as folder:
        server = Neo4jServer(Path(folder))
        try:
            server.start()
            yield server
        finally:
            server.close()


def _java() -> str:
    if not JARS.is_dir():
        raise Neo4jDidNotStartError(
            f"No Neo4j jars in {JARS}. Run `make test-needs`, or leave these tests out with "
            "-m 'not neo4j'."
        )
    java_home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{java_home}/bin" if java_home else None)
    if java is None:
        raise Neo4jDidNotStartError(
            "Neo4j needs Java 17 or newer. Run `make test-needs`, or leave these tests out with "
            "-m 'not neo4j'."
        )
    return java


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
