"""What a problem costs the schedule: the days it has been open, as a wait of the step at hand."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from backend.domain.backward import ScheduledStep, schedule
from backend.domain.chains import deciding
from backend.domain.people import EVERYTHING, Actor
from backend.domain.plan import Step
from backend.domain.problem import OPEN, Problem
from backend.domain.project import Project
from backend.services import plans, problem_views
from backend.services.desk import Desk
from backend.services.plans import Planned
from backend.services.site_calendars import calendars_of


@dataclass(frozen=True, slots=True)
class Price:
    """`step` "": no plan, nothing of it left to hold up, or a problem solved that waits no more; the rest is empty then.

    tied: the problem is tied to that step; else it is the step that decides the finish now. days_open: working days
    since it was raised, until it was closed. float_eaten of float_before, in working days; moved: working days from
    finish_before to finish_after.
    """

    problem: Problem
    project: Project
    is_open: bool
    days_open: int
    step: str = ""
    tied: bool = False
    float_before: int = 0
    float_eaten: int = 0
    finish_before: date | None = None
    finish_after: date | None = None
    moved: int = 0


def price(desk: Desk, actor: Actor, problem_id: int) -> Price:
    """Raises NotFound for a problem that the asker may not see. Whoever sees it may know what it costs."""
    problem = problem_views.get(desk, actor, problem_id)
    project = desk.unit.projects.by_ids({problem.project_id}, EVERYTHING)[problem.project_id]
    bare = Price(problem, project, problem.state in OPEN, _days_open(desk, problem, project))
    planned = plans.planned(desk, [project]).get(project.id)
    chain = deciding(planned.schedule, calendars_of(desk)(project), desk.moment.day) if planned else ()
    if planned is None or not chain or not bare.is_open:
        return bare
    return _waited(desk, bare, planned, chain[0])


def _days_open(desk: Desk, problem: Problem, project: Project) -> int:
    first = desk.moment.day_of(problem.raised_on) if problem.raised_on else desk.moment.day
    last = desk.moment.day_of(problem.closed_at) if problem.closed_at else desk.moment.day
    return calendars_of(desk)(project).standard.count(first + timedelta(days=1), last)


def _waited(desk: Desk, bare: Price, planned: Planned, at_hand: ScheduledStep) -> Price:
    by, before = calendars_of(desk)(bare.project), planned.schedule
    steps = tuple(
        _longer(step, bare.days_open) if step.id == at_hand.step.id else step for step in before.plan.steps
    )
    after = schedule(replace(before.plan, steps=steps), by, desk.moment.day)
    left = next(row.total_float for row in after.steps if row.step.id == at_hand.step.id)
    return replace(
        bare,
        step=at_hand.step.name,
        float_before=at_hand.total_float,
        float_eaten=max(0, at_hand.total_float) - max(0, left),
        finish_before=before.finish,
        finish_after=after.finish,
        moved=before.project_float - after.project_float,
    )


def _longer(step: Step, days: int) -> Step:
    left = step.days_left
    return replace(step, days=step.days + days, remaining=None if left is None else left + days)
