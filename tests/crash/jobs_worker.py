"""Processes that die at their work. `points URL` kills one at each named point, a day apart, with a successor an
hour later; `storm URL SECONDS` kills runners by chance. One start of Python for all of them: it takes longest."""

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from functools import partial

from backend.domain.period import Period
from backend.domain.timetable import each_day
from backend.jobs.runner import tick
from backend.services.desk import Desk
from backend.services.runs import Job
from backend.storage.engine import Database
from tests.jobs.office import Office, job, say_blindly

BEGUN = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
POINTS = (
    "before_note_commit",
    "after_note_commit",
    "before_claim_commit",
    "after_claim_commit",
    "amid_work",
    "before_work_commit",
    "after_work_commit",
)
# A day of the storm's clock takes a twentieth of a second; a lease, half a second.
STORM_DAYS_A_SECOND, STORM_LEASE = 20, timedelta(days=10)
STORM_JOBS = ("early", "late")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def tick_once(url: str, now: datetime, point: str = "") -> None:
    """A tick opens three desks: to note what is due, to claim it, to do it."""
    office = Office(Database(url))
    office.now = now
    steps = iter(("note", "claim", "work"))

    @contextmanager
    def open_desk() -> Iterator[Desk]:
        step = next(steps, "next")
        with office.open_desk() as desk:
            yield desk
            if point == f"before_{step}_commit":
                die()
        if point == f"after_{step}_commit":
            die()

    def work(desk: Desk, period: Period) -> None:
        say_blindly("paper")(desk, period)
        if point == "amid_work":
            die()

    tick(open_desk, [job("paper", work)])
    office.database.close()


def points(url: str) -> None:
    """Prints how many died."""
    tick_once(url, BEGUN)
    died = 0
    for days, point in enumerate(POINTS):
        noon = BEGUN + timedelta(days=days, hours=3)
        died += killed(forked(partial(tick_once, url, noon, point)))
        tick_once(url, noon + timedelta(hours=1))
    print(died)


def storm_jobs() -> list[Job]:
    def slowly(name: str) -> Callable[[Desk, Period], None]:
        def work(desk: Desk, period: Period) -> None:
            say_blindly(name)(desk, period)
            time.sleep(0.01)

        return work

    return [job(name, slowly(name), each_day(wall(6 * i))) for i, name in enumerate(STORM_JOBS, 1)]


def run_for_ever(url: str, started: float) -> None:
    office = Office(Database(url))
    office.clock = lambda: BEGUN + timedelta(days=(time.time() - started) * STORM_DAYS_A_SECOND)
    while True:
        tick(office.open_desk, storm_jobs(), lease=STORM_LEASE)
        time.sleep(0.02)


def forked(deed: Callable[[], None]) -> int:
    if child := os.fork():
        return child
    try:
        deed()
    finally:
        os._exit(1)


def killed(child: int) -> bool:
    return os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def storm(url: str, seconds: float) -> None:
    """Two runners; every now and then one is killed and another takes its place. Prints the kills."""
    office = Office(Database(url))
    office.now = BEGUN
    tick(office.open_desk, storm_jobs())
    office.database.close()
    chance, started, kills = random.Random(7), time.time(), 0
    replacement = partial(forked, partial(run_for_ever, url, started))
    runners = [replacement(), replacement()]
    while time.time() - started < seconds:
        time.sleep(chance.uniform(0.05, 0.25))
        victim = chance.randrange(2)
        os.kill(runners[victim], signal.SIGKILL)
        kills += killed(runners[victim])
        runners[victim] = replacement()
    for runner in runners:
        os.kill(runner, signal.SIGKILL)
        killed(runner)
    print(kills)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["points", url]:
            points(url)
        case ["storm", url, seconds]:
            storm(url, float(seconds))
