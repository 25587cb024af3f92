"""/projects/{id}/plan/progress and its drawings; /plans/look-ahead: what must be begun and finished next."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter

from backend.api.asking import Asker, Desks
from backend.api.shapes import After, Limit, Listed, Out, exact, within_reach
from backend.domain.earned import Basis, CurvePoint
from backend.domain.investment_curve import MoneyPoint
from backend.domain.look_ahead import StandStill
from backend.domain.progress_line import Effect, Point, bent
from backend.services import progress, projects
from backend.services.progress import Ahead, LookAhead, Progress
from backend.services.progress_charts import curve_chart, line_chart
from reports import progress_phrases
from reports.progress_line import progress_line_svg
from reports.s_curve import s_curve_svg

SVG = "image/svg+xml"
Day = Annotated[date | None, QueryParameter(description="The status date; today when left out.")]
Days = Annotated[
    int, QueryParameter(ge=1, le=progress.LONGEST_LOOK, description="Calendar days to look ahead.")
]
DRAWING = {200: ResponseSpec(bytes, generate_examples=False, description="The drawing.", media_type=SVG)}


class PointOut(Out, frozen=True):
    """`days`: working days behind (negative) or ahead; `spare`: of the plan, before its finish moves."""

    id: str
    name: str
    planned_start: date
    planned_finish: date
    done_share: Decimal
    presumed: bool
    stands_at: date
    days: int
    free_float: int
    spare: int
    effect: Effect
    moves_finish: int
    past_target: int
    past_limit: int
    finished_late: int
    provisional: bool


class CurvePointOut(Out, frozen=True):
    """Shares of the whole at the close of the day; `earned` null after the status date."""

    day: date
    planned: Decimal
    latest: Decimal
    earned: Decimal | None


class MoneyPointOut(Out, frozen=True):
    day: date
    planned_wan: Decimal | None
    invested_wan: Decimal | None


class StandStillOut(Out, frozen=True):
    """If nothing moves: after `days` working days, on `on`, no float is left; 0 = none today, negative = late already."""

    step: str | None
    begun: bool
    presumed: bool
    days: int
    on: date
    sentence: str


class ProgressOut(Out, frozen=True):
    """`behind`: working days by earned schedule, negative = behind. `sentences`: one a step off its plan, worst first."""

    project_id: int
    version: int
    day: date
    planned_finish: date | None
    expected_finish: date | None
    basis: Basis
    planned: Decimal
    earned: Decimal
    spi: Decimal | None
    behind: Decimal
    points: list[PointOut]
    curve: list[CurvePointOut]
    money: list[MoneyPointOut]
    stand_still: StandStillOut
    sentences: list[str]


class AheadOut(Out, frozen=True):
    """A step, `id`, of a project. `days`: working days to `latest`, negative = overdue; `waits_for`: ids of steps."""

    project_id: int
    project: str
    id: str
    name: str
    owner: str
    must: str
    latest: date
    late_start: date
    late_finish: date
    expected_start: date
    expected_finish: date
    days: int
    left: str
    begun: bool
    presumed: bool
    critical: bool
    provisional: bool
    waits_for: list[str]


@get("/projects/{project_id:int}/plan/progress", summary="Progress line and S-curve", sync_to_thread=True)
def get_progress(reading: Desks, asker: Asker, project_id: FromPath[int], day: Day = None) -> ProgressOut:
    within_reach(day=day)
    with reading() as desk:
        return _progress_out(progress.progress(desk, projects.get(desk, asker, project_id), day))


@get(
    "/projects/{project_id:int}/plan/progress.svg",
    summary="The progress line, drawn",
    responses=DRAWING,
    sync_to_thread=True,
)
def draw_progress(
    reading: Desks, asker: Asker, project_id: FromPath[int], day: Day = None
) -> Response[bytes]:
    within_reach(day=day)
    with reading() as desk:
        found = progress.progress(desk, projects.get(desk, asker, project_id), day)
    return Response(progress_line_svg(line_chart(found)).encode(), media_type=SVG)


@get(
    "/projects/{project_id:int}/plan/curve.svg",
    summary="The S-curve, drawn",
    responses=DRAWING,
    sync_to_thread=True,
)
def draw_curve(reading: Desks, asker: Asker, project_id: FromPath[int], day: Day = None) -> Response[bytes]:
    within_reach(day=day)
    with reading() as desk:
        found = progress.progress(desk, projects.get(desk, asker, project_id), day)
    return Response(s_curve_svg(curve_chart(found)).encode(), media_type=SVG)


@get("/plans/look-ahead", summary="What must be begun and finished next, overdue first", sync_to_thread=True)
def look_ahead(
    reading: Desks, asker: Asker, days: Days = 7, after: After = 0, limit: Limit = 100
) -> Listed[AheadOut]:
    with reading() as desk:
        found = progress.looked_ahead(desk, projects.visible(desk, asker), days)
    rows, further = progress.page_of(found, after, limit)
    return Listed(items=[_ahead_out(row, found) for row in rows], total=len(found.rows), next=further)


ROUTES = (get_progress, draw_progress, draw_curve, look_ahead)


def _progress_out(found: Progress) -> ProgressOut:
    curve = found.curve
    return ProgressOut(
        project_id=found.project.id,
        version=found.version,
        day=found.day,
        planned_finish=found.planned.finish,
        expected_finish=found.current.finish,
        basis=curve.weights.basis,
        planned=curve.planned,
        earned=curve.earned,
        spi=curve.spi,
        behind=curve.days,
        points=[_point_out(point) for point in found.points],
        curve=[_curve_out(point) for point in curve.points],
        money=[_money_out(point) for point in found.money],
        stand_still=_still_out(found.still, found.day),
        sentences=[progress_phrases.bent(point) for point in bent(found.points)],
    )


def _point_out(point: Point) -> PointOut:
    return PointOut(
        id=point.step.id,
        name=point.step.name,
        planned_start=point.planned_start,
        planned_finish=point.planned_finish,
        done_share=point.done_share.quantize(Decimal("0.0001")),
        presumed=point.presumed,
        stands_at=point.stands_at,
        days=point.days,
        free_float=point.free_float,
        spare=point.spare,
        effect=point.effect,
        moves_finish=point.moves_finish,
        past_target=point.past_target,
        past_limit=point.past_limit,
        finished_late=point.finished_late,
        provisional=point.provisional,
    )


def _curve_out(point: CurvePoint) -> CurvePointOut:
    return CurvePointOut(day=point.day, planned=point.planned, latest=point.latest, earned=point.earned)


def _money_out(point: MoneyPoint) -> MoneyPointOut:
    return MoneyPointOut(day=point.day, planned_wan=exact(point.planned), invested_wan=exact(point.invested))


def _still_out(still: StandStill, day: date) -> StandStillOut:
    return StandStillOut(
        step=still.step.name if still.step else None,
        begun=still.begun,
        presumed=still.presumed,
        days=still.days,
        on=still.on,
        sentence=progress_phrases.stand_still(still, day),
    )


def _ahead_out(ahead: Ahead, found: LookAhead) -> AheadOut:
    coming, row = ahead.coming, ahead.coming.row
    return AheadOut(
        project_id=ahead.project.id,
        project=ahead.project.name,
        id=row.step.id,
        name=row.step.name,
        owner=ahead.owner,
        must=progress_phrases.must(coming),
        latest=coming.latest,
        late_start=row.late_start,
        late_finish=row.late_finish,
        expected_start=row.early_start,
        expected_finish=row.early_finish,
        days=coming.days,
        left=progress_phrases.left(coming, found.day),
        begun=coming.begun,
        presumed=coming.presumed,
        critical=row.critical,
        provisional=row.provisional,
        waits_for=list(coming.waits_for),
    )
