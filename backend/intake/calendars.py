"""The national working calendar: published holiday notices, and statutory days for years without one."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from chinese_calendar import constants

from backend.domain.holiday_notice import HolidayNotice, noticed
from backend.domain.workdays import SATURDAY_SUNDAY, Override, Workdays, YearNotice

# The 2024 revision of 全国年节及纪念日放假办法: what is off by law before the yearly notice moves days about.
_STATUTORY = "法定节假日（当年放假通知尚未公布）"


def national_calendar(
    overrides: Iterable[Override] = (),
    notices: Iterable[HolidayNotice] = (),
    weekend: frozenset[int] = SATURDAY_SUNDAY,
) -> Workdays:
    """The calendar of offices and five-day sites. `notices`: those the office loaded, over what is known here.

    Keep the result: it grows by what it is asked, and building it anew costs a few milliseconds.
    """
    return Workdays(noticed(published_notice, statutory_notice, notices), overrides, weekend)


def national_notice(year: int) -> YearNotice:
    """The year's notice as published, or a provisional one with the statutory days and no make-up days."""
    return published_notice(year) or statutory_notice(year)


@cache
def published_notice(year: int) -> YearNotice | None:
    """As shipped; None for a year that nothing was published of when this was made."""
    holidays, workdays = _published()
    if year not in holidays:
        return None
    return YearNotice(year, f"国务院办公厅{year}年节假日安排", False, holidays[year], workdays[year])


@cache
def statutory_notice(year: int) -> YearNotice:
    return YearNotice(year, _STATUTORY, True, _statutory(year))


@cache
def _published() -> tuple[dict[int, frozenset[date]], dict[int, frozenset[date]]]:
    def of(days: Iterable[date], year: int) -> frozenset[date]:
        return frozenset(day for day in days if day.year == year)

    years = {day.year for day in constants.holidays}
    return (
        {year: of(constants.holidays, year) for year in years},
        {year: of(constants.workdays, year) for year in years},
    )


def _statutory(year: int) -> frozenset[date]:
    """Days off by law, and the days given instead of those that fall on a weekend; nothing that a notice moved."""
    from holidays import country_holidays  # slow to import, and wanted for provisional years only

    days = country_holidays("CN", years=year, language="en_US", expand=False)
    return frozenset(day for day, name in days.items() if "substituted" not in name)
