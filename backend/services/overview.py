"""What is known of projects, gathered from every noun for one look: a card, a list of one's own, what is owed."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.domain.daily_report import DailyReport
from backend.domain.people import Actor, Role
from backend.domain.problem import OPEN, Problem, State
from backend.domain.project import Project
from backend.domain.standing import WORST_FIRST, Light
from backend.services import expectations, plans, problem_views, projects, standings
from backend.services.desk import Desk
from backend.services.gathering import Gathered, gather
from backend.storage.standings import Graded

NONE = Decimal(0)
MOST_PROBLEMS = 500


@dataclass(frozen=True, slots=True)
class ProjectView:
    """One project today. Money in 万元. `light` is today's; `since` the day its class has been kept from."""

    project: Project
    team: projects.Team
    light: Light
    since: date | None
    planned: plans.Planned | None
    annual_plan_wan: Decimal | None
    invested_wan: Decimal
    last: DailyReport | None
    problems: tuple[Problem, ...]  # open ones


def project(desk: Desk, actor: Actor, project_id: int) -> ProjectView:
    """Raises NotFound outside the asker's scope."""
    return views(desk, actor, [projects.get(desk, actor, project_id)])[0]


def views(desk: Desk, actor: Actor, shown: Sequence[Project]) -> list[ProjectView]:
    """A constant number of statements however many projects are shown."""
    ids, today = [one.id for one in shown], desk.moment.day
    gathered = gather(desk, shown, today)
    teams = projects.teams(desk, shown)
    lights = standings.lights(desk, today, gathered.evidence, shown)
    kept = standings.latest(desk, ids, today)
    yearly = desk.unit.projects.annual_plan(ids, today.year)
    last = desk.unit.daily_reports.newest(ids)
    open_ = _open_problems(desk, actor, ids)
    return [
        ProjectView(
            project=one,
            team=teams[one.id],
            light=lights[one.id],
            since=_since(kept.get(one.id), lights[one.id]),
            planned=gathered.planned.get(one.id),
            annual_plan_wan=yearly.get(one.id),
            invested_wan=gathered.year_invested.get(one.id, NONE),
            last=last.get(one.id),
            problems=tuple(open_.get(one.id, ())),
        )
        for one in shown
    ]


def _since(kept: Graded | None, light: Light) -> date | None:
    return kept.day if kept is not None and kept.light.standing is light.standing else None


def _open_problems(desk: Desk, actor: Actor, ids: Collection[int]) -> dict[int, list[Problem]]:
    """By project; one page holds what a county has open."""
    only = next(iter(ids)) if len(ids) == 1 else None
    page = problem_views.listing(desk, actor, states=OPEN, project_id=only, limit=MOST_PROBLEMS)
    found: dict[int, list[Problem]] = {}
    for problem in page.items:
        found.setdefault(problem.project_id, []).append(problem)
    return found


@dataclass(frozen=True, slots=True)
class MineRow:
    """`reported` None: nothing is expected of the project today."""

    project: Project
    light: Light
    reported: bool | None
    float_days: int | None
    open_problems: int


def mine(desk: Desk, actor: Actor) -> list[MineRow]:
    """The asker's projects, the worst first."""
    own = projects.mine(desk, actor)
    today = desk.moment.day
    gathered: Gathered = gather(desk, own, today)
    lights = standings.lights(desk, today, gathered.evidence, own)
    expected = {one.project_id for one in expectations.expected(desk, today, actor.scope)}
    silent = {one.project.id for one in expectations.missing(desk, today, actor.scope)}
    open_ = Counter(
        {id_: len(found) for id_, found in _open_problems(desk, actor, [p.id for p in own]).items()}
    )
    rows = [
        MineRow(
            project=one,
            light=lights[one.id],
            reported=(one.id not in silent) if one.id in expected else None,
            float_days=planned.schedule.project_float if (planned := gathered.planned.get(one.id)) else None,
            open_problems=open_[one.id],
        )
        for one in own
    ]
    order = {standing: n for n, standing in enumerate(WORST_FIRST)}
    return sorted(rows, key=lambda row: (order[row.light.standing], row.project.id))


@dataclass(frozen=True, slots=True)
class OwedRow:
    """`what`: report, milestone or problem; `day` is when it was or is due."""

    project: str
    day: date
    what: str
    detail: str = ""


def owed(desk: Desk, actor: Actor) -> list[OwedRow]:
    """Reports not told, own projects' milestones past their latest finish, problems that wait for the asker's unit."""
    today = desk.moment.day
    rows = [OwedRow(one.project.name, one.day, "report") for one in expectations.owed(desk, actor, today)]
    if Role.SECRETARY in actor.roles:
        rows += _late_milestones(desk, projects.mine(desk, actor), today)
    if Role.UNIT in actor.roles:
        rows += _waiting_problems(desk, actor)
    return rows


def _late_milestones(desk: Desk, own: Sequence[Project], today: date) -> list[OwedRow]:
    planned = plans.planned(desk, own, today)
    late = [(one, planned[one.id].late) for one in own if one.id in planned]
    return [OwedRow(one.name, m.latest, "milestone", m.name) for one, m in late if m is not None]


def _waiting_problems(desk: Desk, actor: Actor) -> list[OwedRow]:
    waiting = (State.ISSUED, State.ACKNOWLEDGED)
    page = problem_views.listing(desk, actor, states=waiting, limit=MOST_PROBLEMS)
    own = [problem for problem in page.items if problem.unit_id in actor.scope.unit_ids]
    names = problem_views.names(desk, own)
    return [
        OwedRow(
            names.project(problem),
            problem.deadline or desk.moment.day,
            "problem",
            f"{problem.number} {problem.text}",
        )
        for problem in own
    ]
