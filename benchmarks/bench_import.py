"""Import of `openstates`: all checks, indexes and the change log, beside a bare script.

The peer reads the same four files with `csv.reader` and puts the rows as they are into four tables
of SQLite, without types, checks, keys or indexes. Ours reads dates, resolves both ends of every
relationship, refuses what is wrong with its reason, derives identities, and commits records,
indexes, search keys and the change log as one revision. Each runs in a process of its own; CPU is
user and system time of the import alone, memory the growth of the largest resident size over the
size before it. They take turns, and the best of four runs counts.
"""

import csv
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil

HERE: Final = Path(__file__).resolve().parent
DATA: Final = Path(os.environ.get("RESTU_TEST_DATA") or HERE.parent.parent / "shared" / "data")
FOLDER: Final = DATA / "openstates"
MAPPING: Final = HERE.parent / "tests" / "mappings" / "openstates.toml"
RUNS: Final = 4
ROWS: Final = 4535 + 23064 + 35808 + 94297
MOST_TIMES: Final = 12
MOST_MEMORY: Final = 300


def bare(database: Path) -> Callable[[], int]:
    """The shortest script that gets the rows into a database."""

    def run() -> int:
        connection = sqlite3.connect(database)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        read = 0
        for path in sorted(FOLDER.glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                rows = csv.reader(file)
                header = next(rows)
                connection.execute(f"CREATE TABLE {path.stem} ({', '.join(header)})")
                marks = ", ".join("?" * len(header))
                cursor = connection.executemany(f"INSERT INTO {path.stem} VALUES ({marks})", rows)
                read += cursor.rowcount
        connection.commit()
        connection.close()
        return read

    return run


def ours(database: Path) -> Callable[[], int]:
    """The whole import, from files to a committed revision."""
    from graph.records.networks import NetworkRecord
    from graph.vocabulary import NetworkId, UserId
    from queries.sqlite_store import open_sqlite
    from service.exchange.mapping import load_mapping
    from service.exchange.source import read_source
    from service.usecases.imports import run_import

    store = open_sqlite(database)
    store.create_network(NetworkRecord(id="bench", name="Bench"))

    def run() -> int:
        source = read_source(FOLDER, load_mapping(MAPPING))
        report = run_import(
            store, NetworkId("bench"), source, author=UserId("bench"), at=datetime.now(UTC)
        )
        assert report.revision == 1
        store.close()
        return report.read

    return run


CONTESTANTS: Final = {"bare": bare, "ours": ours}


def measure(name: str) -> tuple[float, float]:
    """Run one contestant in a process of its own; give CPU seconds and megabytes."""
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_import", name],
        cwd=HERE.parent,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    cpu, memory = answer.stdout.split()
    return float(cpu), float(memory)


def contest(name: str) -> None:
    """Be one contestant: print CPU seconds and megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        run = CONTESTANTS[name](Path(folder) / "bench.db")
        before = psutil.Process().memory_info().rss
        start = resource.getrusage(resource.RUSAGE_SELF)
        read = run()
        end = resource.getrusage(resource.RUSAGE_SELF)
        assert read == ROWS, read
    cpu = end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime
    print(cpu, max(0, end.ru_maxrss * 1024 - before) / 2**20)


def main() -> None:
    """Print the table; fail if a promise is not kept."""
    results: dict[str, list[tuple[float, float]]] = {name: [] for name in CONTESTANTS}
    for _ in range(RUNS):  # in turn, so that a busy moment hits both
        for name, runs in results.items():
            runs.append(measure(name))
    cpu = {name: min(found[0] for found in runs) for name, runs in results.items()}
    memory = {name: min(found[1] for found in runs) for name, runs in results.items()}
    times = cpu["ours"] / cpu["bare"]
    print("| | CPU, s | rows per CPU second | memory growth, MB |")
    print("|---|---|---|---|")
    for name, title in (("bare", "csv.reader into SQLite"), ("ours", "Restu")):
        print(f"| {title} | {cpu[name]:.2f} | {ROWS / cpu[name]:,.0f} | {memory[name]:.0f} |")
    print(f"\n{times:.1f} times the CPU of the bare script (at most {MOST_TIMES}).")
    assert times <= MOST_TIMES
    assert memory["ours"] < MOST_MEMORY


if __name__ == "__main__":
    if len(sys.argv) > 1:
        contest(sys.argv[1])
    else:
        main()
