"""/projects/{id}/plan: the backward schedule that holds, a new version of it, and what is told of its steps."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, UnsetType

from backend.api.asking import Asker, Desks
from backend.api.plan_shapes import (
    Days,
    Hundred,
    MilestoneOut,
    PlanIn,
    PlanOut,
    StepId,
    milestone_out,
    plan_of,
    plan_out,
)
from backend.api.shapes import PLAIN, Id, In, Name, Out, Text, within_reach
from backend.services import plans, projects, replanning, revisions, step_progress, templates
from backend.services.outcome import Done
from backend.services.step_progress import Said

Size = Annotated[str, Meta(pattern=r"^[0-9]{1,6}(\.[0-9]{1,2})?$", description="In the template's unit.")]


class FromTemplate(In, frozen=True):
    """`template`: its kind or name, auto is of the project's own kind. The project's own days when none are given."""

    template: Annotated[str, Meta(min_length=1, max_length=60, pattern=PLAIN)] = templates.AUTO
    target: date | None = None
    start: date | None = None
    size: Size | None = None
    reason: Text = ""
    approved_by: Id | None = None


class AdoptedOut(Out, frozen=True):
    """`lost`: steps whose actual days stay with the version before, because the new one has no such step."""

    done: Done
    lost: list[str]
    plan: PlanOut


class FinishIn(In, frozen=True):
    """`name` is the step's; `day` null is today."""

    name: Name
    day: date | None = None


class FinishedOut(Out, frozen=True):
    milestone: MilestoneOut
    plan: PlanOut


class ProgressIn(In, frozen=True):
    """What is left out is not said; null takes back. `day`: from which what is left counts, today's when null."""

    actual_start: date | UnsetType | None = UNSET
    actual_finish: date | UnsetType | None = UNSET
    remaining: Days | UnsetType | None = UNSET
    percent: Hundred | UnsetType | None = UNSET
    day: date | None = None


@get("/projects/{project_id:int}/plan", summary="The schedule that holds, with floats", sync_to_thread=True)
def get_plan(reading: Desks, asker: Asker, project_id: FromPath[int]) -> PlanOut:
    with reading() as desk:
        return plan_out(plans.current(desk, projects.get(desk, asker, project_id)))


@put(
    "/projects/{project_id:int}/plan", summary="Adopt a new version of the plan (office)", sync_to_thread=True
)
def put_plan(writing: Desks, asker: Asker, project_id: FromPath[int], data: JSONBody[PlanIn]) -> PlanOut:
    plan = plan_of(data)
    with writing() as desk:
        project = projects.get(desk, asker, project_id)
        approver = replanning.approver(desk, data.approved_by)
        plans.adopt(desk, asker, project, plan, source="api", reason=data.reason.strip(), approver=approver)
        return plan_out(plans.current(desk, project))


@post(
    "/projects/{project_id:int}/plan/from-template",
    summary="Adopt a version made from a template (office)",
    sync_to_thread=True,
)
def post_from_template(
    writing: Desks, asker: Asker, project_id: FromPath[int], data: JSONBody[FromTemplate]
) -> AdoptedOut:
    within_reach(target=data.target, start=data.start)
    with writing() as desk:
        project = projects.get(desk, asker, project_id)
        done = revisions.adopt_template(
            desk,
            asker,
            project,
            templates.template_for(desk, project, data.template),
            start=data.start,
            target=data.target,
            size=None if data.size is None else Decimal(data.size),
            reason=data.reason.strip(),
            approver=replanning.approver(desk, data.approved_by),
        )
        return AdoptedOut(done=done.done, lost=list(done.lost), plan=plan_out(plans.current(desk, project)))


@post("/projects/{project_id:int}/milestones", summary="Say that a milestone is done", sync_to_thread=True)
def finish_milestone(
    writing: Desks, asker: Asker, project_id: FromPath[int], data: JSONBody[FinishIn]
) -> FinishedOut:
    within_reach(day=data.day)
    with writing() as desk:
        project = projects.get(desk, asker, project_id)
        done = plans.finish(desk, asker, project, data.name, data.day or desk.moment.day)
        return FinishedOut(milestone=milestone_out(done.figure), plan=plan_out(done.after))


@post(
    "/projects/{project_id:int}/plan/steps/{step:str}/progress",
    summary="Say when a step began, what is left of it, when it was done",
    status_code=200,
    sync_to_thread=True,
)
def tell_progress(
    writing: Desks,
    asker: Asker,
    project_id: FromPath[int],
    step: FromPath[StepId],
    data: JSONBody[ProgressIn],
) -> FinishedOut:
    said = _said(data)
    within_reach(day=data.day, actual_start=said.get("actual_start"), actual_finish=said.get("actual_finish"))
    with writing() as desk:
        project = projects.get(desk, asker, project_id)
        told = step_progress.tell(desk, asker, project, step, said, data.day)
        return FinishedOut(milestone=milestone_out(told.figure), plan=plan_out(told.after))


ROUTES = (get_plan, put_plan, post_from_template, finish_milestone, tell_progress)


def _said(given: ProgressIn) -> Said:
    said = Said()
    if given.actual_start is not UNSET:
        said["actual_start"] = given.actual_start
    if given.actual_finish is not UNSET:
        said["actual_finish"] = given.actual_finish
    if given.remaining is not UNSET:
        said["remaining"] = given.remaining
    if given.percent is not UNSET:
        said["percent"] = None if given.percent is None else Decimal(given.percent)
    return said
