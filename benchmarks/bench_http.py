"""Ways to a leader through HTTP, beside the same route answering from a constant, in one run.

Eight clients ask one server, each on a connection of its own and without a pause; askers are drawn
from those who can reach the leader. The constant is one answer of this network, found once: its
server does all the same but find, judge and read. Both serve the same file: SQLite, 100,000 actors
and 500,000 ties. Ways are found one question at a time: with two at a time the interpreter's lock
went to and fro, and a server answered 168 to 188 questions a second instead of 234 to 247.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import numpy as np

from benchmarks.bench_snapshot import ACTORS, AUTHOR, NET, TIES, writes
from graph.access.routes import reach
from graph.records.dates import epoch_day
from graph.records.networks import NetworkRecord
from queries.sqlite_store import open_sqlite
from service.snapshots import Snapshots

CLIENTS = 8
QUESTIONS = 100
"""Of each client."""
LEADERS = 40
STEPS = 4
ON = date(2026, 11, 25)
MOST_TIMES_CONSTANT = 3.0


@dataclass(frozen=True)
class Row:
    """One line of the table: milliseconds per request as a client sees them."""

    what: str
    median_ms: float
    p99_ms: float
    per_second: float
    times_constant: float | None = None


def main() -> list[Row]:
    """Time both servers, print the table, and give its rows."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "restu.db"
        pairs = _fill(file)
        constant = _ask(file, pairs, "constant", is_constant=True)
        found = _ask(file, pairs, "ways, found and judged", is_constant=False)
    times = found.p99_ms / constant.p99_ms
    rows = [
        constant,
        Row(found.what, found.median_ms, found.p99_ms, found.per_second, times),
    ]
    print(table(rows))
    assert times <= MOST_TIMES_CONSTANT, f"{times:.1f} times the constant at the 99th of a hundred"
    return rows


def _fill(file: Path) -> list[tuple[str, str]]:
    """Write a network and draw askers and leaders with a way between them."""
    store = open_sqlite(file)
    store.create_network(NetworkRecord(id=NET, name="Bench"))
    at = datetime(2026, 11, 1, tzinfo=UTC)
    store.commit(NET, writes(ACTORS, TIES, seed=1), author=AUTHOR, at=at, returning=False)
    access = Snapshots(store).access(NET, epoch_day(ON))
    rng = np.random.default_rng(5)
    pairs: list[tuple[str, str]] = []
    while len(pairs) < CLIENTS * QUESTIONS:
        leader = int(rng.integers(ACTORS // 5, ACTORS))
        near = reach(access, [leader], backward=True, max_steps=STEPS).actors
        if len(near):
            askers = rng.choice(near, CLIENTS * QUESTIONS // LEADERS)
            ids = access.network.actors.id
            pairs += [(str(ids[asker]), str(ids[leader])) for asker in askers]
    store.close()
    return [pairs[place] for place in rng.permutation(len(pairs))[: CLIENTS * QUESTIONS]]


def _ask(file: Path, pairs: list[tuple[str, str]], what: str, *, is_constant: bool) -> Row:
    """Let eight clients ask a server of its own process."""
    how = [sys.executable, "-m", "benchmarks.bench_http", str(file), json.dumps(is_constant)]
    with subprocess.Popen(how, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            _get(HTTPConnection("127.0.0.1", port, timeout=300), pairs[0])  # builds the snapshot
            times: list[float] = []
            clients = [
                threading.Thread(target=_client, args=(port, pairs[number::CLIENTS], times))
                for number in range(CLIENTS)
            ]
            start = time.perf_counter()
            for client in clients:
                client.start()
            for client in clients:
                client.join()
            took = time.perf_counter() - start
        finally:
            server.terminate()
    assert len(times) == len(pairs), "a client failed"
    return Row(what, median(times), quantiles(times, n=100)[98], len(times) / took)


def _client(port: int, pairs: list[tuple[str, str]], times: list[float]) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for pair in pairs:
        start = time.perf_counter()
        _get(connection, pair)
        times.append(1000 * (time.perf_counter() - start))


def _get(connection: HTTPConnection, pair: tuple[str, str]) -> None:
    question = {"from": pair[0], "to": pair[1], "max_steps": STEPS, "as_of": ON.isoformat()}
    connection.request("GET", f"/v1/networks/{NET}/access-paths?{urlencode(question)}")
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, body
    assert json.loads(body)["routes"], "a pair with a way got none"


def serve(file: str, *, is_constant: bool) -> None:
    """Serve on a free port, which is told on the standard output."""
    import socket

    import uvicorn

    from service.app import create_app
    from service.settings import Settings
    from service.usecases import access

    if is_constant:
        find, known = access.find_paths, []

        def again(*asked):
            if not known:
                known.append(find(*asked))
            return known[0]

        access.find_paths = again
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    app = create_app(
        Settings(
            store=f"sqlite:///{file}",
            data_dir=Path(file).parent,
            log_level="error",
            warm_start=False,  # pages, which nobody asks for here, would load beside the clients
        )
    )
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run([listening])


def table(rows: list[Row]) -> str:
    """Write rows as a Markdown table."""
    lines = [
        "| what | median ms | p99 ms | requests per second | p99, times the constant |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        times = "" if row.times_constant is None else f"{row.times_constant:.1f}"
        cells = f"{row.median_ms:.1f} | {row.p99_ms:.1f} | {row.per_second:.0f} | {times}"
        lines.append(f"| {row.what} | {cells} |")
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1], is_constant=json.loads(sys.argv[2]))
    else:
        main()
