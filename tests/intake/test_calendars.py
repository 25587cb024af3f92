"""The national calendar against its published notices, and beyond them."""

import subprocess
import sys
from datetime import date

import chinese_calendar

from backend.domain.holiday_notice import HolidayNotice
from backend.domain.workdays import Override
from backend.intake.calendars import national_calendar, national_notice


def test_every_published_day_is_as_published():
    calendar = national_calendar()
    first, last = date(2004, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
    for day in map(date.fromordinal, range(first, last + 1)):
        assert calendar.is_workday(day) == chinese_calendar.is_workday(day), day


def test_the_make_up_days_of_2026():
    calendar = national_calendar()
    made_up = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
    assert all(calendar.is_workday(date(2026, m, d)) for m, d in made_up)
    # 15 to 23 February are off: Friday the 13th, Saturday the 14th, then Tuesday the 24th
    assert calendar.add(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert calendar.add(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert calendar.count(date(2026, 1, 1), date(2026, 12, 31)) == 248
    assert not calendar.is_provisional(date(2026, 12, 31))


def test_spring_festival_2027_is_statutory_and_provisional():
    calendar = national_calendar()
    assert calendar.is_provisional(date(2027, 1, 1))
    # Eve on Friday 5 February, three days from the 6th; the weekend's two are given on the 9th and 10th
    assert calendar.previous(date(2027, 2, 10)) == date(2027, 2, 4)
    assert calendar.next(date(2027, 2, 5)) == date(2027, 2, 11)
    assert calendar.count(date(2027, 1, 1), date(2027, 12, 31)) == 248


def test_every_year_to_2060_can_be_counted():
    calendar = national_calendar()
    for year in range(2027, 2061):
        assert 245 <= calendar.count(date(year, 1, 1), date(year, 12, 31)) <= 250
        assert not calendar.is_workday(date(year, 10, 1))
        assert calendar.is_provisional(date(year, 7, 1))


def test_the_offices_own_notice_takes_the_place_of_a_provisional_year():
    notice = HolidayNotice(2027, "own", frozenset({date(2027, 2, 8)}), frozenset({date(2027, 2, 14)}))
    calendar = national_calendar(notices=[notice])
    assert not calendar.is_provisional(date(2027, 2, 8))
    assert calendar.is_workday(date(2027, 2, 14))
    assert calendar.notice(2027).source == "own"


def test_the_offices_days_outweigh_the_notice():
    calendar = national_calendar([Override(date(2026, 10, 8), works=False, source="office")])
    assert calendar.next(date(2026, 10, 1)) == date(2026, 10, 9)


def test_a_provisional_year_takes_no_moved_days():
    assert national_notice(2027).workdays == frozenset()
    assert national_notice(2026).provisional is False


def test_published_years_are_counted_without_the_library_of_statutory_days():
    """It takes a quarter of a second to import, which a command on a published year must not pay."""
    program = (
        "import sys; from datetime import date; from backend.intake.calendars import national_calendar;"
        "national_calendar().add(date(2026, 1, 5), 200); sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
