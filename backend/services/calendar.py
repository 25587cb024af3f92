"""A year of the working calendar, the office's own days in it, and what changing one moves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from backend.domain.calendar_diff import CalendarChange, Subject
from backend.domain.errors import Invalid
from backend.domain.holiday_notice import HolidayNotice
from backend.domain.people import Actor
from backend.domain.workdays import Override, YearNotice
from backend.services.desk import Desk
from backend.services.recalculation import Turn, by_whom, only_office, recalculate


@dataclass(frozen=True, slots=True)
class Year:
    """`notice` as it is counted by; `loaded` is the one that the office loaded, None when it is as shipped.

    `earlier`: those it had loaded before, newest first.
    """

    year: int
    notice: YearNotice
    loaded: HolidayNotice | None
    own: tuple[Override, ...]
    workdays: int
    earlier: tuple[HolidayNotice, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """`worked`: whether the day was a working day before, and is now, at five-day sites.

    `change` is None when the same was said before: nothing was done.
    """

    worked: tuple[bool, bool]
    change: CalendarChange | None


def year_of(desk: Desk, year: int) -> Year:
    notices = desk.unit.calendars.notices_of(year)
    loaded, earlier = (notices[0], tuple(notices[1:])) if notices else (None, ())
    own = tuple(override for override in desk.unit.calendars.overrides() if override.day.year == year)
    counted = desk.calendar.count(date(year, 1, 1), date(year, 12, 31))
    return Year(year, desk.calendar.notice(year), loaded, own, counted, earlier)


def set_day(desk: Desk, override: Override, actor: Actor | None = None) -> Changed:
    """The office's word on a day, in place of any before. Raises NotAllowed, Invalid("source_missing")."""
    only_office(actor)
    if not override.source.strip():
        raise Invalid("source_missing", field="source")
    if override in desk.unit.calendars.overrides():
        works = desk.calendar.is_workday(override.day)
        return Changed((works, works), None)
    title = f"{override.day}{'上班' if override.works else '休息'}"
    return _changed(
        desk,
        actor,
        Turn(Subject.DAY, override.day.isoformat(), title, override.source, loud=False),
        override.day,
        lambda: desk.unit.calendars.set_override(override, *by_whom(desk, actor)),
    )


def unset_day(desk: Desk, day: date, actor: Actor | None = None) -> Changed | None:
    """Take the office's word on a day back; None when there is none. Raises NotAllowed."""
    only_office(actor)
    before = next((one for one in desk.unit.calendars.overrides() if one.day == day), None)
    if before is None:
        return None
    return _changed(
        desk,
        actor,
        Turn(Subject.DAY, day.isoformat(), f"{day}自定安排撤销", before.source, loud=False),
        day,
        lambda: desk.unit.calendars.remove_override(day, *by_whom(desk, actor)),
    )


def _changed(desk: Desk, actor: Actor | None, turn: Turn, day: date, change: Callable[[], None]) -> Changed:
    works = desk.calendar.is_workday(day)
    done = recalculate(desk, actor, turn, change)
    return Changed((works, done.calendar.is_workday(day)), done.change)
