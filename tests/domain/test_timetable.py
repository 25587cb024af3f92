"""When jobs fall due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Invalid
from backend.domain.period import Span, period_named, period_of
from backend.domain.timetable import (
    ALL,
    LATEST,
    Due,
    Falls,
    Rule,
    day_after_each,
    due,
    due_of,
    each_day,
    each_workday,
    last_day_of_each,
    last_workday_of_each,
    latest_due,
    next_due,
    skip_older_than,
)
from backend.domain.workdays import Workdays
from tests.jobs.office import calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
PLAIN = Workdays()
# National Day 2026: 1–7 October off, 20 September and 10 October (a Sunday and a Saturday) worked.
AUTUMN = calendar(
    off=[date(2026, 10, d) for d in range(1, 8)], worked=[date(2026, 9, 20), date(2026, 10, 10)]
)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def keys(found: list[Due]) -> list[str]:
    return [one.period.key for one in found]


def test_each_day_is_due_at_its_wall_clock_in_utc() -> None:
    found = due(each_day(time(17, 30)), at("2026-11-20T17:29"), at("2026-11-21T17:30"), SHANGHAI, PLAIN)

    assert [(one.period.key, one.at) for one in found] == [
        ("2026-11-20", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-21", datetime(2026, 11, 21, 9, 30, tzinfo=UTC)),
    ]


def test_the_start_is_left_out_and_the_end_counts() -> None:
    rule, noon = each_day(time(12)), at("2026-11-20T12:00")

    assert due(rule, noon, noon, SHANGHAI, PLAIN) == []
    assert keys(due(rule, noon - timedelta(seconds=1), noon, SHANGHAI, PLAIN)) == ["2026-11-20"]
    assert due(rule, noon, noon + timedelta(hours=23, minutes=59), SHANGHAI, PLAIN) == []


def test_a_clock_set_back_makes_nothing_due() -> None:
    assert due(each_day(time(12)), at("2026-11-20T13:00"), at("2026-11-18T13:00"), SHANGHAI, PLAIN) == []


def test_working_days_skip_holidays_and_include_made_up_saturdays() -> None:
    found = due(each_workday(time(8, 40)), at("2026-09-29T09:00"), at("2026-10-12T09:00"), SHANGHAI, AUTUMN)

    assert keys(found) == ["2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12"]


def test_the_last_working_day_of_a_week_is_friday_or_what_the_calendar_makes_of_it() -> None:
    rule = last_workday_of_each(Span.WEEK, time(10, 10))
    found = due(rule, at("2026-09-12T00:00"), at("2026-10-17T00:00"), SHANGHAI, AUTUMN)

    assert [one.at.astimezone(SHANGHAI).date() for one in found] == [
        date(2026, 9, 20),  # a Sunday worked
        date(2026, 9, 25),
        date(2026, 9, 30),  # the holiday begins on Thursday
        date(2026, 10, 10),  # a Saturday worked
        date(2026, 10, 16),
    ]


def test_a_week_without_a_working_day_has_no_job() -> None:
    off = calendar(off=[date(2026, 2, 16) + timedelta(days=i) for i in range(7)])
    rule = last_workday_of_each(Span.WEEK, time(10, 10))

    assert due_of(rule, period_of(date(2026, 2, 18), Span.WEEK), SHANGHAI, off) is None
    assert keys(due(rule, at("2026-02-09T00:00"), at("2026-03-01T00:00"), SHANGHAI, off)) == [
        "2026-W07",
        "2026-W09",
    ]
    assert latest_due(rule, at("2026-02-22T23:00"), SHANGHAI, off).period.key == "2026-W07"
    assert next_due(rule, at("2026-02-14T00:00"), SHANGHAI, off).period.key == "2026-W09"


def test_a_week_keeps_its_iso_number_across_the_year_end() -> None:
    rule = last_workday_of_each(Span.WEEK, time(10, 10))
    found = due(rule, at("2026-12-28T00:00"), at("2027-01-09T00:00"), SHANGHAI, PLAIN)

    assert keys(found) == ["2026-W53", "2027-W01"]


@pytest.mark.parametrize(("year", "last"), [(2024, 29), (2026, 28)], ids=["leap year", "common year"])
def test_ten_days_end_on_the_tenth_the_twentieth_and_the_last(year: int, last: int) -> None:
    rule = last_day_of_each(Span.TEN_DAYS, time(17, 5))
    found = due(rule, at(f"{year}-02-01T00:00"), at(f"{year}-03-01T00:00"), SHANGHAI, PLAIN)

    assert [one.at.astimezone(SHANGHAI).day for one in found] == [10, 20, last]
    assert keys(found) == [f"{year}-02A", f"{year}-02B", f"{year}-02C"]


def test_the_month_before_is_due_on_the_first_also_in_january() -> None:
    rule = day_after_each(Span.MONTH, time(7, 40))
    found = due(rule, at("2026-12-31T23:59"), at("2027-02-01T07:40"), SHANGHAI, PLAIN)

    assert keys(found) == ["2026-12", "2027-01"]
    assert due(rule, at("2026-12-02T00:00"), at("2027-01-01T07:39"), SHANGHAI, PLAIN) == []


def test_the_office_day_counts_and_not_the_day_in_utc() -> None:
    rule = each_day(time(6, 10))  # 22:10 UTC of the day before

    assert (
        latest_due(rule, datetime(2026, 11, 20, 22, 10, tzinfo=UTC), SHANGHAI, PLAIN).period.key
        == "2026-11-21"
    )


def test_an_hour_that_summer_time_skips_or_doubles_still_comes_once() -> None:
    for clock, day in ((time(2, 30), date(2026, 3, 8)), (time(1, 30), date(2026, 11, 1))):
        start = datetime.combine(day, time(0), NEW_YORK) - timedelta(days=1)
        found = due(each_day(clock), start, start + timedelta(days=3), NEW_YORK, PLAIN)

        assert keys(found) == [(day + timedelta(days=i)).isoformat() for i in (-1, 0, 1)]


RULES = st.builds(Rule, st.sampled_from(Span), st.sampled_from(Falls), st.times())
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=4000)).map(
    lambda passed: datetime(2020, 1, 1, tzinfo=SHANGHAI) + passed
)


@given(RULES, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=400)), st.integers(0, 100))
def test_however_the_time_is_cut_each_period_comes_due_once(
    rule: Rule, since: datetime, length: timedelta, share: int
) -> None:
    until = since + length
    middle = since + length * share / 100
    whole = due(rule, since, until, SHANGHAI, AUTUMN)

    assert due(rule, since, middle, SHANGHAI, AUTUMN) + due(rule, middle, until, SHANGHAI, AUTUMN) == whole
    assert len(set(keys(whole))) == len(whole)
    assert whole == sorted(whole, key=lambda one: one.at)


@given(RULES, INSTANTS)
def test_the_next_and_the_latest_due_have_nothing_between_them(rule: Rule, now: datetime) -> None:
    latest = latest_due(rule, now, SHANGHAI, AUTUMN)
    following = next_due(rule, now, SHANGHAI, AUTUMN)

    assert latest.at <= now < following.at
    assert due(rule, latest.at, following.at, SHANGHAI, AUTUMN) == [following]


@given(st.dates(date(1000, 1, 1), date(9998, 12, 31)), st.sampled_from(Span))
def test_a_key_names_its_period(day: date, span: Span) -> None:
    period = period_of(day, span)

    assert period_named(period.key, span) == period


@pytest.mark.parametrize(
    ("key", "span"),
    [
        ("", Span.DAY),
        ("2026-2-3", Span.DAY),
        ("20260203", Span.DAY),
        ("2026-02-30", Span.DAY),
        ("2026-W54", Span.WEEK),
        ("2026-10", Span.TEN_DAYS),
        ("2026-10D", Span.TEN_DAYS),
        ("2026-13", Span.MONTH),
        ("2026-1", Span.MONTH),
        ("2026Q5", Span.QUARTER),
        ("2026H0", Span.HALF),
        ("上个月", Span.YEAR),
        ("0", Span.YEAR),
    ],
)
def test_what_is_not_a_key_is_refused(key: str, span: Span) -> None:
    with pytest.raises(Invalid, match="period_unknown"):
        period_named(key, span)


def _missed(hours_ago: list[int], now: datetime) -> list[Due]:
    return [
        Due(period_of((now - timedelta(hours=h)).date(), Span.DAY), now - timedelta(hours=h))
        for h in hours_ago
    ]


def test_a_sleep_is_made_up_for_wholly_or_by_the_newest_or_not_at_all() -> None:
    now = at("2026-11-20T12:00")
    missed = _missed([72, 48, 24], now)

    assert ALL.wanted(missed, now) == {one.period for one in missed}
    assert LATEST.wanted(missed, now) == {missed[-1].period}
    assert LATEST.wanted([], now) == frozenset()
    assert skip_older_than(hours=48).wanted(missed, now) == {one.period for one in missed[1:]}
    assert skip_older_than(hours=3).wanted(missed, now) == frozenset()
