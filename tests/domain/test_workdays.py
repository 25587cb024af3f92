"""Working days counted by hand, and against a calendar that steps day by day."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.errors import Invalid
from backend.domain.workdays import LAST_YEAR, Override, Workdays, YearNotice

# Spring Festival and National Day of 2026 as published, and nothing else of that year.
NOTICE = YearNotice(
    2026,
    "2026 notice",
    holidays=frozenset(
        {date(2026, 2, d) for d in range(15, 24)}
        | {date(2026, 10, d) for d in range(1, 8)}
        | {date(2026, 1, 1)}
    ),
    workdays=frozenset({date(2026, 2, 14), date(2026, 2, 28), date(2026, 9, 20), date(2026, 10, 10)}),
)


def notice_of(year: int) -> YearNotice:
    return NOTICE if year == 2026 else YearNotice(year, "statutory", True, frozenset({date(year, 10, 1)}))


@pytest.fixture
def calendar() -> Workdays:
    return Workdays(notice_of)


def test_make_up_days_are_worked_and_holidays_in_the_week_are_not(calendar: Workdays):
    assert calendar.is_workday(date(2026, 2, 14))  # a Saturday made up for
    assert calendar.is_workday(date(2026, 9, 20))  # a Sunday made up for
    assert not calendar.is_workday(date(2026, 2, 17))
    assert not calendar.is_workday(date(2026, 10, 7))
    assert not calendar.is_workday(date(2026, 3, 7))  # an ordinary Saturday


def test_five_working_days_across_national_day_end_after_it(calendar: Workdays):
    # 29, 30 September | 8, 9 October, and Saturday the 10th made up
    assert calendar.add(date(2026, 9, 28), 5) == date(2026, 10, 10)
    assert calendar.add(date(2026, 10, 10), -5) == date(2026, 9, 28)
    assert calendar.count(date(2026, 9, 29), date(2026, 10, 10)) == 5


def test_a_day_off_counts_from_its_neighbours(calendar: Workdays):
    holiday = date(2026, 10, 3)
    assert calendar.next(holiday) == date(2026, 10, 8)
    assert calendar.previous(holiday) == date(2026, 9, 30)
    assert calendar.add(holiday, 0) == date(2026, 10, 8)
    assert calendar.add(holiday, 1) == date(2026, 10, 8)
    assert calendar.add(holiday, -1) == date(2026, 9, 30)


def test_a_working_day_is_its_own_next_and_previous(calendar: Workdays):
    day = date(2026, 2, 28)
    assert calendar.next(day) == calendar.previous(day) == calendar.add(day, 0) == day


def test_counting_crosses_the_end_of_the_year(calendar: Workdays):
    assert calendar.add(date(2026, 12, 31), 1) == date(
        2027, 1, 1
    )  # a Friday the test's 2027 knows nothing of
    assert calendar.add(date(2026, 1, 2), -1) == date(2025, 12, 31)
    assert calendar.count(date(2025, 12, 29), date(2026, 1, 4)) == 4  # 29, 30, 31 December, 2 January


def test_an_empty_or_reversed_range_has_no_working_days(calendar: Workdays):
    assert calendar.count(date(2026, 10, 1), date(2026, 10, 7)) == 0
    assert calendar.count(date(2026, 12, 1), date(2026, 3, 1)) == 0


def test_the_office_outweighs_notice_and_weekend():
    calendar = Workdays(
        notice_of,
        [
            Override(date(2026, 10, 6), works=True, source="county office"),
            Override(date(2026, 2, 14), works=False, source="county office"),
        ],
    )
    assert calendar.is_workday(date(2026, 10, 6))
    assert not calendar.is_workday(date(2026, 2, 14))


def test_a_seven_day_site_works_every_day_but_those_called_off():
    site = Workdays.seven_day([Override(date(2026, 2, 17), works=False, source="site")])
    assert site.count(date(2026, 1, 1), date(2026, 12, 31)) == 364
    assert not site.is_workday(date(2026, 2, 17))
    assert not site.is_provisional(date(2035, 1, 1))


def test_a_year_without_a_notice_is_provisional(calendar: Workdays):
    assert calendar.is_provisional(date(2027, 3, 1))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert not calendar.is_workday(date(2027, 10, 1))


def test_a_calendar_without_any_working_day_says_so():
    nothing = Workdays(weekend=frozenset(range(7)))
    assert nothing.count(date(2026, 1, 1), date(2026, 12, 31)) == 0
    with pytest.raises(Invalid) as refused:
        nothing.next(date(2026, 1, 1))
    assert refused.value.code == "calendar_without_workday"


def test_a_whole_year_off_is_stepped_over():
    closed = [
        Override(date.fromordinal(o), False, "closed")
        for o in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
    ]
    calendar = Workdays(overrides=closed)
    assert calendar.next(date(2026, 5, 5)) == date(2027, 1, 1)
    assert calendar.previous(date(2026, 5, 5)) == date(2025, 12, 31)


def test_beyond_the_last_year_is_refused_by_name():
    calendar = Workdays()
    with pytest.raises(Invalid) as refused:
        calendar.add(date(2026, 1, 1), 1_000_000)
    assert (refused.value.code, refused.value.facts["last"]) == ("date_out_of_range", LAST_YEAR)
    with pytest.raises(Invalid, match="date_out_of_range"):
        calendar.is_workday(date(2101, 1, 1))


def test_a_notice_with_days_of_another_year_is_refused():
    with pytest.raises(Invalid) as refused:
        YearNotice(2027, "typo", holidays=frozenset({date(2026, 10, 1)}))
    assert refused.value.facts["days"] == [date(2026, 10, 1)]


def test_numbers_stay_the_same_when_the_calendar_grows_either_way():
    calendar = Workdays()
    number = calendar.index(date(2026, 3, 2))
    assert calendar.day_at(number + 3000).year == 2037
    assert calendar.day_at(number - 3000).year == 2014
    assert calendar.index(date(2026, 3, 2)) == number
    assert calendar.day_at(number) == date(2026, 3, 2)


def test_threads_that_ask_first_at_the_same_time_count_from_the_same_day():
    together = Barrier(2)

    def notice_of(year: int) -> YearNotice:
        with suppress(BrokenBarrierError):
            together.wait(0.05)  # both get here only when nothing keeps them apart
        return YearNotice(year, "none")

    calendar = Workdays(notice_of)
    days = [date(2024, 6, 3), date(2027, 6, 1)]
    with ThreadPoolExecutor(2) as pool:
        numbers = list(pool.map(calendar.index, days))
    assert abs(numbers[1] - numbers[0]) == Workdays().count(days[0], days[1]) - 1
    assert numbers == [calendar.index(day) for day in days]


def test_a_number_means_nothing_before_the_calendar_was_asked_for_a_date():
    with pytest.raises(ValueError):
        Workdays().day_at(0)


days_of_2026 = st.dates(date(2025, 6, 1), date(2027, 6, 30))


@st.composite
def calendars(draw: st.DrawFn) -> Workdays:
    chosen = draw(st.dictionaries(days_of_2026, st.booleans(), max_size=40))
    weekend = draw(st.sampled_from([frozenset({5, 6}), frozenset({6}), frozenset[int]()]))
    return Workdays(notice_of, [Override(d, works, "drawn") for d, works in chosen.items()], weekend)


@settings(max_examples=25, deadline=None)
@given(calendars(), days_of_2026, st.integers(-300, 300))
def test_adding_is_stepping_day_by_day(calendar: Workdays, day: date, n: int):
    at, left = day, abs(n)
    if n == 0:
        while not calendar.is_workday(at):
            at += timedelta(days=1)
    while left:
        at += timedelta(days=1 if n > 0 else -1)
        left -= calendar.is_workday(at)
    assert calendar.add(day, n) == at


@settings(max_examples=25, deadline=None)
@given(calendars(), days_of_2026, days_of_2026)
def test_counting_is_counting_day_by_day(calendar: Workdays, first: date, last: date):
    span = [date.fromordinal(o) for o in range(first.toordinal(), last.toordinal() + 1)]
    assert calendar.count(first, last) == sum(map(calendar.is_workday, span))


@settings(max_examples=25, deadline=None)
@given(calendars(), days_of_2026)
def test_a_day_and_its_number_agree(calendar: Workdays, day: date):
    assert calendar.day_at(calendar.index(day)) == calendar.next(day) >= day
    assert calendar.day_at(calendar.index_after(day) - 1) == calendar.previous(day) <= day
    assert calendar.is_workday(day) == (calendar.next(day) == day)
