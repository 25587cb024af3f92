"""Freezing a month: every figure of the papers is gathered here, once, and never looked up again (principle 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from backend.domain.people import EVERYTHING, Person, Role
from backend.domain.period import Period
from backend.domain.pro_rata import pro_rata
from backend.domain.project import Project, Stage, empty_seats
from backend.domain.snapshot import (
    LeaderFigures,
    MilestoneFigure,
    PhotoFigure,
    ProblemFigure,
    ProjectFigures,
    Snapshot,
)
from backend.domain.standing import Light
from backend.domain.visit import Photo
from backend.domain.workdays import Workdays
from backend.services import expectations, problem_deadlines, projects, standings, visits
from backend.services.desk import Desk
from backend.services.gathering import Gathered, gather
from backend.storage.site_figures import MonthFigures
from backend.storage.standings import Graded
from reports import phrases

NO_REPORTS = MonthFigures(0, 0, 0, 0, 0, "", None, None)
PHOTOS_SHOWN = 2  # the oldest and the newest of the period: the pair that shows what changed


@dataclass(frozen=True, slots=True)
class _Month:
    """What was looked up for all projects at once."""

    period: Period
    gathered: Gathered
    annual_plans: Mapping[int, Decimal]
    lights: Mapping[int, Light]
    teams: Mapping[int, projects.Team]
    before: Mapping[int, Graded]
    reports: Mapping[int, MonthFigures]
    expected: Mapping[int, int]
    visits: Mapping[tuple[int, Role], int]
    problems: Mapping[int, tuple[ProblemFigure, ...]]
    photos: Mapping[int, list[Photo]]
    weeks: int


def compose(desk: Desk, period: Period, issue: int, total_issue: int) -> Snapshot:
    """The figures of `period` as they were known at its end; a constant number of statements."""
    known = desk.unit.projects.all(EVERYTHING)
    month = _looked_up(desk, known, period)
    rows = tuple(_project(desk, project, month) for project in known)
    return Snapshot(
        key=period.key,
        first=period.first,
        cutoff=period.last,
        office=desk.policy.office,
        county=desk.policy.county,
        issue=issue,
        total_issue=total_issue,
        rule=f"{desk.rule.id}@{desk.rule.version}",
        rule_text=desk.rule.text,
        provisional_from=_provisional_from(desk.calendar, rows),
        projects=rows,
        leaders=_leaders(known, month, rows),
        published=desk.moment.day,
    )


def _looked_up(desk: Desk, known: Sequence[Project], period: Period) -> _Month:
    ids, first, last = [project.id for project in known], period.first, period.last
    gathered = gather(desk, known, last)
    return _Month(
        period=period,
        gathered=gathered,
        annual_plans=desk.unit.projects.annual_plan(ids, last.year),
        lights=standings.lights(desk, last, gathered.evidence, known),
        teams=projects.teams(desk, known, last),
        before=desk.unit.standings.latest(ids, first - timedelta(days=1)),
        reports=desk.unit.daily_reports.month_figures(first, last),
        expected=expectations.expected_days(desk, first, last),
        visits=visits.counts(desk, first, last),
        problems=problem_deadlines.of_projects(desk, ids, first, last),
        photos=desk.unit.photos.between(first, last),
        weeks=_weeks_ending_in(period),
    )


def _weeks_ending_in(period: Period) -> int:
    """A week belongs to the period its Sunday lies in, so that no week's quota is asked for twice."""
    days = (period.last - period.first).days + 1
    return sum((period.first + timedelta(days=i)).weekday() == 6 for i in range(days))


def _project(desk: Desk, project: Project, month: _Month) -> ProjectFigures:
    found, team = month.gathered, month.teams[project.id]
    told = month.reports.get(project.id, NO_REPORTS)
    planned, plan = found.planned.get(project.id), month.annual_plans.get(project.id)
    invested = found.year_invested.get(project.id, Decimal(0))
    before = month.before.get(project.id)
    problems = month.problems.get(project.id, ())
    milestones = planned.milestones if planned else ()
    quota = desk.policy.leader_visits_per_week * month.weeks if project.stage is Stage.ACTIVE else 0
    return ProjectFigures(
        id=project.id,
        code=project.code,
        name=project.name,
        region=project.region,
        sector=project.sector,
        stage=project.stage.value,
        unit=team.unit.name if team.unit else "",
        leaders=tuple(person.name for person in team.leaders),
        secretary="、".join(person.name for person in team.secretaries),
        total_wan=project.total_wan,
        annual_plan_wan=plan,
        month_invested_wan=found.month_invested.get(project.id, Decimal(0)),
        year_invested_wan=invested,
        rate=invested / plan if plan else None,
        pro_rata=pro_rata(month.period.last),
        light=month.lights[project.id],
        previous_standing=before.light.standing.value if before else None,
        target=project.target,
        finish=planned.schedule.finish if planned else None,
        float_days=planned.schedule.project_float if planned else None,
        milestones=milestones,
        report_days=told.report_days,
        expected_days=month.expected.get(project.id, 0),
        late_reports=told.late,
        worker_days=told.worker_days,
        average_workers=told.avg_workers,
        average_machines=told.avg_machines,
        leader_visits=month.visits.get((project.id, Role.LEADER), 0),
        leader_visits_expected=quota,
        secretary_visits=month.visits.get((project.id, Role.SECRETARY), 0),
        progress=told.progress,
        percent=told.percent,
        breakthroughs=_breakthroughs(month.period, milestones, problems),
        problems=problems,
        photos=_pair(month.photos.get(project.id, [])),
        seats_empty=tuple(seat.value for seat in empty_seats(project, list(team.duties), month.period.last)),
    )


def _breakthroughs(
    period: Period, milestones: Sequence[MilestoneFigure], problems: Sequence[ProblemFigure]
) -> tuple[str, ...]:
    """Milestones reached and problems closed in the period."""
    reached = [m for m in milestones if m.actual and period.first <= m.actual <= period.last]
    solved = [p for p in problems if p.closed is not None]
    return (
        *(phrases.milestone_reached(m.name, m.days_late) for m in reached),
        *(phrases.problem_solved(p.text) for p in solved),
    )


def _pair(found: Sequence[Photo]) -> tuple[PhotoFigure, ...]:
    shown = [found[0], found[-1]] if len(found) > 1 else found
    return tuple(PhotoFigure(photo.sha256, photo.day) for photo in shown[:PHOTOS_SHOWN] if photo.sha256)


def _leaders(
    known: Sequence[Project], month: _Month, rows: Sequence[ProjectFigures]
) -> tuple[LeaderFigures, ...]:
    """Every leader with the projects answered for, in the order people first appear."""
    figures = {row.id: row for row in rows}
    led: dict[int, list[int]] = {}
    people: dict[int, Person] = {}
    for project in known:
        for person in month.teams[project.id].leaders:
            people[person.id] = person
            led.setdefault(person.id, []).append(project.id)
    return tuple(
        LeaderFigures(
            person_id=person.id,
            name=person.name,
            title=person.title,
            project_ids=tuple(led[person.id]),
            visits=sum(figures[id_].leader_visits for id_ in led[person.id]),
            visits_expected=sum(figures[id_].leader_visits_expected for id_ in led[person.id]),
        )
        for person in people.values()
    )


def _provisional_from(calendar: Workdays, rows: Sequence[ProjectFigures]) -> date | None:
    """The first day of the first year without a holiday notice that any date of these projects lies in."""
    days = [m.latest for row in rows for m in row.milestones] + [
        m.expected for row in rows for m in row.milestones
    ]
    years = sorted({day.year for day in days if calendar.is_provisional(day)})
    return date(years[0], 1, 1) if years else None
