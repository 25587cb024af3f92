"""What of the problem assignments is due, overdue, or belongs into a period's papers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from backend.domain.notice import OverdueEntry, OverdueList, ProblemDue
from backend.domain.people import EVERYTHING, Unit
from backend.domain.problem import Problem, State
from backend.domain.project import Project
from backend.domain.snapshot import ProblemFigure
from backend.services import people
from backend.services.desk import Desk
from backend.services.notices import tell
from backend.storage.problems import AsOf


@dataclass(frozen=True, slots=True)
class Due:
    """A problem its unit is to move; `days` are calendar days left to the deadline, negative when it has passed."""

    problem: Problem
    project: Project
    unit: Unit
    deadline: date
    days: int


def due_soon(desk: Desk, day: date) -> list[Due]:
    """Deadline on the day or within the policy's working days after it, the nearest first."""
    last = desk.calendar.add(day, desk.policy.due_soon_days)
    return [due for due in _due(desk, day, last) if due.days >= 0]


def overdue(desk: Desk, day: date) -> list[Due]:
    """Past their deadline on the day, the longest first."""
    return _due(desk, day, day - timedelta(days=1))


def remind(desk: Desk, day: date) -> int:
    """Tell the units what is due soon or overdue, and the office what is overdue; a second time says nothing new.

    Returns how many messages were queued.
    """
    late = overdue(desk, day)
    queued = _tell_units(desk, day, [*late, *due_soon(desk, day)])
    return queued + _tell_office(desk, day, late)


def of_projects(
    desk: Desk, project_ids: Collection[int], first: date, last: date
) -> dict[int, tuple[ProblemFigure, ...]]:
    """By project id: what was open at the end of `last` or closed since `first`, as the log stood then.

    Withdrawn ones were no problems; they are left out. A project without any is absent.
    """
    since = desk.moment.on(first, time.min)
    until = desk.moment.on(last + timedelta(days=1), time.min)
    figures: dict[int, list[ProblemFigure]] = {}
    for found in desk.unit.problems.as_of(project_ids, since, until):
        if found.problem.state is not State.WITHDRAWN:
            figures.setdefault(found.problem.project_id, []).append(_figure(desk, found, last))
    return {project_id: tuple(own) for project_id, own in figures.items()}


def _due(desk: Desk, day: date, last: date) -> list[Due]:
    found = desk.unit.problems.with_unit_until(last)
    projects = desk.unit.projects.by_ids({problem.project_id for problem in found}, EVERYTHING)
    units = {unit.id: unit for unit in desk.unit.people.units()}
    return [
        Due(
            problem,
            projects[problem.project_id],
            units[problem.unit_id],
            problem.deadline,
            (problem.deadline - day).days,
        )
        for problem in found
        if problem.unit_id is not None and problem.deadline is not None
    ]


def _tell_units(desk: Desk, day: date, dues: Sequence[Due]) -> int:
    contacts = {unit_id: people.unit_contacts(desk, unit_id) for unit_id in {due.unit.id for due in dues}}
    return sum(
        tell(desk, person.id, _due_notice(due), f"problem:{due.problem.id}:due:{day}")
        for due in dues
        for person in contacts[due.unit.id]
    )


def _tell_office(desk: Desk, day: date, late: Sequence[Due]) -> int:
    """A clerk for one region is told of that region's."""
    entries: dict[int, list[OverdueEntry]] = {}
    clerks = {region: people.office(desk, region) for region in {due.project.region for due in late}}
    for due in late:
        for clerk in clerks[due.project.region]:
            entries.setdefault(clerk.id, []).append(_entry(due))
    return sum(
        tell(desk, clerk_id, OverdueList(day, tuple(own)), f"problems:overdue:{day}")
        for clerk_id, own in entries.items()
    )


def _due_notice(due: Due) -> ProblemDue:
    problem = due.problem
    return ProblemDue(problem.number or "", due.project.name, problem.text, due.deadline, due.days)


def _entry(due: Due) -> OverdueEntry:
    problem = due.problem
    return OverdueEntry(
        problem.number or "", due.project.name, due.unit.name, problem.text, due.deadline, -due.days
    )


def _figure(desk: Desk, found: AsOf, cutoff: date) -> ProblemFigure:
    problem, moment = found.problem, desk.moment
    raised, closed = problem.raised_on, problem.closed_at
    return ProblemFigure(
        number=problem.number,
        text=problem.text,
        category=problem.category.value,
        unit=found.unit,
        state=problem.state.value,
        raised=moment.day_of(raised) if raised else cutoff,
        deadline=problem.deadline,
        closed=moment.day_of(closed) if closed else None,
        days_overdue=problem.days_overdue(cutoff),
    )
