"""What is told of a project's schedule in a few words: the nodes still open, the days left, the steps that decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domain.backward import ScheduledStep
from backend.domain.chains import deciding
from backend.domain.people import Actor
from backend.domain.project import Project
from backend.services import plans, projects
from backend.services.desk import Desk
from backend.services.plans import Planned
from backend.services.site_calendars import calendars_of

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deciding:
    """A step of the chain that decides the finish. `left`: working days of its own calendar from today on."""

    row: ScheduledStep
    left: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """`planned` None: no plan holds, and nothing is decided.

    owners: of the plan's milestones, by `MilestoneFigure.seq`. days: from today to the target, negative when it has
    passed, None without one; working_days: the same in working days, 0 when it has passed.
    """

    project: Project
    target: date | None
    planned: Planned | None
    owners: Mapping[int, str]
    chain: tuple[Deciding, ...]
    days: int | None
    working_days: int


def outlook(desk: Desk, actor: Actor, project_id: int) -> Outlook:
    """Raises NotFound outside the asker's scope."""
    project = projects.get(desk, actor, project_id)
    planned = plans.planned(desk, [project]).get(project.id)
    target = planned.schedule.plan.target if planned else project.target
    today, worked = desk.moment.day, calendars_of(desk)(project).standard
    return Outlook(
        project,
        target,
        planned,
        _owners(planned) if planned else {},
        _chain(desk, project, planned) if planned else (),
        (target - today).days if target else None,
        worked.count(today + A_DAY, target) if target else 0,
    )


def _owners(planned: Planned) -> dict[int, str]:
    known = {(row.step.name, row.late_finish): row.step.owner for row in planned.schedule.steps}
    return {node.seq: known[node.name, node.latest] for node in planned.milestones}


def _chain(desk: Desk, project: Project, planned: Planned) -> tuple[Deciding, ...]:
    by, today = calendars_of(desk)(project), desk.moment.day
    return tuple(
        Deciding(row, by.of(row.step.calendar).count(max(today, row.early_start), row.early_finish))
        for row in deciding(planned.schedule, by, today)
    )
