"""The office's own timetable."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from backend.domain.errors import Invalid
from backend.domain.timetable import due
from backend.intake.policies import read_policy
from backend.jobs.timetable import rows, timetable
from tests.jobs.office import ZONE, broken, calendar

POLICY = read_policy()
NAMES = [row.name for row in rows(POLICY)]


def test_every_row_has_its_deed() -> None:
    assert [job.name for job in timetable(POLICY, dict.fromkeys(NAMES, broken))] == NAMES
    assert len(set(NAMES)) == len(NAMES)


def test_a_row_without_a_deed_and_a_deed_without_a_row_are_refused_at_once() -> None:
    works = dict.fromkeys([*NAMES, "tea"], broken)
    del works["month"]

    with pytest.raises(Invalid, match="timetable_works") as refused:
        timetable(POLICY, works)
    assert refused.value.facts == {"missing": ["month"], "unknown": ["tea"]}


def test_the_office_sets_the_evening_hours() -> None:
    policy = replace(POLICY, report_reminder=time(16, 10), missing_list=time(20, 5))
    when = {row.name: row.when.at for row in rows(policy)}

    assert (when["remind_missing"], when["list_missing"]) == (time(16, 10), time(20, 5))


@pytest.mark.parametrize("hours", [{"report_reminder": time(18, 30)}, {"missing_list": time(18, 29)}])
def test_evening_hours_out_of_order_are_refused(hours: dict[str, time]) -> None:
    with pytest.raises(Invalid, match="timetable_hours"):
        timetable(replace(POLICY, **hours), dict.fromkeys(NAMES, broken))


def test_a_month_runs_as_the_office_expects() -> None:
    """October 2026: the first seven days off, Saturday the tenth worked."""
    days_worked = calendar(off=[date(2026, 10, day) for day in range(1, 8)], worked=[date(2026, 10, 10)])
    since, until = (datetime(2026, month, 1, tzinfo=ZONE) for month in (10, 11))
    days = {
        row.name: [one.at.astimezone(ZONE).day for one in due(row.when, since, until, ZONE, days_worked)]
        for row in rows(POLICY)
    }

    assert days["remind_missing"] == days["list_missing"] == days["standings"] == list(range(1, 32))
    assert days["problems"] == [8, 9, 10, *range(12, 17), *range(19, 24), *range(26, 31)]
    assert days["visit_shortfall"] == [10, 16, 23, 30]
    assert days["ten_day_dispatch"] == [10, 20, 31]
    assert days["month"] == [1]


def test_our_own_times_keep_off_the_crowded_minutes() -> None:
    own = [row.when.at for row in rows(POLICY) if row.name not in ("remind_missing", "list_missing")]

    assert not [at for at in own if at.minute in (0, 30)]
