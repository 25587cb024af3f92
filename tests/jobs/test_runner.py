"""Each job once in each period, on both databases, and by however many runners."""

import threading
from collections.abc import Callable
from datetime import time

import pytest

from backend.domain.period import Period, Span
from backend.domain.timetable import (
    LATEST,
    RunState,
    day_after_each,
    each_day,
    each_workday,
    skip_older_than,
)
from backend.jobs.runner import LEASE, Outcome, Ran, tick
from backend.services.desk import Desk
from backend.services.runs import Job
from backend.storage.engine import Database
from tests.jobs.office import Office, Stall, broken, job, say_blindly


@pytest.fixture
def office(database: Database) -> Office:
    """Monday, 2 November 2026, nine in the morning."""
    return Office(database)


def test_a_new_job_begins_now_and_does_nothing_of_the_past(office: Office) -> None:
    jobs = [job("paper", when=day_after_each(Span.MONTH, time(7, 40))), job("list")]

    assert tick(office.open_desk, jobs) == []
    assert tick(office.open_desk, jobs) == []
    assert office.said() == 0


def test_what_comes_due_is_done_once(office: Office, begun: Callable[[Job], Job]) -> None:
    list_ = begun(job("list"))
    office.set("2026-11-02T12:00")

    assert tick(office.open_desk, [list_]) == [Ran("list", "2026-11-02", Outcome.DONE)]
    for _ in range(3):
        office.sleep(minutes=1)
        assert tick(office.open_desk, [list_]) == []
    assert office.said() == 1


def test_after_a_week_of_sleep_each_job_catches_up_as_its_row_says(office: Office) -> None:
    office.set("2026-10-29T09:00")
    jobs = [
        job("remind", catch_up=skip_older_than(hours=3)),
        job("standings", catch_up=LATEST),
        job("list"),
        job("month", when=day_after_each(Span.MONTH, time(7, 40))),
        job("problems", when=each_workday(time(8, 40)), catch_up=skip_older_than(hours=12)),
    ]
    tick(office.open_desk, jobs)
    office.set("2026-11-05T18:00")

    ran = tick(office.open_desk, jobs)

    assert {one.outcome for one in ran} == {Outcome.DONE}
    assert [(one.job, one.period) for one in ran if one.job != "list"] == [
        ("month", "2026-10"),
        ("problems", "2026-11-05"),
        ("standings", "2026-11-05"),
    ]
    assert [one.period for one in ran if one.job == "list"] == [
        "2026-10-29", "2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05",
    ]  # fmt: skip
    assert tick(office.open_desk, jobs) == []
    assert office.said("remind") == 0
    assert office.said() == 11


def test_a_job_that_fails_keeps_nothing_and_does_not_hold_up_the_others(office: Office) -> None:
    def halfway(desk: Desk, period: Period) -> None:
        say_blindly("halfway")(desk, period)
        raise RuntimeError("out of paper")

    jobs = [job("halfway", halfway), job("list")]
    tick(office.open_desk, jobs)
    office.set("2026-11-02T12:00")

    assert tick(office.open_desk, jobs) == [
        Ran("halfway", "2026-11-02", Outcome.AGAIN, "RuntimeError"),
        Ran("list", "2026-11-02", Outcome.DONE),
    ]
    assert office.said("halfway") == 0
    assert office.said("list") == 1


def test_a_claim_keeps_other_runners_away_until_it_runs_out(
    office: Office, begun: Callable[[Job], Job]
) -> None:
    paper = begun(job("paper"))
    office.set("2026-11-02T12:00")
    seen: list[list[Ran]] = []

    def meanwhile() -> None:
        office.sleep(seconds=LEASE.total_seconds() - 1)
        seen.append(tick(office.open_desk, [paper]))

    assert [one.outcome for one in tick(Stall(office, meanwhile), [paper])] == [Outcome.DONE]
    assert seen == [[]]
    assert office.said() == 1


def test_a_runner_that_wakes_too_late_keeps_nothing(office: Office, begun: Callable[[Job], Job]) -> None:
    paper = begun(job("paper"))
    office.set("2026-11-02T12:00")
    seen: list[list[Ran]] = []

    def meanwhile() -> None:
        office.sleep(seconds=LEASE.total_seconds() + 1)
        seen.append(tick(office.open_desk, [paper]))

    late = tick(Stall(office, meanwhile), [paper])

    assert seen == [[Ran("paper", "2026-11-02", Outcome.DONE)]]
    assert late == [Ran("paper", "2026-11-02", Outcome.TAKEN_OVER, "run_taken_over")]
    assert office.said() == 1


def test_a_fault_of_a_runner_that_wakes_too_late_does_not_disturb_the_one_that_took_over(
    office: Office, begun: Callable[[Job], Job]
) -> None:
    begun(job("paper"))
    office.set("2026-11-02T12:00")

    def meanwhile() -> None:
        office.sleep(seconds=LEASE.total_seconds() + 1)
        tick(office.open_desk, [job("paper")])

    late = tick(Stall(office, meanwhile), [job("paper", broken)])

    assert [one.outcome for one in late] == [Outcome.TAKEN_OVER]
    with office.open_desk() as desk:
        assert desk.unit.runs.held("paper", "2026-11-02").state is RunState.DONE


def test_runners_side_by_side_share_the_work_and_do_nothing_twice(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(3)]
    offices = [Office(database, "2026-10-01T09:00") for database in databases]
    jobs = [job("list"), job("paper", when=each_day(time(6)))]
    tick(offices[0].open_desk, jobs)
    for office in offices:
        office.sleep(days=20)
    ran: list[Ran] = []
    threads = [
        threading.Thread(target=lambda office=office: ran.extend(tick(office.open_desk, jobs)))
        for office in offices
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = offices[0].said()
    for database in databases:
        database.close()

    assert len(ran) == len({(one.job, one.period) for one in ran}) == said == 40
    assert {one.outcome for one in ran} == {Outcome.DONE}
