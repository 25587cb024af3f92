"""The calendars of an MS Project file, to be held against the project's own: whether they agree, day by day."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from backend.domain.workdays import Workdays
from backend.intake.complaint import BadCell
from backend.intake.ms_project_spans import day
from backend.intake.ms_project_xml import children, number, text, truth

DEEPEST_BASE = 5  # a calendar on a calendar on a calendar
MOST_DAYS = 100_000  # of exceptions within a plan's days: thirty years off are a tenth of it
DAILY = 1
STANDARD_OFF = frozenset({5, 6})


Period = tuple[date, date, bool]


@dataclass(frozen=True, slots=True)
class FileCalendar:
    """`off`: date.weekday() numbers. `periods`: exceptions, a later one outweighs. `recurring`: some come again by a rule not read."""

    name: str
    off: frozenset[int]
    periods: tuple[Period, ...] = ()
    recurring: bool = False

    @property
    def is_seven_day(self) -> bool:
        return not self.off

    def differences(self, workdays: Workdays, first: date, last: date) -> list[date]:
        """Days that the two do not agree about, both ends included. Raises BadCell for more exceptions than anybody has."""
        exceptions = self._exceptions(first, last)
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [
            day
            for day in days
            if exceptions.get(day, day.weekday() not in self.off) != workdays.is_workday(day)
        ]

    def _exceptions(self, first: date, last: date) -> dict[date, bool]:
        clipped = [(max(begin, first), min(end, last), works) for begin, end, works in self.periods]
        if sum((end - begin).days + 1 for begin, end, _ in clipped if begin <= end) > MOST_DAYS:
            raise BadCell("例外日太多，没有比对")
        return {
            begin + timedelta(days=n): works
            for begin, end, works in clipped
            for n in range((end - begin).days + 1)
        }


def calendars(root: Element, wanted: Collection[int]) -> dict[int, FileCalendar]:
    """By UID, those of a file that has many."""
    found = {number(calendar, "UID", -1): calendar for calendar in children(root, "Calendars", "Calendar")}
    return {uid: _calendar(uid, found) for uid in wanted if uid in found}


def _calendar(uid: int, found: Mapping[int, Element]) -> FileCalendar:
    """Laid over the calendars it rests on, the lowest first."""
    chain: list[Element] = []
    at = uid
    while at in found and len(chain) < DEEPEST_BASE:
        chain.append(found[at])
        at = number(found[at], "BaseCalendarUID", -1)
    off, periods, recurring = set(STANDARD_OFF), list[Period](), False
    for calendar in reversed(chain):
        for weekday, works in _weekdays(calendar):
            off = off - {weekday} if works else off | {weekday}
        periods += _periods(calendar)
        recurring = recurring or any(
            _comes_again(one) for one in children(calendar, "Exceptions", "Exception")
        )
    return FileCalendar(text(found[uid], "Name"), frozenset(off), tuple(periods), recurring)


def _weekdays(calendar: Element) -> Iterator[tuple[int, bool]]:
    for entry in children(calendar, "WeekDays", "WeekDay"):
        kind = number(entry, "DayType")
        if 1 <= kind <= 7:  # 1 is Sunday
            yield (kind + 5) % 7, truth(entry, "DayWorking")


def _periods(calendar: Element) -> Iterator[Period]:
    """Exceptions as MS Project 2007 and later has them, and as the years before did (a week day of type 0)."""
    old = (entry for entry in children(calendar, "WeekDays", "WeekDay") if number(entry, "DayType", -1) == 0)
    new = (entry for entry in children(calendar, "Exceptions", "Exception") if not _comes_again(entry))
    for entry in (*old, *new):
        period = entry.find("TimePeriod")
        if period is not None and (found := _span(period)):
            yield *found, truth(entry, "DayWorking")


def _comes_again(exception: Element) -> bool:
    """By week, month or year: rules that no published holiday needs."""
    return number(exception, "Type", DAILY) != DAILY and number(exception, "Occurrences", 1) > 1


def _span(period: Element) -> tuple[date, date] | None:
    try:
        first, last = day(period, "FromDate"), day(period, "ToDate")
    except BadCell:
        return None
    return None if first is None or last is None else (first, last)
