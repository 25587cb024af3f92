"""Which calendars the steps of a project's plan are worked by."""

from collections.abc import Callable
from functools import cache

from backend.domain.calendars import Calendars
from backend.domain.project import Project
from backend.domain.workdays import Workdays
from backend.services.desk import Desk

CalendarsOf = Callable[[Project], Calendars]


def calendars_of(desk: Desk) -> CalendarsOf:
    """Ask once for many projects: what is asked of the database is asked when it is first needed."""

    @cache
    def of(seven_day: bool) -> Calendars:
        return Calendars(Workdays.seven_day(desk.unit.calendars.overrides()) if seven_day else desk.calendar)

    return lambda project: of(project.seven_day)
