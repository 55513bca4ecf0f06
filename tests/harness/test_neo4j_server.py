"""The tests' own Neo4j: it answers, keeps what it acknowledged, and never outlives the tests."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from tests.neo4j_server import Neo4jServer, running_neo4j

pytestmark = pytest.mark.neo4j

STARTS_A_SERVER_AND_WAITS = """
from tests.neo4j_server import running_neo4j
with running_neo4j() as server:
    print(server.pid, flush=True)
    input()
"""


def test_the_server_of_this_run_is_the_long_term_support_version(
    neo4j_server: Neo4jServer,
) -> None:
    with GraphDatabase.driver(neo4j_server.uri, auth=neo4j_server.auth) as driver:
        assert driver.get_server_info().agent == "Neo4j/5.26.29"


def test_a_wrong_password_is_refused(neo4j_server: Neo4jServer) -> None:
    with (
        GraphDatabase.driver(neo4j_server.uri, auth=("neo4j", "wrong")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()


def test_a_write_survives_a_kill_and_any_thread_may_restart() -> None:
    with running_neo4j() as server:
        server.wait_until_ready()
        with GraphDatabase.driver(server.uri, auth=server.auth) as driver:
            driver.execute_query("CREATE (:Kept)", database_=server.database)

        restart = threading.Thread(target=server.restart)
        restart.start()
        restart.join()

        with GraphDatabase.driver(server.uri, auth=server.auth) as driver:
            records, _, _ = driver.execute_query("MATCH (k:Kept) RETURN count(k) AS kept")
    assert records[0]["kept"] == 1
    assert not server.is_running


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has parent-death signals")
def test_a_killed_test_run_takes_its_server_along(tmp_path: Path) -> None:
    repository = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_A_SERVER_AND_WAITS],
        cwd=repository,
        env=os.environ | {"TMPDIR": str(tmp_path)},  # the home it leaves behind
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as run:
        assert run.stdout is not None
        server = psutil.Process(int(run.stdout.readline()))
        assert server.is_running()

        run.send_signal(signal.SIGKILL)

        server.wait(timeout=10)
    assert not server.is_running()
