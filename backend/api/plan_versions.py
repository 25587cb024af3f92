"""/projects/{id}/plan/versions, /baselines, /comparison: what was promised when, and what became of it."""

from datetime import date, datetime
from typing import Annotated, Any

from litestar import get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from backend.api.asking import Asker, Desks
from backend.api.plan_shapes import StepSaid, said
from backend.api.shapes import PLAIN, Id, In, Listed, Out, Text
from backend.domain.baseline import Baseline
from backend.domain.comparison import Compared
from backend.domain.promise import Promised
from backend.services import baselines, plan_versions, projects, replanning
from backend.services.baselines import Comparison
from backend.services.plan_versions import Version


class VersionOut(Out, frozen=True):
    """`finish`: of the whole plan as it was expected on the day of adoption. `by`, `approved_by`: "" when not kept."""

    version: int
    source: str
    reason: str
    by: str
    approved_by: str
    at: datetime
    start: date
    target: date
    finish: date | None
    baselines: list[str]


class PlannedStepOut(StepSaid, frozen=True):
    """With what it was planned for on the day of adoption; `latest_finish` is the last day the target allowed."""

    planned_start: date | None
    planned_finish: date | None
    latest_finish: date | None


class WholeVersionOut(VersionOut, frozen=True):
    steps: list[PlannedStepOut]


class BaselineIn(In, frozen=True):
    """`version` null is the one that holds. `approved_by`: the id of a leader of the project or of somebody of the office."""

    name: Annotated[str, Meta(min_length=1, max_length=baselines.LONGEST_NAME, pattern=PLAIN)]
    version: Id | None = None
    reason: Text = ""
    approved_by: Id | None = None


class BaselineOut(Out, frozen=True):
    id: int
    project_id: int
    version: int
    name: str
    reason: str
    person_id: int
    approver_id: int
    at: datetime


class ComparedOut(Out, frozen=True):
    """Finishes; `latest`: the last day that version's target allowed. `difference`: working days, more than 0 = later.

    `expected` null: it is done, or the plan that holds has no such step.
    """

    id: str
    name: str
    original: date | None
    original_latest: date | None
    baseline: date | None
    baseline_latest: date | None
    expected: date | None
    actual: date | None
    difference: int | None


class ComparisonOut(Out, frozen=True):
    """Against the newest baseline, the original plan (version 1) while there is none."""

    version: int
    baseline: BaselineOut | None
    original_target: date
    baseline_target: date | None
    target: date
    original_finish: date | None
    baseline_finish: date | None
    finish: date | None
    difference: int | None
    steps: list[ComparedOut]


@get(
    "/projects/{project_id:int}/plan/versions",
    summary="Every version of the plan, newest first",
    sync_to_thread=True,
)
def list_versions(reading: Desks, asker: Asker, project_id: FromPath[int]) -> Listed[VersionOut]:
    with reading() as desk:
        found = plan_versions.versions(desk, projects.get(desk, asker, project_id))
        return Listed(items=[VersionOut(**_version(one)) for one in found], total=len(found))


@get(
    "/projects/{project_id:int}/plan/versions/{version:int}",
    summary="One version with its steps, and what it promised",
    sync_to_thread=True,
)
def get_version(
    reading: Desks, asker: Asker, project_id: FromPath[int], version: FromPath[int]
) -> WholeVersionOut:
    with reading() as desk:
        found = plan_versions.version(desk, projects.get(desk, asker, project_id), version)
        return WholeVersionOut(**_version(found), steps=_planned_steps(found))


@post(
    "/projects/{project_id:int}/plan/baselines",
    summary="Hold the project against a version from now on (office)",
    sync_to_thread=True,
)
def post_baseline(
    writing: Desks, asker: Asker, project_id: FromPath[int], data: JSONBody[BaselineIn]
) -> BaselineOut:
    with writing() as desk:
        project = projects.get(desk, asker, project_id)
        approver = replanning.approver(desk, data.approved_by)
        return _baseline_out(
            baselines.baseline(desk, asker, project, data.version, data.name, approver, data.reason)
        )


@get(
    "/projects/{project_id:int}/plan/comparison",
    summary="Each step's finish: originally, in the baseline, now expected, actual",
    sync_to_thread=True,
)
def get_comparison(reading: Desks, asker: Asker, project_id: FromPath[int]) -> ComparisonOut:
    with reading() as desk:
        return _comparison_out(baselines.compared(desk, projects.get(desk, asker, project_id)))


ROUTES = (list_versions, get_version, post_baseline, get_comparison)


def _version(one: Version) -> dict[str, Any]:
    stored = one.stored
    return {
        "version": stored.version,
        "source": stored.source,
        "reason": stored.reason,
        "by": one.by,
        "approved_by": one.approved_by,
        "at": stored.created_at,
        "start": stored.plan.start,
        "target": stored.plan.target,
        "finish": one.promise.finish,
        "baselines": [baseline.name for baseline in one.baselines],
    }


def _planned_steps(one: Version) -> list[PlannedStepOut]:
    promised = one.promise.steps
    return [_planned(promised.get(step.id), said(step)) for step in one.stored.plan.steps]


def _planned(days: Promised | None, step: dict[str, Any]) -> PlannedStepOut:
    return PlannedStepOut(
        **step,
        planned_start=days.start if days else None,
        planned_finish=days.finish if days else None,
        latest_finish=days.latest if days else None,
    )


def _baseline_out(baseline: Baseline) -> BaselineOut:
    return BaselineOut(
        id=baseline.id,
        project_id=baseline.project_id,
        version=baseline.version,
        name=baseline.name,
        reason=baseline.reason,
        person_id=baseline.person_id,
        approver_id=baseline.approver_id,
        at=baseline.at,
    )


def _comparison_out(found: Comparison) -> ComparisonOut:
    return ComparisonOut(
        version=found.now.stored.version,
        baseline=_baseline_out(found.baseline) if found.baseline else None,
        original_target=found.original.plan.target,
        baseline_target=found.baseline_target,
        target=found.now.stored.plan.target,
        original_finish=found.original_finish,
        baseline_finish=found.baseline_finish,
        finish=found.now.schedule.finish,
        difference=found.difference,
        steps=[_compared_out(row) for row in found.rows],
    )


def _compared_out(row: Compared) -> ComparedOut:
    return ComparedOut(
        id=row.id,
        name=row.name,
        original=row.original.finish if row.original else None,
        original_latest=row.original.latest if row.original else None,
        baseline=row.baseline.finish if row.baseline else None,
        baseline_latest=row.baseline.latest if row.baseline else None,
        expected=row.expected,
        actual=row.actual,
        difference=row.difference,
    )
