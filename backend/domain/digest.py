"""The monthly digest for one leader (M19): five parts, and only the leader's own projects."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.domain import totals
from backend.domain.errors import NotFound
from backend.domain.problem import OPEN
from backend.domain.snapshot import LeaderFigures, MilestoneFigure, ProblemFigure, ProjectFigures, Snapshot
from backend.domain.standing import Standing


@dataclass(frozen=True, slots=True)
class Progress:
    """形象进度 of one project: the last words from the site, the share when it was said."""

    project: str
    standing: Standing
    words: str
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Difficulty:
    """An open problem of an own project."""

    project: str
    problem: ProblemFigure


@dataclass(frozen=True, slots=True)
class Lag:
    """A project behind or without progress, with the milestone that is overdue longest."""

    project: ProjectFigures
    milestone: MilestoneFigure | None


@dataclass(frozen=True, slots=True)
class Digest:
    """Projects worst first; problems longest overdue first, then by deadline."""

    key: str
    first: date
    cutoff: date
    leader: LeaderFigures
    projects: tuple[ProjectFigures, ...]
    investment: totals.Investment
    counts: dict[Standing, int]
    progress: tuple[Progress, ...]
    breakthroughs: tuple[tuple[str, str], ...]  # project, what was achieved
    difficulties: tuple[Difficulty, ...]
    lagging: tuple[Lag, ...]


def digest(snapshot: Snapshot, leader_id: int) -> Digest:
    """NotFound("leader_not_in_period") when the snapshot does not know the leader."""
    leader = next((x for x in snapshot.leaders if x.person_id == leader_id), None)
    if leader is None:
        raise NotFound("leader_not_in_period", leader_id=leader_id, period=snapshot.key)
    own = totals.worst_first(p for p in snapshot.projects if p.id in leader.project_ids)
    return Digest(
        key=snapshot.key,
        first=snapshot.first,
        cutoff=snapshot.cutoff,
        leader=leader,
        projects=tuple(own),
        investment=totals.investment(own),
        counts=dict(totals.counts(own)),
        progress=tuple(Progress(p.name, p.light.standing, p.progress, p.percent) for p in own),
        breakthroughs=tuple((p.name, words) for p in own for words in p.breakthroughs),
        difficulties=difficulties(own),
        lagging=tuple(Lag(p, next(iter(totals.overdue(p)), None)) for p in totals.lagging(own)),
    )


def difficulties(projects: list[ProjectFigures]) -> tuple[Difficulty, ...]:
    found = [Difficulty(p.name, problem) for p in projects for problem in p.problems if problem.state in OPEN]
    return tuple(sorted(found, key=lambda d: (-d.problem.days_overdue, d.problem.deadline or date.max)))
