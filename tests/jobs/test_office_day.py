"""The office's own timetable with its real deeds, hour by hour and after a long sleep."""

from collections import Counter

import pytest
from sqlalchemy import select

from backend.jobs.runner import Outcome, tick
from backend.jobs.timetable import timetable
from backend.services.reminders import WORKS
from backend.services.runs import Job
from backend.storage.engine import Database
from backend.storage.tables import outbox
from tests import cast
from tests.jobs.office import Office, say_blindly

BY_OTHERS = ("standings", "month")


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    """Thursday, 19 November 2026, nine in the morning; the hospital's secretary is silent, its leader away."""
    office = Office(sqlite_database, "2026-11-19T09:00")
    with office.open_desk() as desk:
        cast.enter(desk)
    return office


@pytest.fixture
def jobs(office: Office) -> tuple[Job, ...]:
    jobs = timetable(office.policy, {**WORKS, **{name: say_blindly(name) for name in BY_OTHERS}})
    tick(office.open_desk, jobs)
    return jobs


def heard(office: Office) -> Counter[str]:
    """Account and kind of every notice queued, and how often."""
    with office.database.reading() as connection:
        rows = connection.execute(select(outbox.c.account, outbox.c.kind).where(outbox.c.kind != "reply"))
        return Counter(f"{row.account} {row.kind}" for row in rows)


def test_two_days_awake(office: Office, jobs: tuple[Job, ...]) -> None:
    for _ in range(2 * 24 * 2):
        office.sleep(minutes=30)
        assert {ran.outcome for ran in tick(office.open_desk, jobs)} <= {Outcome.DONE}

    assert heard(office) == {
        "wang MissingReminder": 2,
        "chen MissingList": 2,
        "admin MissingList": 2,
        "li VisitShortfall": 1,
    }


def test_a_week_asleep(office: Office, jobs: tuple[Job, ...]) -> None:
    """What was meant for evenings and weeks gone by is not said any more; today's is."""
    office.set("2026-11-26T19:00")

    ran = tick(office.open_desk, jobs)

    assert {(one.job, one.period) for one in ran} == {
        ("remind_missing", "2026-11-26"),
        ("list_missing", "2026-11-26"),
        ("standings", "2026-11-26"),
        ("problems", "2026-11-26"),
        ("visit_shortfall", "2026-W47"),
        ("ten_day_dispatch", "2026-11B"),
    }
    assert heard(office) == {"chen MissingList": 1, "admin MissingList": 1}
    assert tick(office.open_desk, jobs) == []
    assert office.said("standings") == 1


def test_a_month_asleep_still_gets_its_papers(office: Office, jobs: tuple[Job, ...]) -> None:
    office.set("2027-02-03T05:00")

    tick(office.open_desk, jobs)

    assert [office.said(f"month:{key}") for key in ("2026-11", "2026-12", "2027-01")] == [1, 1, 1]
    assert heard(office) == {"chen MissingList": 1, "admin MissingList": 1}  # of last evening
