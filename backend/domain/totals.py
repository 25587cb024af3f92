"""Figures over several projects. A sum is always over the very rows a paper shows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.domain.problem import OPEN, State
from backend.domain.snapshot import MilestoneFigure, MilestoneState, ProblemFigure, ProjectFigures, Snapshot
from backend.domain.standing import WORST_FIRST, Standing

FINISHED = frozenset({MilestoneState.DONE, MilestoneState.DONE_LATE})


@dataclass(frozen=True, slots=True)
class Investment:
    """Money in 万元 of the projects that have an annual plan; `unplanned` projects have none and stand outside the rate."""

    plan: Decimal
    invested: Decimal
    month: Decimal
    due: Decimal  # plan × pro rata
    planned: int
    unplanned: int
    unplanned_invested: Decimal

    @property
    def rate(self) -> Decimal | None:
        return self.invested / self.plan if self.plan else None

    @property
    def pro_rata(self) -> Decimal | None:
        return self.due / self.plan if self.plan else None


def investment(projects: Sequence[ProjectFigures]) -> Investment:
    with_plan = [p for p in projects if p.annual_plan_wan]
    without = [p for p in projects if not p.annual_plan_wan]
    return Investment(
        plan=sum((p.annual_plan_wan or Decimal(0) for p in with_plan), Decimal(0)),
        invested=sum((p.year_invested_wan for p in with_plan), Decimal(0)),
        month=sum((p.month_invested_wan for p in projects), Decimal(0)),
        due=sum(((p.annual_plan_wan or Decimal(0)) * p.pro_rata for p in with_plan), Decimal(0)),
        planned=len(with_plan),
        unplanned=len(without),
        unplanned_invested=sum((p.year_invested_wan for p in without), Decimal(0)),
    )


def counts(projects: Iterable[ProjectFigures]) -> Mapping[Standing, int]:
    found = dict.fromkeys(Standing, 0)
    for project in projects:
        found[project.light.standing] += 1
    return found


def ordered(projects: Iterable[ProjectFigures]) -> list[ProjectFigures]:
    """By the office's own number, digits read as numbers."""
    return sorted(projects, key=lambda p: (natural(p.code), p.id))


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """A key under which P-2 comes before P-10."""
    parts = re.split(r"(\d+)", code)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)


def worst_first(projects: Iterable[ProjectFigures]) -> list[ProjectFigures]:
    """No progress before behind, then the longest overdue, then the lowest share of the plan."""
    return sorted(
        projects,
        key=lambda p: (
            WORST_FIRST.index(p.light.standing),
            -days_overdue(p),
            p.rate if p.rate is not None else Decimal(2),
            natural(p.code),
            p.id,
        ),
    )


def lagging(projects: Iterable[ProjectFigures]) -> list[ProjectFigures]:
    return [p for p in worst_first(projects) if p.light.standing in {Standing.BEHIND, Standing.STALLED}]


def overdue(project: ProjectFigures) -> list[MilestoneFigure]:
    """Unfinished milestones past their latest finish, longest first."""
    late = [m for m in project.milestones if m.state is MilestoneState.OVERDUE]
    return sorted(late, key=lambda m: (-m.days_late, m.seq))


def days_overdue(project: ProjectFigures) -> int:
    return max((m.days_late for m in overdue(project)), default=0)


def finished(project: ProjectFigures) -> int:
    return sum(m.state in FINISHED for m in project.milestones)


def by_unit(projects: Iterable[ProjectFigures]) -> dict[str, list[ProjectFigures]]:
    found: dict[str, list[ProjectFigures]] = {}
    for project in projects:
        found.setdefault(project.unit, []).append(project)
    return found


@dataclass(frozen=True, slots=True)
class Nodes:
    """Milestones of all projects at the cut-off: `due` had to be finished by now, `met` of them are."""

    due: int
    met: int
    this_period: int
    overdue: int
    late_projects: tuple[ProjectFigures, ...]  # longest overdue first


def nodes(snapshot: Snapshot) -> Nodes:
    every = [m for p in snapshot.projects for m in p.milestones]
    due = [m for m in every if m.latest <= snapshot.cutoff]
    late = [p for p in snapshot.projects if overdue(p)]
    return Nodes(
        due=len(due),
        met=sum(m.state in FINISHED for m in due),
        this_period=sum(within(m.actual, snapshot.first, snapshot.cutoff) for m in every),
        overdue=sum(m.state is MilestoneState.OVERDUE for m in every),
        late_projects=tuple(sorted(late, key=lambda p: (-days_overdue(p), natural(p.code)))),
    )


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem with its project."""

    project: ProjectFigures
    problem: ProblemFigure


@dataclass(frozen=True, slots=True)
class Issues:
    """The period's problems: what came, what was closed in it, what is open at the cut-off, what of that is overdue."""

    raised: tuple[Issue, ...]
    closed: tuple[Issue, ...]
    open: tuple[Issue, ...]
    overdue: tuple[Issue, ...]  # longest first


def issues(snapshot: Snapshot) -> Issues:
    every = [Issue(p, problem) for p in ordered(snapshot.projects) for problem in p.problems]
    still = [i for i in every if i.problem.state in OPEN]
    late = [i for i in still if i.problem.days_overdue > 0]
    return Issues(
        raised=tuple(i for i in every if within(i.problem.raised, snapshot.first, snapshot.cutoff)),
        closed=tuple(
            i
            for i in every
            if i.problem.state == State.CLOSED and within(i.problem.closed, snapshot.first, snapshot.cutoff)
        ),
        open=tuple(still),
        overdue=tuple(sorted(late, key=lambda i: -i.problem.days_overdue)),
    )


def within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last
