"""Who hears of what happens to a problem assignment, and the facts they are given."""

from collections.abc import Iterable

from backend.domain.notice import Notice, ProblemMoved
from backend.domain.people import EVERYTHING, Actor, Person
from backend.domain.problem import Act, Problem
from backend.domain.project import Project
from backend.services import people
from backend.services.desk import Desk
from backend.services.notices import tell


def spread(desk: Desk, actor: Actor, problem: Problem, notice: Notice, hearers: Iterable[Person]) -> int:
    """How many it was queued for: everybody once, and nobody what they did themselves."""
    key = f"problem:{problem.id}:{len(problem.events)}"
    others = dict.fromkeys(person.id for person in hearers if person.id != actor.person.id)
    return sum(tell(desk, person_id, notice, key) > 0 for person_id in others)


def moved(actor: Actor, project: Project, problem: Problem, unit: str = "") -> ProblemMoved:
    """Of the last event. An extension that is only asked for names the day asked for as its deadline."""
    last = problem.events[-1]
    return ProblemMoved(
        problem_id=problem.id,
        number=problem.number or f"#{problem.id}",
        project=project.name,
        act=last.act.value,
        by=actor.person.name,
        text=last.text,
        deadline=problem.asked_until if last.act is Act.ASK_EXTENSION else problem.deadline,
        subject=problem.text,
        unit=unit,
    )


def project_of(desk: Desk, problem: Problem) -> Project:
    """Whoever may see a problem may know which project it is of."""
    return desk.unit.projects.by_ids([problem.project_id], EVERYTHING)[problem.project_id]


def office(desk: Desk, problem: Problem) -> list[Person]:
    return people.office(desk, project_of(desk, problem).region)


def contacts(desk: Desk, problem: Problem) -> list[Person]:
    return [] if problem.unit_id is None else people.unit_contacts(desk, problem.unit_id)


def raiser(desk: Desk, problem: Problem) -> list[Person]:
    return list(desk.unit.people.by_ids([problem.raised_by]).values())
