"""Jobs that fail, and what becomes of the others."""

from collections.abc import Callable
from datetime import time

import pytest

from backend.domain.errors import Conflict
from backend.domain.period import Period
from backend.domain.timetable import (
    RunState,
    each_day,
)
from backend.jobs.runner import LEASE, Outcome, tick
from backend.services import runs
from backend.services.desk import Desk
from backend.services.runs import MAX_ATTEMPTS, Job
from backend.storage.engine import Database
from tests.jobs.office import Office, broken, job, say_blindly


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    """Monday, 2 November 2026, nine in the morning."""
    return Office(sqlite_database)


def test_a_job_that_joins_later_leaves_the_others_as_they_are(
    office: Office, begun: Callable[[Job], Job]
) -> None:
    list_ = begun(job("list"))
    office.sleep(days=2)

    ran = tick(office.open_desk, [list_, job("new")])

    assert [one.job for one in ran] == ["list", "list"]


def test_what_was_slept_through_is_done_in_the_order_it_came_due(office: Office) -> None:
    jobs = [job("evening", when=each_day(time(18))), job("morning", when=each_day(time(6)))]
    tick(office.open_desk, jobs)
    office.sleep(days=2)

    ran = tick(office.open_desk, jobs)

    assert [(one.job, one.period[-2:]) for one in ran] == [
        ("evening", "02"),
        ("morning", "03"),
        ("evening", "03"),
        ("morning", "04"),
    ]


def test_a_failed_job_is_tried_again_later_and_later_and_then_given_up(
    office: Office, begun: Callable[[Job], Job]
) -> None:
    paper = begun(job("paper", broken))
    office.set("2026-11-02T12:00")
    tried = []
    for minute in range(0, 120, 2):
        tried += [(minute, one.outcome) for one in tick(office.open_desk, [paper])]
        office.sleep(minutes=2)

    assert tried == [
        (0, Outcome.AGAIN),
        (2, Outcome.AGAIN),
        (6, Outcome.AGAIN),
        (14, Outcome.AGAIN),
        (30, Outcome.FAILED),
    ]
    with office.open_desk() as desk:
        (left,) = runs.unfinished(desk, [paper])
    assert (left.state, left.error, left.attempts) == (RunState.FAILED, "RuntimeError", MAX_ATTEMPTS)


def test_a_refusal_is_noted_by_its_code(office: Office, begun: Callable[[Job], Job]) -> None:
    def refuse(_desk: Desk, _period: Period) -> None:
        raise Conflict("no_office", county="清溪县")

    refused = begun(job("paper", refuse))
    office.set("2026-11-02T12:00")

    assert [one.error for one in tick(office.open_desk, [refused])] == ["no_office"]


def test_the_next_period_is_done_though_the_last_one_fails(
    office: Office, begun: Callable[[Job], Job]
) -> None:
    def work(desk: Desk, period: Period) -> None:
        if period.key == "2026-11-02":
            raise RuntimeError("out of paper")
        say_blindly("paper")(desk, period)

    paper = begun(job("paper", work))
    office.set("2026-11-03T12:00")

    assert [(one.period, one.outcome) for one in tick(office.open_desk, [paper])] == [
        ("2026-11-02", Outcome.AGAIN),
        ("2026-11-03", Outcome.DONE),
    ]


def test_a_job_that_kills_its_worker_every_time_is_given_up(
    office: Office, begun: Callable[[Job], Job]
) -> None:
    deadly = begun(job("deadly"))
    office.set("2026-11-02T12:00")
    with office.open_desk() as desk:
        runs.note_due(desk, [deadly])
    for _ in range(MAX_ATTEMPTS):
        with office.open_desk() as desk:
            assert runs.claim(desk, ["deadly"], LEASE) is not None
        office.sleep(seconds=LEASE.total_seconds() + 1)

    assert tick(office.open_desk, [deadly]) == []
    with office.open_desk() as desk:
        (left,) = runs.unfinished(desk, [deadly])
    assert (left.state, left.error) == (RunState.FAILED, "worker_died")
