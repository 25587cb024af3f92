"""The shipped site calendars, and spells as people write them."""

from datetime import date

import pytest

from backend.domain.site_calendar import NATIONAL, SEVEN_DAY, check, worked_by
from backend.domain.workdays import Spell
from backend.intake.calendars import national_calendar
from backend.intake.complaint import BadCell
from backend.intake.site_calendars import shipped_calendars, shown, spell, spells

SHIPPED = {site.name: site for site in shipped_calendars()}


def test_every_shipped_calendar_is_sound_and_says_where_it_is_from() -> None:
    assert list(SHIPPED) == [
        NATIONAL,
        SEVEN_DAY,
        "winter_stop",
        "dust_control",
        "exam_quiet",
        "holiday_standby",
    ]
    for site in SHIPPED.values():
        assert site.source
        if site.name != NATIONAL:
            check(site, SHIPPED.values())


def worked(name: str, *days: str) -> list[bool]:
    calendar = worked_by(SHIPPED[name], national_calendar(), ())
    return [calendar.is_workday(date.fromisoformat(day)) for day in days]


def test_what_they_say_of_days_of_2026() -> None:
    # Thursdays and Fridays about the spells; then National Day and the Sunday that makes up for it.
    assert worked("winter_stop", "2026-03-13", "2026-03-16", "2026-11-13", "2026-11-16") == [
        False,
        True,
        True,
        False,
    ]
    assert worked("exam_quiet", "2026-06-05", "2026-06-08", "2026-06-10", "2026-06-11") == [
        True,
        False,
        False,
        True,
    ]
    assert worked("holiday_standby", "2026-10-01", "2026-10-03", "2026-09-20", "2026-09-19") == [
        True,
        True,
        False,
        False,
    ]
    assert worked(SEVEN_DAY, "2026-10-01", "2026-09-19") == [True, True]
    assert worked(NATIONAL, "2026-10-01", "2026-09-20") == [False, True]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("11-15..03-15", Spell(date(2000, 11, 15), date(2000, 3, 15), False, "x", True)),
        ("2027-02-04..2027-02-10", Spell(date(2027, 2, 4), date(2027, 2, 10), False, "x")),
        ("2027/2/4至2027/2/10", Spell(date(2027, 2, 4), date(2027, 2, 10), False, "x")),
        ("02-29", Spell(date(2000, 2, 29), date(2000, 2, 29), False, "x", True)),
        ("2027-02-04", Spell(date(2027, 2, 4), date(2027, 2, 4), False, "x")),
    ],
)
def test_spells_as_people_write_them(words: str, wanted: Spell) -> None:
    assert spell(words, False, "x") == wanted
    assert spell(shown(wanted), False, "x") == wanted


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("冬天", "不是时段"),
        ("2027-02-10..2027-02-04", "结束早于开始"),
        ("02-30..03-01", "没有这一天"),
        ("2027-02-10..03-01", "要么都写年份"),
        ("0027-02-10..0027-03-01", "超出日历范围"),
    ],
)
def test_a_spell_that_is_none_says_why(words: str, reason: str) -> None:
    with pytest.raises(BadCell, match=reason):
        spell(words, True, "x")


def test_days_with_work_come_after_those_without_and_years_may_be_left_out_of_it() -> None:
    found = spells(["11-15..03-15"], ["2027-01-05..2027-01-09"], "x", yearly=True)
    assert [(one.works, one.yearly) for one in found] == [(False, True), (True, True)]
