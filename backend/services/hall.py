"""What hangs in the hall (M20): every project that is not completed, the worst first; nothing about people but the leader's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from backend.domain.people import EVERYTHING
from backend.domain.pro_rata import pro_rata
from backend.domain.project import Project, Stage
from backend.domain.snapshot import MilestoneFigure
from backend.domain.standing import WORST_FIRST, Light, Standing
from backend.services import projects, standings
from backend.services.desk import Desk
from backend.services.gathering import gather
from backend.services.plans import Planned


@dataclass(frozen=True, slots=True)
class HallRow:
    """`rate`: the year's investment over its plan, None without a plan. `next`: what is to be reached next;
    when it is late already, the one that is longest late."""

    project: Project
    unit: str
    leaders: tuple[str, ...]
    light: Light
    rate: Decimal | None
    next: MilestoneFigure | None

    @property
    def days_late(self) -> int:
        return self.next.days_late if self.next else 0


@dataclass(frozen=True, slots=True)
class Hall:
    """Money in 万元 over the projects shown; `pro_rata` is the share of the year's plan that should be done by `day`."""

    county: str
    office: str
    at: datetime  # office time
    day: date
    pro_rata: Decimal
    rows: tuple[HallRow, ...]
    counts: Mapping[Standing, int]
    completed: int
    planned_wan: Decimal
    invested_wan: Decimal

    @property
    def rate(self) -> Decimal | None:
        return self.invested_wan / self.planned_wan if self.planned_wan > 0 else None

    @property
    def late(self) -> int:
        """Projects with a milestone past its latest finish."""
        return sum(row.days_late > 0 for row in self.rows)


def hall(desk: Desk) -> Hall:
    """A constant number of statements."""
    known = desk.unit.projects.all(EVERYTHING)
    shown = [project for project in known if project.stage is not Stage.COMPLETED]
    today = desk.moment.day
    gathered = gather(desk, shown, today)
    lights = standings.lights(desk, today, gathered.evidence, shown)
    teams = projects.teams(desk, shown)
    yearly = desk.unit.projects.annual_plan([project.id for project in shown], today.year)
    rows = [
        _row(
            project,
            teams[project.id],
            lights[project.id],
            yearly.get(project.id),
            gathered.year_invested.get(project.id, Decimal(0)),
            gathered.planned.get(project.id),
        )
        for project in shown
    ]
    return Hall(
        county=desk.policy.county,
        office=desk.policy.office,
        at=desk.moment.local,
        day=today,
        pro_rata=pro_rata(today),
        rows=tuple(sorted(rows, key=_worst_first)),
        counts={standing: sum(row.light.standing is standing for row in rows) for standing in WORST_FIRST},
        completed=len(known) - len(shown),
        planned_wan=sum(yearly.values(), Decimal(0)),
        invested_wan=sum((gathered.year_invested.get(id_, Decimal(0)) for id_ in yearly), Decimal(0)),
    )


def _row(
    project: Project,
    team: projects.Team,
    light: Light,
    plan: Decimal | None,
    invested: Decimal,
    planned: Planned | None,
) -> HallRow:
    return HallRow(
        project=project,
        unit=team.unit.name if team.unit else "",
        leaders=tuple(person.name for person in team.leaders),
        light=light,
        rate=invested / plan if plan else None,
        next=(planned.late or planned.coming) if planned else None,
    )


def _worst_first(row: HallRow) -> tuple[int, int, Decimal, int]:
    rate = Decimal(1) if row.rate is None else row.rate
    return (WORST_FIRST.index(row.light.standing), -row.days_late, rate, row.project.id)
