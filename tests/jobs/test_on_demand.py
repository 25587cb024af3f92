"""One job when somebody asks, and what there is to see of them all."""

from collections.abc import Callable
from datetime import time

import pytest

from backend.domain.errors import Conflict, Invalid
from backend.domain.period import Span
from backend.domain.timetable import (
    LATEST,
    RunState,
    day_after_each,
    each_workday,
    skip_older_than,
)
from backend.jobs.runner import Outcome, Ran, run_one, tick
from backend.services import runs
from backend.services.runs import MAX_ATTEMPTS, Job
from backend.storage.engine import Database
from tests.jobs.office import Office, Stall, broken, job


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    """Monday, 2 November 2026, nine in the morning."""
    return Office(sqlite_database)


@pytest.fixture
def month(office: Office, begun: Callable[[Job], Job]) -> Job:
    return begun(job("month", when=day_after_each(Span.MONTH, time(7, 40))))


def test_on_demand_the_last_due_period_is_done_and_not_again_by_the_clock(office: Office, month: Job) -> None:
    assert run_one(office.open_desk, [month], "month") == Ran("month", "2026-10", Outcome.DONE)

    office.sleep(days=1)
    assert tick(office.open_desk, [month]) == []
    with pytest.raises(Conflict, match="run_done"):
        run_one(office.open_desk, [month], "month")
    assert office.said() == 1


def test_on_demand_an_old_period_is_done_alone(office: Office) -> None:
    month = job("month", when=day_after_each(Span.MONTH, time(7, 40)))

    assert run_one(office.open_desk, [month], "month", "2026-03").outcome is Outcome.DONE
    assert tick(office.open_desk, [month]) == []
    assert office.said() == 1


@pytest.mark.parametrize(
    ("name", "key", "code"),
    [
        ("year", None, "job_unknown"),
        ("month", "2026-13", "period_unknown"),
        ("month", "2026-11-01", "period_unknown"),
        ("month", "2026-11", "run_not_due"),
    ],
)
def test_on_demand_what_cannot_be_done_is_refused_and_leaves_no_row(
    office: Office, month: Job, name: str, key: str | None, code: str
) -> None:
    with pytest.raises((Invalid, Conflict), match=code):
        run_one(office.open_desk, [month], name, key)
    with office.open_desk() as desk:
        assert runs.unfinished(desk, [month]) == []


def test_on_demand_a_day_off_has_no_working_day_job(office: Office) -> None:
    problems = job("problems", when=each_workday(time(8, 40)))

    with pytest.raises(Invalid, match="period_without_job"):
        run_one(office.open_desk, [problems], "problems", "2026-11-01")


def test_on_demand_a_run_in_another_runners_hands_is_left_there(office: Office, month: Job) -> None:
    seen: list[str] = []

    def meanwhile() -> None:
        with pytest.raises(Conflict) as refused:
            run_one(office.open_desk, [month], "month", "2026-11")
        seen.append(refused.value.code)

    office.set("2026-12-01T08:00")

    assert [one.outcome for one in tick(Stall(office, meanwhile), [month])] == [Outcome.DONE]
    assert seen == ["run_running"]


def test_on_demand_what_was_given_up_or_skipped_is_tried_afresh(
    office: Office, begun: Callable[[Job], Job]
) -> None:
    begun(job("list", catch_up=LATEST))
    begun(job("paper", broken))
    office.set("2026-11-03T12:00")
    jobs = [job("list", catch_up=LATEST), job("paper", broken)]
    for _ in range(MAX_ATTEMPTS + 1):
        tick(office.open_desk, jobs)
        office.sleep(hours=1)
    assert office.said() == 1

    for name in ("list", "paper"):
        ran = run_one(office.open_desk, [job("list"), job("paper")], name, "2026-11-02")
        assert ran == Ran(name, "2026-11-02", Outcome.DONE)
    assert office.said() == 3


def test_unfinished_shows_what_is_due_before_any_runner_has_looked(
    office: Office, begun: Callable[[Job], Job]
) -> None:
    list_, skipping = begun(job("list")), begun(job("remind", catch_up=skip_older_than(hours=1)))
    office.sleep(days=1, hours=6)

    for _ in range(2):  # looking changes nothing
        with office.open_desk() as desk:
            waiting = runs.unfinished(desk, [list_, skipping])
        assert [(one.job, one.period, one.state) for one in waiting] == [
            ("list", "2026-11-02", RunState.DUE),
            ("list", "2026-11-03", RunState.DUE),
        ]


def test_the_overview_says_when_each_job_ran_last_and_comes_next(
    office: Office, begun: Callable[[Job], Job]
) -> None:
    list_, month = begun(job("list")), begun(job("month", when=day_after_each(Span.MONTH, time(7, 40))))
    office.sleep(days=2, hours=6)
    tick(office.open_desk, [list_, month])

    with office.open_desk() as desk:
        first, second = runs.overview(desk, [list_, month])

    assert first.last is not None
    assert (first.last.period, first.last.done_at) == ("2026-11-04", office.now)
    assert first.next.period.key == "2026-11-05"
    assert second.last is None
    assert second.next.period.key == "2026-11"
