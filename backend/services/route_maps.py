"""A project's route map (M04) from the plan that holds: one way for the API, chat and pages."""

from datetime import date

from backend.domain.backward import ScheduledStep
from backend.domain.errors import NotFound
from backend.domain.project import Project
from backend.domain.snapshot import MilestoneFigure
from backend.services import plans, projects, standings
from backend.services.desk import Desk
from backend.services.plans import Planned
from reports.route_map import RouteMap, Station


def route_map(desk: Desk, project: Project, day: date | None = None) -> RouteMap:
    """As it stands on `day`, today when not given. Who may see the project is for the caller to ask.

    Raises NotFound("plan_missing").
    """
    today = day or desk.moment.day
    planned = plans.planned(desk, [project], today).get(project.id)
    if planned is None:
        raise NotFound("plan_missing", name=project.name)
    team = projects.teams(desk, [project], today)[project.id]
    graded = standings.latest(desk, [project.id], today).get(project.id)
    return RouteMap(
        office=desk.policy.office,
        county=desk.policy.county,
        project=project.name,
        code=project.code,
        unit=team.unit.name if team.unit else "",
        leader="、".join(person.name for person in team.leaders),
        target=planned.stored.plan.target,
        finish=planned.schedule.finish,
        project_float=planned.schedule.project_float,
        provisional=any(figure.provisional for figure in planned.milestones),
        day=today,
        stations=_stations(planned),
        standing=graded.light.standing if graded else None,
    )


def _stations(planned: Planned) -> tuple[Station, ...]:
    coming = planned.coming
    rows = zip(plans.nodes(planned.schedule), planned.milestones, strict=True)
    return tuple(_station(row, figure, current=figure is coming) for row, figure in rows)


def _station(row: ScheduledStep, figure: MilestoneFigure, current: bool) -> Station:
    return Station(
        seq=figure.seq,
        name=figure.name,
        owner=row.step.owner,
        latest=figure.latest,
        expected=figure.expected,
        actual=figure.actual,
        original=figure.original,
        state=figure.state,
        days_late=figure.days_late,
        critical=figure.critical,
        current=current,
        provisional=figure.provisional,
    )
