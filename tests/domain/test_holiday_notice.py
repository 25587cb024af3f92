"""A loaded notice and the years it makes: nothing of a December is lost, nothing of the notice before it stays."""

from datetime import date

from backend.domain.holiday_notice import HolidayNotice, NoticeState, differences, noticed, shipped
from backend.domain.workdays import Workdays, YearNotice


def d(text: str) -> date:
    return date.fromisoformat(text)


def days(*texts: str) -> frozenset[date]:
    return frozenset(map(d, texts))


KNOWN = {
    # Of the December day, the one of 2026 was moved by the notice for 2026.
    2025: YearNotice(2025, "2025", holidays=days("2025-10-01", "2025-12-31"), workdays=days("2025-12-27")),
    2026: YearNotice(2026, "2026", holidays=days("2026-01-01", "2026-10-01"), workdays=days("2026-10-10")),
}


def guess(year: int) -> YearNotice:
    return YearNotice(year, "by law", True, days(f"{year}-01-01", f"{year}-10-01"))


def years(*loaded: HolidayNotice) -> Workdays:
    return Workdays(noticed(KNOWN.get, guess, loaded))


NEXT = HolidayNotice(
    2027, "国办发明电〔2026〕8号", days("2026-12-31", "2027-01-01"), days("2026-12-26", "2027-01-09")
)


def test_without_a_notice_the_years_are_as_known_and_as_guessed() -> None:
    calendar = years()
    assert calendar.notice(2026) is KNOWN[2026]
    assert calendar.is_provisional(d("2027-06-01"))


def test_days_of_the_december_before_go_with_that_year_and_leave_the_rest_of_it() -> None:
    calendar = years(NEXT)
    assert calendar.notice(2026).holidays == days("2026-01-01", "2026-10-01", "2026-12-31")
    assert calendar.notice(2026).workdays == days("2026-10-10", "2026-12-26")
    assert calendar.notice(2026).source == "2026"
    assert calendar.notice(2027).holidays == days("2027-01-01")
    assert not calendar.is_provisional(d("2027-06-01"))
    assert (calendar.is_workday(d("2026-12-26")), calendar.is_workday(d("2026-12-31"))) == (True, False)


def test_a_notice_in_place_of_a_known_one_takes_its_december_days_back_but_no_others() -> None:
    own = HolidayNotice(2026, "own", days("2026-10-02"), days("2026-10-11"))
    calendar = years(own, NEXT)
    assert calendar.notice(2025).holidays == days("2025-10-01")
    assert calendar.notice(2025).workdays == frozenset()
    assert calendar.notice(2026).holidays == days("2026-10-02", "2026-12-31")
    assert calendar.notice(2026).source == "own"


def test_the_later_notice_has_the_last_word_on_a_december_day() -> None:
    own = HolidayNotice(2026, "own", days("2026-12-26"), frozenset())
    assert years(own, NEXT).is_workday(d("2026-12-26"))


def test_the_offices_guess_stays_provisional() -> None:
    own = HolidayNotice(2027, "预排", days("2027-01-01"), state=NoticeState.PROVISIONAL)
    assert years(own).is_provisional(d("2027-06-01"))


def test_a_known_year_is_a_notice_with_its_december_and_an_unknown_one_is_none() -> None:
    found = shipped(KNOWN.get, 2026)
    assert found is not None
    assert found.off == days("2025-12-31", "2026-01-01", "2026-10-01")
    assert found.make_up == days("2025-12-27", "2026-10-10")
    assert shipped(KNOWN.get, 2027) is None


def test_only_what_is_worked_in_the_end_makes_a_difference() -> None:
    old = HolidayNotice(2027, "a", days("2027-01-01", "2027-01-02"), days("2027-01-09"))
    same = HolidayNotice(2027, "b", days("2027-01-01", "2027-01-03"), days("2027-01-09"))
    other = HolidayNotice(2027, "c", days("2027-01-01", "2027-01-04"), days("2027-01-10"))
    assert not differences(old, same)
    assert differences(old, other).off == (d("2027-01-04"), d("2027-01-09"))
    assert differences(old, other).worked == (d("2027-01-10"),)


def test_a_year_with_a_notice_is_never_guessed_at() -> None:
    def asked(year: int) -> YearNotice:
        raise AssertionError(year)

    assert noticed(KNOWN.get, asked, [NEXT])(2027).source == NEXT.source
