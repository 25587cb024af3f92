"""What open problems cost their projects, in working days."""

from collections.abc import Collection
from datetime import date

from backend.domain.people import EVERYTHING, Actor
from backend.domain.problem import Problem
from backend.domain.problem_price import Price, price
from backend.services import projects
from backend.services.desk import Desk
from backend.services.site_calendars import calendars_of


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
        if problem.project_id in stored and problem.raised_on and problem.step:
            calendars, plan = by(sites[problem.project_id]), stored[problem.project_id].plan
            raised, today = desk.moment.day_of(problem.raised_on), desk.moment.day
            found[problem.id] = price(plan, calendars, problem.step, raised, _until(desk, problem), today)
    return {id_: one for id_, one in found.items() if one is not None}


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
