"""Which step of the plan a problem stops: said by the site or the office, proposed where nobody has said."""

from backend.domain import problem as deeds
from backend.domain.errors import NotAllowed, NotFound
from backend.domain.people import Actor, Role
from backend.domain.plan import Step
from backend.domain.problem import Problem
from backend.domain.step_proposal import Proposal, proposal
from backend.services import expectations, plans, problem_views
from backend.services.desk import Desk
from backend.services.problem_news import project_of


def tie(desk: Desk, actor: Actor, problem_id: int, step: str) -> Problem:
    """Tie it to a step by its id or name, or with "" to none. The project's secretary, its leader or the office.

    Raises NotFound("plan_missing"), ("step_not_found"), NotAllowed, Conflict("problem_not_in_state") for one that
    was withdrawn. A second time it says nothing new.
    """
    problem = problem_views.get(desk, actor, problem_id, lock=True)
    project = project_of(desk, problem)
    if not (actor.is_office() or expectations.seats(desk, actor, project) & {Role.SECRETARY, Role.LEADER}):
        raise NotAllowed("not_allowed", needs=Role.SECRETARY)
    if not step:
        return problem if problem.step is None else _tied(desk, actor, problem, "", problem.step_name)
    found = _step(plans.stored_plan(desk, project).plan.steps, step)
    return problem if problem.step == found.id else _tied(desk, actor, problem, found.id, found.name)


def proposed(desk: Desk, problem: Problem) -> Proposal | None:
    """The step that a problem tied to none most likely stops; None without a plan, or when all of it is done."""
    project = project_of(desk, problem)
    planned = plans.planned(desk, [project]).get(project.id)
    return proposal(problem.text, planned.schedule.steps) if planned else None


def _tied(desk: Desk, actor: Actor, problem: Problem, step: str, name: str) -> Problem:
    event = deeds.tie(problem, actor.person.id, desk.moment, step, name)
    return desk.unit.problems.append(problem, event)


def _step(steps: tuple[Step, ...], asked: str) -> Step:
    by_id = next((step for step in steps if step.id == asked), None)
    found = by_id or next((step for step in steps if step.name == asked), None)
    if found is None:
        raise NotFound("step_not_found", field="step", name=asked)
    return found
