"""Every plan computed before and after a change of the calendar, what moved kept, and those told whom it concerns."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from backend.domain.backward import Schedule
from backend.domain.calendar_diff import CalendarChange, PlanMoved, ProjectMoved, Subject, moved, worst_first
from backend.domain.errors import NotAllowed
from backend.domain.holiday_notice import noticed
from backend.domain.people import EVERYTHING, Actor, Person
from backend.domain.plan import Plan
from backend.domain.project import Project
from backend.domain.workdays import Workdays, YearNotice
from backend.intake.calendars import published_notice, statutory_notice
from backend.services import plans
from backend.services.calendar_news import Concerned, concerned_with, spread
from backend.services.desk import Desk
from backend.services.site_calendars import CalendarsOf, calendars_of
from backend.storage.plans import StoredPlan

NO_YEARS: frozenset[int] = frozenset()


Touches = Callable[[Project, Plan], bool]


def every_plan(_project: Project, _plan: Plan) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Turn:
    """What is changed. `years`: of which the notices change with it. touches: plans that it may move at all.

    loud: people are told.
    """

    subject: Subject
    key: str
    title: str
    source: str
    years: Collection[int] = NO_YEARS
    touches: Touches = every_plan
    loud: bool = True


@dataclass(frozen=True, slots=True)
class Recalculated:
    """`calendar`: the desk's, as it is now."""

    change: CalendarChange
    calendar: Workdays


def by_whom(desk: Desk, actor: Actor | None) -> tuple[int | None, datetime]:
    return (None if actor is None else actor.person.id), desk.moment.at


def only_office(actor: Actor | None) -> None:
    """None is the operator at the machine. Raises NotAllowed."""
    if actor is not None and not actor.is_office():
        raise NotAllowed("not_allowed")


def recalculate(desk: Desk, actor: Actor | None, turn: Turn, change: Callable[[], object]) -> Recalculated:
    """Make the change, and list what it moved; as many statements for three thousand plans as for one.

    Raises what a plan that can no longer be computed raises: nothing is changed then.
    """
    projects = {project.id: project for project in desk.unit.projects.all(EVERYTHING)}
    holding = desk.unit.plans.newest(projects)
    stored = {id_: one for id_, one in holding.items() if turn.touches(projects[id_], one.plan)}
    by = calendars_of(desk)  # reads what it needs here, before the change
    before = _computed(desk, projects, stored, by)
    change()
    now = replace(desk, calendar=_renewed(desk, turn.years))
    by_now = calendars_of(now)
    after = _computed(now, projects, stored, by_now)
    found = {id_: moved(before[id_], after[id_], by(projects[id_]), by_now(projects[id_])) for id_ in stored}
    kept = {id_: one for id_, one in found.items() if one is not None}
    return Recalculated(_told(desk, actor, turn, projects, kept, len(stored)), now.calendar)


def _computed(
    desk: Desk, projects: Mapping[int, Project], stored: Mapping[int, StoredPlan], by: CalendarsOf
) -> dict[int, Schedule]:
    today = desk.moment.day
    return {id_: plans.forecast(one.plan, by(projects[id_]), today, one.told) for id_, one in stored.items()}


def _renewed(desk: Desk, years: Collection[int]) -> Workdays:
    """The desk's calendar was built before the change; of the years named the notices are looked at again."""
    loaded = noticed(published_notice, statutory_notice, desk.unit.calendars.notices() if years else ())

    def notice_of(year: int) -> YearNotice:
        return loaded(year) if year in years else desk.calendar.notice(year)

    return Workdays(notice_of, desk.unit.calendars.overrides(), desk.calendar.weekend)


def _told(
    desk: Desk,
    actor: Actor | None,
    turn: Turn,
    projects: Mapping[int, Project],
    found: Mapping[int, PlanMoved],
    computed: int,
) -> CalendarChange:
    concerned_of = concerned_with(desk)
    concerned = {id_: concerned_of(projects[id_]) for id_ in found}
    rows = [_row(projects[id_], one, concerned[id_]) for id_, one in found.items()]
    change = CalendarChange(
        turn.subject,
        turn.key,
        desk.unit.calendars.next_change(turn.subject, turn.key),
        turn.title,
        turn.source,
        desk.moment.at,
        computed,
        worst_first(rows),
    )
    desk.unit.calendars.add_change(change, by_whom(desk, actor)[0])
    if turn.loud:
        spread(desk, change, concerned)
    return change


def _row(project: Project, found: PlanMoved, who: Concerned) -> ProjectMoved:
    def names(people: Collection[Person]) -> tuple[str, ...]:
        return tuple(person.name for person in people)

    return ProjectMoved(
        project.id,
        project.code,
        project.name,
        found,
        names(who.leaders),
        names(who.secretaries),
        names(who.contacts),
    )
