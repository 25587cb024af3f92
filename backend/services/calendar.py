"""The office's own days in the working calendar, and which forecasts they move."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from backend.domain.errors import Invalid
from backend.domain.people import EVERYTHING
from backend.domain.project import Project
from backend.domain.workdays import Override, Workdays
from backend.services import plans
from backend.services.desk import Desk
from backend.services.plans import Planned
from backend.services.site_calendars import calendars_of


@dataclass(frozen=True, slots=True)
class Moved:
    """A project whose forecast finish moved; `days` are working days of the calendar before, negative = earlier."""

    project: Project
    before: date
    after: date
    days: int
    spare: int  # the plan's float now


@dataclass(frozen=True, slots=True)
class Changed:
    """`worked`: whether the day was a working day before, and is now, at five-day sites."""

    worked: tuple[bool, bool]
    moved: tuple[Moved, ...]


def set_day(desk: Desk, override: Override) -> Changed:
    """The office's word on a day, in place of any before. Raises Invalid("source_missing")."""
    if not override.source.strip():
        raise Invalid("source_missing", field="source")
    return _changed(desk, override.day, lambda: desk.unit.calendars.set_override(override))


def unset_day(desk: Desk, day: date) -> Changed | None:
    """Take the office's word on a day back; None when there is none."""
    if all(override.day != day for override in desk.unit.calendars.overrides()):
        return None
    return _changed(desk, day, lambda: desk.unit.calendars.remove_override(day))


def _changed(desk: Desk, day: date, change: Callable[[], None]) -> Changed:
    projects = desk.unit.projects.all(EVERYTHING)
    before, by = plans.planned(desk, projects), calendars_of(desk)
    change()
    now = replace(desk, calendar=_renewed(desk))
    after = plans.planned(now, projects)
    moved = [
        _moved(project, before[project.id], after[project.id], by(project).standard)
        for project in projects
        if project.id in before
    ]
    worked = (desk.calendar.is_workday(day), now.calendar.is_workday(day))
    return Changed(worked, tuple(one for one in moved if one is not None))


def _renewed(desk: Desk) -> Workdays:
    """The desk's calendar was built before the change."""
    return Workdays(desk.calendar.notice, desk.unit.calendars.overrides(), desk.calendar.weekend)


def _moved(project: Project, before: Planned, after: Planned, calendar: Workdays) -> Moved | None:
    first, last = before.schedule.finish, after.schedule.finish
    if first is None or last is None or first == last:
        return None
    days = calendar.index_after(last) - calendar.index_after(first)
    return Moved(project, first, last, days, after.schedule.project_float)
