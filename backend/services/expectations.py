"""Who is to report, who has not, and what somebody still owes; always a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from backend.domain.expectation import Expected, Roster, roster
from backend.domain.people import EVERYTHING, Actor, Person, Role, Scope
from backend.domain.project import Project, Stage
from backend.services.desk import Desk

LOOK_BACK = timedelta(days=120)  # silence is counted no further back
OWED_DAYS = 3  # expected days before today that may still be made up for
OWED_WITHIN = timedelta(days=20)  # the longest holiday lies inside


@dataclass(frozen=True, slots=True)
class Missing:
    """`person` None: nobody is there to report (无人值守). `days_silent` counts expected days since the last report."""

    project: Project
    person: Person | None
    days_silent: int


@dataclass(frozen=True, slots=True)
class Owed:
    """`late`: the deadline of that day has passed."""

    project: Project
    day: date
    late: bool


def expected(desk: Desk, day: date, scope: Scope = EVERYTHING) -> list[Expected]:
    """By project id; an entry without a person is a project that nobody can be reminded of."""
    return _roster(desk, desk.unit.projects.active(scope), day, day).expected(day)


def expected_days(desk: Desk, first: date, last: date, scope: Scope = EVERYTHING) -> dict[int, int]:
    """By active project, on how many of these days somebody was to report."""
    projects = desk.unit.projects.active(scope)
    book = _roster(desk, projects, first, last)
    return {project.id: sum(1 for _ in book.expected_days(project.id, first, last)) for project in projects}


def missing(desk: Desk, day: date, scope: Scope = EVERYTHING) -> list[Missing]:
    """Expected on that day and not told, the longest silence first."""
    since = day - LOOK_BACK
    book = _roster(desk, desk.unit.projects.active(scope), since, day)
    last_days = desk.unit.daily_reports.last_days(day)
    absent = [e for e in book.expected(day) if last_days.get(e.project_id) != day]
    people = desk.unit.people.by_ids({e.person_id for e in absent if e.person_id is not None})
    found = [
        Missing(
            project=book.projects[e.project_id],
            person=None if e.person_id is None else people[e.person_id],
            days_silent=_silent(book, e.project_id, last_days.get(e.project_id), day),
        )
        for e in absent
    ]
    return sorted(found, key=lambda m: (-m.days_silent, m.project.id))


def owed(desk: Desk, actor: Actor, day: date) -> list[Owed]:
    """What the asker is still to tell: of the day itself, and of the last expected days before it."""
    scope = Scope(project_ids=actor.scope.project_ids)
    projects = desk.unit.projects.active(scope)
    since = day - OWED_WITHIN
    book = _roster(desk, projects, since, day)
    told = desk.unit.daily_reports.told(since, day, [project.id for project in projects])
    found = [
        Owed(project, due, desk.moment.at > desk.moment.on(due, desk.policy.report_deadline))
        for project in projects
        for due in _due(book, project.id, since, day)
        if (project.id, due) not in told and book.answers(project.id, due) == actor.person.id
    ]
    return sorted(found, key=lambda o: (o.day, o.project.id), reverse=True)


def silent(desk: Desk, actor: Actor) -> list[Project]:
    """The asker's projects that are still to be told of today."""
    today = desk.moment.day
    return [one.project for one in owed(desk, actor, today) if one.day == today]


def seats(desk: Desk, actor: Actor, project: Project) -> frozenset[Role]:
    """The roles the actor holds today for this very project, as holder or deputy, the region's leader included."""
    if len(actor.roles) == 1 and project.id in actor.scope.project_ids:
        return actor.roles  # the duty that brought the project brought the only role there is
    duties = desk.unit.people.duties_for([project.id])
    return frozenset(
        duty.role
        for duty in duties
        if duty.holds_on(desk.moment.day) and actor.person.id in (duty.person_id, duty.deputy_id)
    )


def _roster(desk: Desk, projects: Iterable[Project], first: date, last: date) -> Roster:
    projects = [project for project in projects if project.stage is Stage.ACTIVE]
    duties = desk.unit.people.duties_for([project.id for project in projects])
    return roster(projects, duties, desk.unit.people.leaves(first, last), desk.calendar)


def _due(book: Roster, project_id: int, since: date, day: date) -> Iterable[date]:
    first = max(since, _start(book, project_id, day))
    before = book.expected_days(project_id, first, day - timedelta(days=1))
    return [*book.expected_days(project_id, day, day), *islice(before, OWED_DAYS)]


def _start(book: Roster, project_id: int, day: date) -> date:
    """Before its start a project owes nothing, however long its seats are filled; from when it is expected, it does."""
    return min(book.projects[project_id].start or date.min, day)


def _silent(book: Roster, project_id: int, last_told: date | None, day: date) -> int:
    since = max(last_told or date.min, day - LOOK_BACK) + timedelta(days=1)
    first = max(since, _start(book, project_id, day))
    return sum(1 for _ in book.expected_days(project_id, first, day))
