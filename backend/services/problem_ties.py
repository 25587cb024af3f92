"""What becomes of the ties between problems and steps when a new version of the plan comes."""

from backend.domain import problem as deeds
from backend.domain.people import EVERYTHING, Actor
from backend.domain.plan import Plan, Step
from backend.domain.problem import OPEN, Problem
from backend.domain.recorded import renamed
from backend.services.desk import Desk


def follow(desk: Desk, actor: Actor, project_id: int, new: Plan) -> None:
    """Tie every problem to what its step is in `new`, before that is stored; those whose step is no more are untied."""
    for problem, step in _now(desk, project_id, new):
        if step is None or (step.id, step.name) != (problem.step, problem.step_name):
            _tie(desk, actor, problem, *((step.id, step.name) if step else ("", problem.step_name)))


def astray(desk: Desk, project_id: int, new: Plan) -> tuple[Problem, ...]:
    """Open problems whose step would be no more in `new`: somebody must say what they stop now."""
    found = _now(desk, project_id, new)
    return tuple(problem for problem, step in found if step is None and problem.state in OPEN)


def _now(desk: Desk, project_id: int, new: Plan) -> list[tuple[Problem, Step | None]]:
    """Steps are known again as `domain.recorded` knows them, by their names first."""
    tied = desk.unit.problems.tied([project_id])
    stored = desk.unit.plans.newest([project_id]).get(project_id) if tied else None
    if stored is None:
        return []
    now = renamed(new.steps, stored.plan.steps)
    return [(problem, now.get(problem.step or "")) for problem in tied]


def _tie(desk: Desk, actor: Actor, problem: Problem, step: str, name: str) -> None:
    locked = desk.unit.problems.by_id(problem.id, EVERYTHING, lock=True) or problem
    desk.unit.problems.append(locked, deeds.tie(locked, actor.person.id, desk.moment, step, name))
