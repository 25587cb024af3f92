"""How far a project's plan has come on a day, and what the plans of many projects ask for next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domain import earned, look_ahead, progress_line
from backend.domain.backward import Schedule, schedule
from backend.domain.calendars import Calendars
from backend.domain.earned import Curve
from backend.domain.errors import Invalid, NotFound
from backend.domain.investment_curve import MoneyPoint, investment_curve
from backend.domain.look_ahead import Coming, Outlook, StandStill
from backend.domain.plan import Plan
from backend.domain.progress_line import Point
from backend.domain.project import Project, Stage
from backend.domain.workdays import Workdays
from backend.services import plan_versions, plans, projects
from backend.services.desk import Desk
from backend.services.plans import Planned
from backend.services.site_calendars import calendars_of

LONGEST_LOOK = 366  # days
CHASED = frozenset({Stage.PREPARING, Stage.ACTIVE})


@dataclass(frozen=True, slots=True)
class Progress:
    """planned: the schedule that progress is held against; current: the forecast at `day`; work: the plan's own calendar.

    money: empty without a plan of investment and without figures.
    """

    project: Project
    version: int
    day: date
    planned: Schedule
    current: Schedule
    work: Workdays
    points: tuple[Point, ...]
    curve: Curve
    money: tuple[MoneyPoint, ...]
    still: StandStill


@dataclass(frozen=True, slots=True)
class Ahead:
    """`owner`: of the step, or else the project's unit; "" when neither is known."""

    project: Project
    coming: Coming
    owner: str


@dataclass(frozen=True, slots=True)
class LookAhead:
    """From `day` to `until`. rows: the most overdue first. By project id, of those with a plan: stills; names of steps by id."""

    day: date
    until: date
    rows: tuple[Ahead, ...]
    stills: dict[int, StandStill]
    names: dict[int, dict[str, str]]

    def losing_float(self, sites: Collection[Project]) -> list[tuple[Project, StandStill]]:
        """Whose float is gone by the last of the days if nothing moves, and is not yet: the soonest first."""
        found = [(site, self.stills[site.id]) for site in sites if site.id in self.stills]
        losing = [(site, one) for site, one in found if one.step and one.days > 0 and one.on <= self.until]
        return sorted(losing, key=lambda pair: (pair[1].on, pair[0].id))


def progress(desk: Desk, project: Project, day: date | None = None) -> Progress:
    """Against the newest baseline, or else the plan that holds: its early dates as if nothing had happened.

    Raises NotFound("plan_missing"), Invalid("day_in_future"). For a past day, what was finished after it counts as
    open; how much was left of a step is only known as of now.
    """
    today = day or desk.moment.day
    if today > desk.moment.day:
        raise Invalid("day_in_future", field="day", day=today)
    found = plans.planned(desk, [project], today).get(project.id)
    if found is None:
        raise NotFound("plan_missing", name=project.name)
    by = calendars_of(desk)(project)
    planned = schedule(progress_line.as_planned(_held_against(desk, project, found)), by)
    return Progress(
        project=project,
        version=found.stored.version,
        day=today,
        planned=planned,
        current=found.schedule,
        work=by.standard,
        points=progress_line.progress_line(planned, found.schedule, by, today),
        curve=earned.curve(planned, found.schedule, by, today),
        money=_money(desk, project, planned, by, today),
        still=look_ahead.stand_still(_outlook(project, found, by), today),
    )


def _held_against(desk: Desk, project: Project, found: Planned) -> Plan:
    newest = next(iter(desk.unit.baselines.of(project.id)), None)
    return plan_versions.stored(desk, project, newest.version).plan if newest else found.stored.plan


def _money(
    desk: Desk, project: Project, planned: Schedule, by: Calendars, day: date
) -> tuple[MoneyPoint, ...]:
    if planned.finish is None:
        return ()
    first, last = min(planned.early_start), planned.finish
    since = min(filter(None, (project.start, first))).year
    unit, ids = desk.unit, [project.id]
    annual = {
        year: plan[project.id]
        for year in range(since, last.year + 1)
        if project.id in (plan := unit.projects.annual_plan(ids, year))
    }
    stated = {year: unit.investments.of_project(project.id, year) for year in range(since, day.year + 1)}
    share = earned.planned_share(planned, by)
    return investment_curve(share, first, last, day, project.total_wan, annual, stated)


def looked_ahead(desk: Desk, sites: Collection[Project], days: int) -> LookAhead:
    """Steps that must be, or will be, begun or finished from today on; sites at rest or done are not asked.

    Raises Invalid("days_out_of_range"). As many statements for one project as for all.
    """
    if not 1 <= days <= LONGEST_LOOK:
        raise Invalid("days_out_of_range", field="days", limit=LONGEST_LOOK)
    chased = {project.id: project for project in sites if project.stage in CHASED}
    by = calendars_of(desk)
    outlooks = [
        _outlook(chased[id], found, by(chased[id]))
        for id, found in plans.planned(desk, chased.values()).items()
    ]
    coming = look_ahead.look_ahead(outlooks, desk.moment.day, days)
    rows = _owned(desk, [(chased[one.key], one) for one in coming])
    stills = {one.key: look_ahead.stand_still(one, desk.moment.day) for one in outlooks}
    names = {one.key: {step.id: step.name for step in one.told.steps} for one in outlooks}
    until = desk.moment.day + timedelta(days=days)
    return LookAhead(desk.moment.day, until, rows, stills, names)


def _owned(desk: Desk, found: Sequence[tuple[Project, Coming]]) -> tuple[Ahead, ...]:
    units = {unit.id: unit.name for unit in desk.unit.people.units()}

    def owner(project: Project, coming: Coming) -> str:
        return coming.row.step.owner or units.get(project.unit_id or 0, "")

    return tuple(Ahead(project, coming, owner(project, coming)) for project, coming in found)


def page_of(found: LookAhead, after: int, limit: int) -> tuple[tuple[Ahead, ...], int | None]:
    """Rows after the first `after` of them, and the `after` of the next page, None on the last."""
    projects.check_page(limit)
    rows = found.rows[after : after + limit]
    return rows, after + limit if after + limit < len(found.rows) else None


def _outlook(project: Project, found: Planned, by: Calendars) -> Outlook:
    return Outlook(project.id, found.stored.plan, found.schedule, by)
