"""/projects: the register, and one project at a glance."""

from datetime import date
from decimal import Decimal

from litestar import get, post
from litestar.params import FromPath, FromQuery

from backend.api.asking import Asker, Desks
from backend.api.problems import ProblemOut, problems_out
from backend.api.shapes import After, IdFilter, Limit, Listed, Out, Ref, TextFilter, exact
from backend.domain.project import Kind, Project, Stage
from backend.domain.standing import Light, Standing
from backend.services import overview, projects
from backend.services.overview import ProjectView
from reports import phrases


class SiteOut(Out, frozen=True):
    """GCJ-02 degrees, metres."""

    lat: float
    lon: float
    radius_m: int


class ProjectOut(Out, frozen=True):
    """Money in 万元."""

    id: int
    code: str
    name: str
    aliases: list[str]
    region: str
    sector: str
    kind: Kind
    stage: Stage
    unit_id: int | None
    start: date | None
    target: date | None
    total_wan: Decimal | None
    site: SiteOut | None
    seven_day: bool


class StandingOut(Out, frozen=True):
    """`since`: the day from which the class has been kept; null until the evening it is graded for the first time."""

    standing: Standing
    word: str
    reasons: list[str]
    rule: str
    since: date | None


class OverviewOut(Out, frozen=True):
    """Today. Money in 万元; `float_days` working days to the target, negative when so many must be gained."""

    project: ProjectOut
    leaders: list[str]
    secretaries: list[str]
    unit: Ref | None
    standing: StandingOut
    annual_plan_wan: Decimal | None
    invested_wan: Decimal | None
    finish: date | None
    float_days: int | None
    milestones_done: int
    milestones: int
    last_report: date | None
    problems: list[ProblemOut]


@get("/projects", summary="Projects within one's scope", sync_to_thread=True)
def list_projects(
    reading: Desks,
    asker: Asker,
    region: TextFilter = None,
    stage: FromQuery[Stage | None] = None,
    unit_id: IdFilter = None,
    text: TextFilter = None,
    after: After = 0,
    limit: Limit = 100,
) -> Listed[ProjectOut]:
    with reading() as desk:
        page = projects.listing(
            desk,
            asker,
            region=region,
            stage=stage,
            unit_id=unit_id,
            text=text or "",
            after=after,
            limit=limit,
        )
        return Listed(items=[project_out(one) for one in page.items], total=page.total, next=page.next)


@get("/projects/{project_id:int}", summary="One project", sync_to_thread=True)
def get_project(reading: Desks, asker: Asker, project_id: FromPath[int]) -> ProjectOut:
    with reading() as desk:
        return project_out(projects.get(desk, asker, project_id))


@get(
    "/projects/{project_id:int}/overview",
    summary="One project at a glance: class, plan, problems",
    sync_to_thread=True,
)
def get_overview(reading: Desks, asker: Asker, project_id: FromPath[int]) -> OverviewOut:
    with reading() as desk:
        view = overview.project(desk, asker, project_id)
        return _overview_out(view, problems_out(desk, view.problems))


@post(
    "/projects/{project_id:int}/activate",
    summary="Let it become active, with every seat filled (office)",
    status_code=200,
    sync_to_thread=True,
)
def activate(writing: Desks, asker: Asker, project_id: FromPath[int]) -> ProjectOut:
    with writing() as desk:
        return project_out(projects.activate(desk, asker, project_id))


ROUTES = (list_projects, get_project, get_overview, activate)


def project_out(project: Project) -> ProjectOut:
    site = project.site
    return ProjectOut(
        id=project.id,
        code=project.code,
        name=project.name,
        aliases=list(project.aliases),
        region=project.region,
        sector=project.sector,
        kind=project.kind,
        stage=project.stage,
        unit_id=project.unit_id,
        start=project.start,
        target=project.target,
        total_wan=exact(project.total_wan),
        site=SiteOut(lat=site.lat, lon=site.lon, radius_m=site.radius_m) if site else None,
        seven_day=project.seven_day,
    )


def _overview_out(view: ProjectView, problems: list[ProblemOut]) -> OverviewOut:
    planned, unit = view.planned, view.team.unit
    return OverviewOut(
        project=project_out(view.project),
        leaders=[person.name for person in view.team.leaders],
        secretaries=[person.name for person in view.team.secretaries],
        unit=Ref(id=unit.id, name=unit.name) if unit else None,
        standing=_standing_out(view.light, view.since),
        annual_plan_wan=exact(view.annual_plan_wan),
        invested_wan=exact(view.invested_wan),
        finish=planned.schedule.finish if planned else None,
        float_days=planned.schedule.project_float if planned else None,
        milestones_done=planned.done if planned else 0,
        milestones=len(planned.milestones) if planned else 0,
        last_report=view.last.day if view.last else None,
        problems=problems,
    )


def _standing_out(light: Light, since: date | None) -> StandingOut:
    return StandingOut(
        standing=light.standing,
        word=phrases.standing(light.standing),
        reasons=[phrases.reason(reason) for reason in light.reasons],
        rule=light.rule,
        since=since,
    )
