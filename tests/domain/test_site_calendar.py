"""Calendars of sites: what the base, the spells and the holidays make of a week."""

from datetime import date

import pytest

from backend.domain.errors import Invalid, NotFound
from backend.domain.site_calendar import Base, SiteCalendar, check, found, worked_by
from backend.domain.workdays import Override, Spell, Workdays, YearNotice


def d(text: str) -> date:
    return date.fromisoformat(f"2027-{text}")


# Off Friday 1 to Sunday 3 October and Monday the 4th, made up on Saturday the 9th.
NOTICE = YearNotice(
    2027, "notice", True, frozenset(map(d, ("10-01", "10-02", "10-03", "10-04"))), frozenset({d("10-09")})
)
NATIONAL = Workdays(lambda year: NOTICE if year == 2027 else YearNotice(year, "none"))
WINTER = Spell(date(2000, 11, 15), date(2000, 3, 15), False, "供暖期", yearly=True)


def site(base: Base = Base.NATIONAL, *spells: Spell, through: bool = False) -> SiteCalendar:
    return SiteCalendar("own", "自定", base, spells, "本办", through)


def worked(calendar: Workdays, first: str, last: str) -> list[int]:
    return [n for n in range(d(first).day, d(last).day + 1) if calendar.is_workday(d(first).replace(day=n))]


def test_a_plain_national_site_is_the_national_calendar_itself() -> None:
    assert worked_by(site(), NATIONAL, ()) is NATIONAL


def test_a_winter_stop_closes_both_ends_of_every_year_and_leaves_the_rest() -> None:
    calendar = worked_by(site(Base.NATIONAL, WINTER), NATIONAL, ())
    assert worked(calendar, "03-12", "03-19") == [16, 17, 18, 19]
    assert worked(calendar, "11-11", "11-20") == [11, 12]
    assert worked(calendar, "10-01", "10-10") == worked(NATIONAL, "10-01", "10-10") == [5, 6, 7, 8, 9]
    assert calendar.is_provisional(d("06-01"))


def test_work_through_the_holidays_takes_their_weekend_and_makes_no_day_up() -> None:
    calendar = worked_by(site(through=True), NATIONAL, ())
    assert worked(calendar, "10-01", "10-12") == [1, 2, 3, 4, 5, 6, 7, 8, 11, 12]
    assert calendar.is_provisional(d("10-01"))


def test_the_offices_days_count_at_every_site_but_a_spell_outweighs_them() -> None:
    days = [Override(d("10-05"), False, "停电"), Override(d("12-01"), True, "抢工")]
    calendar = worked_by(site(Base.SEVEN_DAY, WINTER), NATIONAL, days)
    assert worked(calendar, "10-03", "10-07") == [3, 4, 6, 7]
    assert not calendar.is_workday(d("12-01"))
    assert not calendar.is_provisional(d("10-01"))


def test_a_calendar_is_found_by_name_or_title_however_it_is_typed() -> None:
    known = [SiteCalendar("winter_stop", "冬季停工", Base.NATIONAL), site()]
    for said in ("winter_stop", " Winter_Stop ", "冬季停工", "冬季 停工", "ｗinter_stop"):
        assert found(said, known).name == "winter_stop"
    with pytest.raises(NotFound) as refused:
        found("雨季停工", known)
    assert refused.value.facts["known"] == ["冬季停工", "自定"]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (SiteCalendar("national", "别的", Base.NATIONAL, source="x"), "calendar_fixed"),
        (SiteCalendar("夜间", "夜间", Base.NATIONAL, source="x"), "calendar_name_shape"),
        (SiteCalendar("night", "夜间", Base.NATIONAL, source=" "), "source_missing"),
        (SiteCalendar("night", " ", Base.NATIONAL, source="x"), "calendar_title_missing"),
        (SiteCalendar("night", "冬季停工", Base.NATIONAL, source="x"), "calendar_title_taken"),
        (
            SiteCalendar(
                "never",
                "全停",
                Base.SEVEN_DAY,
                (Spell(date(2000, 1, 1), date(2000, 12, 31), False, "x", yearly=True),),
                "x",
            ),
            "calendar_without_workday",
        ),
    ],
)
def test_what_cannot_be_a_calendar_is_refused(bad: SiteCalendar, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(bad, [SiteCalendar("winter_stop", "冬季停工", Base.NATIONAL)])
    assert refused.value.code == code
