"""Which calendars the steps of a project's plan are worked by: the shipped ones and the office's own, by name."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property, lru_cache

from backend.domain.calendars import Calendars
from backend.domain.project import Project
from backend.domain.site_calendar import SEVEN_DAY, SiteCalendar, worked_by
from backend.domain.workdays import Override, Workdays
from backend.intake.site_calendars import shipped_calendars
from backend.services.desk import Desk

CalendarsOf = Callable[[Project], Calendars]


def calendars_of(desk: Desk) -> CalendarsOf:
    """Ask once for many projects: what is asked of the database is asked when it is first needed."""
    named = _Named(desk)

    @cache
    def of(seven_day: bool) -> Calendars:
        return Calendars(named[SEVEN_DAY] if seven_day else desk.calendar, named)

    return lambda project: of(project.seven_day)


def site_calendars(desk: Desk) -> dict[str, SiteCalendar]:
    """By name: as shipped, in their order, each replaced by the office's own of that name; then those it added."""
    return {site.name: site for site in (*shipped_calendars(), *desk.unit.calendars.sites())}


class _Named(Mapping[str, Workdays]):
    """Built one by one when they are asked for: hardly any plan names more than one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @cached_property
    def _sites(self) -> dict[str, SiteCalendar]:
        return site_calendars(self._desk)

    @cached_property
    def _overrides(self) -> tuple[Override, ...]:
        return tuple(self._desk.unit.calendars.overrides())

    def __getitem__(self, name: str) -> Workdays:
        return _built(self._sites[name], self._desk.calendar, self._overrides)

    def __contains__(self, name: object) -> bool:
        return name in self._sites

    def __iter__(self) -> Iterator[str]:
        return iter(self._sites)

    def __len__(self) -> int:
        return len(self._sites)


@lru_cache(maxsize=64)
def _built(site: SiteCalendar, national: Workdays, overrides: tuple[Override, ...]) -> Workdays:
    """The same for every desk until the notices, the office's days or the calendar itself are changed."""
    return worked_by(site, national, overrides)
