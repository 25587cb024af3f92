"""What open problems cost their projects, in working days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from backend.domain.calendars import Calendars
from backend.domain.people import EVERYTHING, Actor
from backend.domain.problem import OPEN, Problem
from backend.domain.problem_price import Price, price
from backend.domain.project import Project
from backend.domain.step_proposal import Proposal
from backend.services import problem_views, projects
from backend.services.desk import Desk
from backend.services.problem_news import project_of
from backend.services.problem_steps import proposed
from backend.services.site_calendars import calendars_of
from backend.storage.plans import StoredPlan


def problem_prices(desk: Desk, problems: Collection[Problem]) -> dict[int, Price]:
    """By problem id; a number of statements that does not depend on how many there are.

    Left out: those tied to no step, those whose step was done before they were raised, and those of a project
    without a plan. A closed one has the price it had when it was closed.
    """
    tied = [problem for problem in problems if problem.step is not None]
    ids = {problem.project_id for problem in tied}
    if not ids:
        return {}
    sites = desk.unit.projects.by_ids(ids, EVERYTHING)
    stored, by = desk.unit.plans.newest(ids), calendars_of(desk)
    found = {}
    for problem in tied:
        if problem.project_id in stored and problem.step:
            calendars = by(sites[problem.project_id])
            found[problem.id] = _price(desk, problem, problem.step, stored[problem.project_id], calendars)
    return {id_: one for id_, one in found.items() if one is not None}


@dataclass(frozen=True, slots=True)
class Quoted:
    """What one problem costs. `price` None: no plan, or the step was done before; `guessed`: by the step proposed for it."""

    problem: Problem
    project: Project
    price: Price | None
    guessed: Proposal | None


def quoted(desk: Desk, actor: Actor, problem_id: int) -> Quoted:
    """Of a problem tied to no step, by the one it most likely stops. Raises NotFound for one the asker may not see.

    Whoever sees the problem may know what it costs, whether or not the project is theirs.
    """
    problem = problem_views.get(desk, actor, problem_id)
    project = project_of(desk, problem)
    guessed = proposed(desk, problem) if problem.step is None and problem.state in OPEN else None
    step = problem.step or (guessed.step if guessed else None)
    stored = desk.unit.plans.newest([project.id]).get(project.id)
    if step is None or stored is None:
        return Quoted(problem, project, None, guessed)
    return Quoted(problem, project, _price(desk, problem, step, stored, calendars_of(desk)(project)), guessed)


def _price(desk: Desk, problem: Problem, step: str, stored: StoredPlan, by: Calendars) -> Price | None:
    if problem.raised_on is None:
        return None
    raised, today = desk.moment.day_of(problem.raised_on), desk.moment.day
    return price(stored.plan, stored.told, by, step, raised, _until(desk, problem), today)


def dearest(desk: Desk, actor: Actor, project_id: int | None = None) -> list[tuple[Problem, Price]]:
    """The open problems within one's scope that are tied to a step, those first that have eaten most float."""
    if project_id is not None:
        ids = [projects.get(desk, actor, project_id).id]
    else:
        ids = [project.id for project in desk.unit.projects.all(actor.scope)]
    open_ = desk.unit.problems.tied(ids, open_only=True)
    prices = problem_prices(desk, open_)
    priced = [(problem, prices[problem.id]) for problem in open_ if problem.id in prices]
    return sorted(priced, key=lambda one: (-one[1].eaten, -one[1].moved, one[0].id))


def _until(desk: Desk, problem: Problem) -> date:
    return desk.moment.day_of(problem.closed_at) if problem.closed_at else desk.moment.day
