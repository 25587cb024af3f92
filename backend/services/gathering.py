"""What every judgement and every paper starts from: all projects' figures on one day, in a handful of queries.

A past day is seen as it was known then: what was finished or stated later does not count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.domain.investment import Investment, month_invested, month_of, year_invested
from backend.domain.project import Project
from backend.domain.standing import MilestoneDates
from backend.services import daily_reports, plans
from backend.services.desk import Desk
from backend.services.standings import Evidence


@dataclass(frozen=True, slots=True)
class Gathered:
    """By project id; what a project has nothing of is absent. Money in 万元."""

    day: date
    planned: Mapping[int, plans.Planned]
    year_invested: Mapping[int, Decimal]
    month_invested: Mapping[int, Decimal]
    last_progress: Mapping[int, date]
    watched: Mapping[int, date]

    @property
    def evidence(self) -> Evidence:
        """What the classes are given by."""
        return Evidence(
            milestones={
                id_: [MilestoneDates(m.name, m.latest, m.actual) for m in planned.milestones]
                for id_, planned in self.planned.items()
            },
            invested=self.year_invested,
            last_progress=self.last_progress,
            watched=self.watched,
        )


def gather(desk: Desk, projects: Sequence[Project], day: date) -> Gathered:
    """The number of statements does not depend on the number of projects."""
    planned = plans.planned(desk, projects, day)
    ids = [project.id for project in projects]
    stated = _stated(desk, ids, day)
    first = desk.unit.standings.first_days(ids)
    month = month_of(day)
    return Gathered(
        day=day,
        planned=planned,
        year_invested={id_: year_invested(entries, month) for id_, entries in stated.items()},
        month_invested={id_: month_invested(entries, month) for id_, entries in stated.items()},
        last_progress=_last_progress(desk, day, planned),
        watched={id_: min(first.get(id_, day), day) for id_ in ids},
    )


def _stated(desk: Desk, ids: Sequence[int], day: date) -> dict[int, list[Investment]]:
    """The year's investment figures that were known by the end of `day`."""
    entries = desk.unit.investments.of_year(day.year, ids)
    return {
        project_id: [entry for entry in found if desk.moment.day_of(entry.at) <= day]
        for project_id, found in entries.items()
    }


def _last_progress(desk: Desk, day: date, planned: Mapping[int, plans.Planned]) -> dict[int, date]:
    """The last day anything moved: people at work, progress told, money spent, a milestone reached."""
    moved = daily_reports.last_activity(desk, day)
    for project_id, plan in planned.items():
        reached = [m.actual for m in plan.milestones if m.actual is not None and m.actual <= day]
        if reached:
            moved[project_id] = max([*reached, moved.get(project_id, date.min)])
    return moved
