"""Runners killed with -9 at their work: nothing lost, nothing done twice."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from backend.jobs.runner import tick
from backend.storage.engine import Database
from backend.storage.tables import outbox, runs
from tests.crash.jobs_worker import BEGUN, POINTS, STORM_JOBS, storm_jobs
from tests.jobs.office import Office

ROOT = Path(__file__).parents[2]
STORM_SECONDS = 1.5  # 30 days of its clock
DAYS = 45  # until every claim of the killed has run out


def worker(*arguments: str) -> int:
    """Runs the worker to its end; returns how many processes it killed."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.crash.jobs_worker", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return int(ended.stdout.splitlines()[-1])


def done_and_said(url: str) -> tuple[set[str], Counter[str]]:
    """The periods in the book as done, and how often each was said, both as "job:period"."""
    database = Database(url)
    with database.reading() as connection:
        keys = connection.execute(select(outbox.c.key)).scalars().all()
        done = connection.execute(select(runs.c.job, runs.c.period).where(runs.c.state == "done")).all()
    database.close()
    return {f"{row.job}:{row.period}" for row in done}, Counter(key.rsplit(":", 1)[0] for key in keys)


def test_a_runner_killed_at_any_point_is_succeeded_and_nothing_is_lost_or_doubled(database_url: str) -> None:
    assert worker("points", database_url) == len(POINTS)

    done, said = done_and_said(database_url)
    assert said == {f"paper:2026-11-{2 + i:02d}": 1 for i in range(len(POINTS))}
    assert done == said.keys()


def test_in_a_storm_of_kills_every_period_is_done_once(database_url: str) -> None:
    kills = worker("storm", database_url, str(STORM_SECONDS))
    office = Office(Database(database_url))
    office.now = BEGUN + timedelta(days=DAYS)
    tick(office.open_desk, storm_jobs())  # what was in hand when the last two died
    office.database.close()

    done, said = done_and_said(database_url)
    assert kills >= 5
    assert len(done) == len(STORM_JOBS) * DAYS
    assert done == said.keys()
    assert set(said.values()) == {1}
