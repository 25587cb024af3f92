"""The calendars of an MS Project file, to be held against the project's own: whether they agree, day by day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from backend.domain.workdays import Workdays
from backend.intake.complaint import BadCell
from backend.intake.ms_project_spans import day
from backend.intake.ms_project_xml import children, number, text, truth

DEEPEST_BASE = 5  # a calendar on a calendar on a calendar
LONGEST = 366 * 30  # days that one exception may cover
DAILY = 1
STANDARD_OFF = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class FileCalendar:
    """`off`: date.weekday() numbers. `days`: exceptions, worked or not. `recurring`: some come again by a rule not read."""

    name: str
    off: frozenset[int]
    days: Mapping[date, bool] = field(default_factory=dict)
    recurring: bool = False

    def works(self, day: date) -> bool:
        return self.days.get(day, day.weekday() not in self.off)

    @property
    def is_seven_day(self) -> bool:
        return not self.off

    def differences(self, workdays: Workdays, first: date, last: date) -> list[date]:
        """Days that the two do not agree about, both ends included."""
        span = range((last - first).days + 1)
        days = (first + timedelta(days=n) for n in span)
        return [day for day in days if self.works(day) != workdays.is_workday(day)]


def calendars(root: Element) -> dict[int, FileCalendar]:
    """By UID."""
    found = {number(calendar, "UID", -1): calendar for calendar in children(root, "Calendars", "Calendar")}
    return {uid: _calendar(uid, found) for uid in found}


def _calendar(uid: int, found: Mapping[int, Element]) -> FileCalendar:
    """Laid over the calendars it rests on, the lowest first."""
    chain: list[Element] = []
    at = uid
    while at in found and len(chain) < DEEPEST_BASE:
        chain.append(found[at])
        at = number(found[at], "BaseCalendarUID", -1)
    off, days, recurring = set(STANDARD_OFF), dict[date, bool](), False
    for calendar in reversed(chain):
        for weekday, works in _weekdays(calendar):
            off = off - {weekday} if works else off | {weekday}
        for period, works in _periods(calendar):
            days.update((one, works) for one in period)
        recurring = recurring or any(
            _comes_again(one) for one in children(calendar, "Exceptions", "Exception")
        )
    return FileCalendar(text(found[uid], "Name"), frozenset(off), days, recurring)


def _weekdays(calendar: Element) -> Iterator[tuple[int, bool]]:
    for entry in children(calendar, "WeekDays", "WeekDay"):
        kind = number(entry, "DayType")
        if 1 <= kind <= 7:  # 1 is Sunday
            yield (kind + 5) % 7, truth(entry, "DayWorking")


def _periods(calendar: Element) -> Iterator[tuple[list[date], bool]]:
    """Exceptions as MS Project 2007 and later has them, and as the years before did (a week day of type 0)."""
    old = (entry for entry in children(calendar, "WeekDays", "WeekDay") if number(entry, "DayType", -1) == 0)
    new = (entry for entry in children(calendar, "Exceptions", "Exception") if not _comes_again(entry))
    for entry in (*old, *new):
        period = entry.find("TimePeriod")
        if period is not None:
            yield _days(period), truth(entry, "DayWorking")


def _comes_again(exception: Element) -> bool:
    """By week, month or year: rules that no published holiday needs."""
    return number(exception, "Type", DAILY) != DAILY and number(exception, "Occurrences", 1) > 1


def _days(period: Element) -> list[date]:
    try:
        first, last = day(period, "FromDate"), day(period, "ToDate")
    except BadCell:
        return []
    if first is None or last is None:
        return []
    return [first + timedelta(days=n) for n in range(min((last - first).days + 1, LONGEST))]
