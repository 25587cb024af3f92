"""/projects/{id}/plan: the backward schedule that holds, a new version of it, and milestones that are done."""

from datetime import date
from typing import Annotated, Literal

from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, field

from backend.api.asking import Asker, Desks
from backend.api.shapes import Id, In, Name, Out, Text, within_reach
from backend.domain.backward import ScheduledStep
from backend.domain.plan import Link, LinkType, Plan, Step
from backend.domain.snapshot import MilestoneFigure, MilestoneState
from backend.services import plans, projects, replanning
from backend.services.plans import Planned

StepId = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]
Days = Annotated[int, Meta(ge=0, le=5000, description="Working days.")]
Lag = Annotated[int, Meta(ge=-5000, le=5000, description="Working days, negative = overlap.")]


class LinkIn(In, frozen=True):
    """`id` is of the step that holds this one back."""

    id: StepId
    type: LinkType = LinkType.FS
    lag: Lag = 0


class StepIn(In, frozen=True):
    """`name` may be left out: then it is the id. `milestone`: shown as a node on boards."""

    id: StepId
    days: Days
    name: Annotated[str, Meta(max_length=120, pattern=r"^[^\x00]*$")] = ""
    after: Annotated[list[LinkIn], Meta(max_length=100)] = field(default_factory=list)
    milestone: bool = False


class PlanIn(In, frozen=True):
    """The file of `steward plan`. The calendar is always the office's.

    A plan that says something else than the one that holds needs the reason and `approved_by`: the id of a leader of
    the project or of somebody of the office.
    """

    start: date
    target: date
    steps: Annotated[list[StepIn], Meta(min_length=1, max_length=plans.MAX_STEPS)]
    calendar: Literal["cn"] = "cn"
    reason: Text = ""
    approved_by: Id | None = None


class StepOut(Out, frozen=True):
    """Floats in working days; a finish is the last day worked."""

    id: str
    name: str
    days: int
    early_start: date
    early_finish: date
    late_start: date
    late_finish: date
    total_float: int
    free_float: int
    critical: bool
    provisional: bool
    actual_start: date | None
    actual_finish: date | None


class MilestoneOut(Out, frozen=True):
    """`latest`: the last day the target allows; `expected`: today's forecast. `days_late` are calendar days."""

    name: str
    latest: date
    expected: date
    actual: date | None
    state: MilestoneState
    days_late: int
    critical: bool


class PlanOut(Out, frozen=True):
    """`project_float`: working days between forecast and target, negative when so many must be gained."""

    project_id: int
    version: int
    source: str
    reason: str
    start: date
    target: date
    finish: date | None
    project_float: int
    provisional: bool
    steps: list[StepOut]
    milestones: list[MilestoneOut]


class FinishIn(In, frozen=True):
    """`name` is the step's; `day` null is today."""

    name: Name
    day: date | None = None


class FinishedOut(Out, frozen=True):
    milestone: MilestoneOut
    plan: PlanOut


@get("/projects/{project_id:int}/plan", summary="The schedule that holds, with floats", sync_to_thread=True)
def get_plan(reading: Desks, asker: Asker, project_id: FromPath[int]) -> PlanOut:
    with reading() as desk:
        return _plan_out(plans.current(desk, projects.get(desk, asker, project_id)))


@put(
    "/projects/{project_id:int}/plan", summary="Adopt a new version of the plan (office)", sync_to_thread=True
)
def put_plan(writing: Desks, asker: Asker, project_id: FromPath[int], data: JSONBody[PlanIn]) -> PlanOut:
    within_reach(start=data.start, target=data.target)
    with writing() as desk:
        project = projects.get(desk, asker, project_id)
        approver = replanning.approver(desk, data.approved_by)
        plans.adopt(
            desk, asker, project, _plan(data), source="api", reason=data.reason.strip(), approver=approver
        )
        return _plan_out(plans.current(desk, project))


@post("/projects/{project_id:int}/milestones", summary="Say that a milestone is done", sync_to_thread=True)
def finish_milestone(
    writing: Desks, asker: Asker, project_id: FromPath[int], data: JSONBody[FinishIn]
) -> FinishedOut:
    within_reach(day=data.day)
    with writing() as desk:
        project = projects.get(desk, asker, project_id)
        done = plans.finish(desk, asker, project, data.name, data.day or desk.moment.day)
        return FinishedOut(milestone=_milestone_out(done.figure), plan=_plan_out(done.after))


ROUTES = (get_plan, put_plan, finish_milestone)


def _plan(given: PlanIn) -> Plan:
    return Plan(
        given.start,
        given.target,
        tuple(
            Step(
                step.id,
                step.name or step.id,
                step.days,
                tuple(Link(link.id, link.type, link.lag) for link in step.after),
                milestone=step.milestone,
            )
            for step in given.steps
        ),
    )


def _plan_out(planned: Planned) -> PlanOut:
    stored, schedule = planned.stored, planned.schedule
    return PlanOut(
        project_id=stored.project_id,
        version=stored.version,
        source=stored.source,
        reason=stored.reason,
        start=stored.plan.start,
        target=stored.plan.target,
        finish=schedule.finish,
        project_float=schedule.project_float,
        provisional=schedule.provisional,
        steps=[_step_out(row) for row in schedule.steps],
        milestones=[_milestone_out(figure) for figure in planned.milestones],
    )


def _step_out(row: ScheduledStep) -> StepOut:
    return StepOut(
        id=row.step.id,
        name=row.step.name,
        days=row.step.days,
        early_start=row.early_start,
        early_finish=row.early_finish,
        late_start=row.late_start,
        late_finish=row.late_finish,
        total_float=row.total_float,
        free_float=row.free_float,
        critical=row.critical,
        provisional=row.provisional,
        actual_start=row.step.actual_start,
        actual_finish=row.step.actual_finish,
    )


def _milestone_out(figure: MilestoneFigure) -> MilestoneOut:
    return MilestoneOut(
        name=figure.name,
        latest=figure.latest,
        expected=figure.expected,
        actual=figure.actual,
        state=figure.state,
        days_late=figure.days_late,
        critical=figure.critical,
    )
