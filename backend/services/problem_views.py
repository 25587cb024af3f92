"""Problem assignments looked at: one, by what people type, a page of them, and the history of one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from backend.domain.errors import NotFound
from backend.domain.people import EVERYTHING, Actor
from backend.domain.problem import Event, Problem, State
from backend.domain.problem_number import Reference, parsed
from backend.services.desk import Desk
from backend.services.projects import LARGEST_ID, check_page
from backend.storage.page import Page


@dataclass(frozen=True, slots=True)
class Step:
    """One row of history with the names in it."""

    event: Event
    person: str
    unit: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the projects and units of some problems are called."""

    projects: Mapping[int, str]
    units: Mapping[int, str]

    def project(self, problem: Problem) -> str:
        return self.projects[problem.project_id]

    def unit(self, problem: Problem) -> str:
        """ "" before it is issued."""
        return "" if problem.unit_id is None else self.units[problem.unit_id]


def get(desk: Desk, actor: Actor, problem_id: int, *, lock: bool = False) -> Problem:
    """Raises NotFound for one that is not there and for one the asker may not see."""
    problem = None
    if 0 < problem_id <= LARGEST_ID:
        problem = desk.unit.problems.by_id(problem_id, actor.scope, lock=lock)
    if problem is None:
        raise NotFound("problem_not_found", ref=f"#{problem_id}")
    return problem


def find(desk: Desk, actor: Actor, ref: str) -> Problem:
    """By what people type: #12 is the row; 12, 12号, 〔2026〕12号, 清交办[2026]12号 the assignment number.

    Without a year this year's is meant before older ones. Raises NotFound for none and for several.
    """
    reference = parsed(ref)
    if reference is None:
        raise NotFound("problem_not_found", ref=ref)
    if reference.id is not None:
        return get(desk, actor, reference.id)
    found = _numbered(desk, actor, reference)
    if not found and reference.bare:
        problem = get(desk, actor, reference.n)
        found = [problem] if problem.number is None else []
    if len(found) > 1:
        raise NotFound("problem_ambiguous", ref=ref, numbers=[problem.number for problem in found])
    if not found:
        raise NotFound("problem_not_found", ref=ref)
    return found[0]


def listing(
    desk: Desk,
    actor: Actor,
    *,
    states: Collection[State] | None = None,
    project_id: int | None = None,
    unit_id: int | None = None,
    overdue: bool = False,
    after: int = 0,
    limit: int = 100,
) -> Page[Problem]:
    check_page(limit)
    return desk.unit.problems.listing(
        actor.scope,
        states=states,
        project_id=project_id,
        unit_id=unit_id,
        overdue_on=desk.moment.day if overdue else None,
        after=after,
        limit=limit,
    )


def names(desk: Desk, shown: Collection[Problem]) -> Names:
    """Two statements however many problems; whoever may see a problem may know which project it is of."""
    found = desk.unit.projects.by_ids({problem.project_id for problem in shown}, EVERYTHING)
    units = {unit.id: unit.name for unit in desk.unit.people.units()}
    return Names({id_: project.name for id_, project in found.items()}, units)


def history(desk: Desk, actor: Actor, problem_id: int) -> tuple[Step, ...]:
    """Every event, oldest first, with names."""
    problem = get(desk, actor, problem_id)
    names = desk.unit.people.by_ids({event.person_id for event in problem.events})
    units = {unit.id: unit.name for unit in desk.unit.people.units()}
    return tuple(
        Step(event, names[event.person_id].name, units[event.unit_id] if event.unit_id else "")
        for event in problem.events
    )


def _numbered(desk: Desk, actor: Actor, reference: Reference) -> list[Problem]:
    found = desk.unit.problems.numbered(reference.ending, actor.scope)
    this_year = f"〔{desk.moment.day.year}〕"
    return [problem for problem in found if this_year in (problem.number or "")] or found
