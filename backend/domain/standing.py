"""The four classes of a project (M20) and the reasons for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from backend.domain.policy import StandingRule
from backend.domain.project import Stage


class Standing(StrEnum):
    AHEAD = "ahead"  # 超前
    ON_TRACK = "on_track"  # 正常
    BEHIND = "behind"  # 滞后
    STALLED = "stalled"  # 无进展


WORST_FIRST = (Standing.STALLED, Standing.BEHIND, Standing.ON_TRACK, Standing.AHEAD)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code the wording knows, and the numbers that go into the sentence (already rounded as shown)."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Light:
    """A class with its reasons and the rule (id and version) that gave it."""

    standing: Standing
    reasons: tuple[Reason, ...]
    rule: str

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(reason.code for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class MilestoneDates:
    """`latest` is the last day the backward schedule allows, `actual` the day it was done."""

    name: str
    latest: date
    actual: date | None = None

    def is_done_by(self, day: date) -> bool:
        return self.actual is not None and self.actual <= day


@dataclass(frozen=True, slots=True)
class Inputs:
    """What one project is judged by on `day`. Money in 万元 since 1 January; `pro_rata` is a share (0.8333…).

    last_progress: the last day on which anything moved (progress told, money spent, milestone done).
    started: the day work began or should have begun; idleness counts from it when nothing has moved yet.
    watched: the first day anybody looked; what happened or not before it is not known, and no idleness counts from there.
    """

    stage: Stage
    day: date
    pro_rata: Decimal
    annual_plan_wan: Decimal | None = None
    invested_wan: Decimal = Decimal(0)
    milestones: tuple[MilestoneDates, ...] = ()
    last_progress: date | None = None
    started: date | None = None
    watched: date | None = None


@dataclass(frozen=True, slots=True)
class _Finding:
    """One thing looked at: the class it speaks for (None: no say) and what there is to tell of it."""

    says: Standing | None
    reason: Reason


def grade(inputs: Inputs, rule: StandingRule) -> Light:
    """The first class in `PRECEDENCE` that any finding speaks for; on track when none does.

    Preparing projects are judged by milestones alone; a completed one cannot fall behind any more.
    """
    match inputs.stage:
        case Stage.PREPARING:
            findings = [_preparing(inputs), *_milestones(inputs, rule)]
        case Stage.COMPLETED:
            findings = [_completed(inputs), *(f for f in _plan(inputs, rule) if f.says is Standing.AHEAD)]
        case Stage.ACTIVE | Stage.SUSPENDED:
            findings = [*_idle(inputs, rule), *_plan(inputs, rule), *_milestones(inputs, rule)]
            if inputs.annual_plan_wan is None or inputs.annual_plan_wan <= 0:
                findings.append(_Finding(None, Reason("no_plan", (("year", str(inputs.day.year)),))))
    standing = next(
        (s for s in PRECEDENCE if any(finding.says is s for finding in findings)), Standing.ON_TRACK
    )
    decisive = sorted(findings, key=lambda finding: finding.says is not standing)
    return Light(standing, tuple(finding.reason for finding in decisive), f"{rule.id}@{rule.version}")


PRECEDENCE = (Standing.STALLED, Standing.BEHIND, Standing.AHEAD, Standing.ON_TRACK)


def percent(share: Decimal) -> Decimal:
    """A share as a percentage with one decimal, rounded half up: 0.76649 → 76.6."""
    return (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _plan(inputs: Inputs, rule: StandingRule) -> Sequence[_Finding]:
    """Judged on the percentages as printed, so that whoever reads them can work the class out again."""
    if inputs.annual_plan_wan is None or inputs.annual_plan_wan <= 0:
        return ()
    plan, done = percent(inputs.pro_rata), percent(inputs.invested_wan / inputs.annual_plan_wan)
    points = done - plan
    facts = (("plan", f"{plan}%"), ("done", f"{done}%"), ("points", str(abs(points))))
    if points >= rule.ahead_points:
        return (_Finding(Standing.AHEAD, Reason("ahead_of_plan", facts)),)
    if -points >= rule.behind_points:
        return (_Finding(Standing.BEHIND, Reason("behind_plan", facts)),)
    return (_Finding(Standing.ON_TRACK, Reason("on_plan", facts)),)


def _milestones(inputs: Inputs, rule: StandingRule) -> Sequence[_Finding]:
    """The latest of the unfinished ones is named; being late by less than the rule's days is told, not punished."""
    if not inputs.milestones:
        return ()
    late = [m for m in inputs.milestones if not m.is_done_by(inputs.day) and m.latest < inputs.day]
    if not late:
        return (_Finding(Standing.ON_TRACK, Reason("milestones_on_time", _done_of(inputs))),)
    worst = min(late, key=lambda m: m.latest)
    days = (inputs.day - worst.latest).days
    facts = (("name", worst.name), ("days", str(days)), ("count", str(len(late))))
    says = Standing.BEHIND if days >= rule.late_days else None
    return (_Finding(says, Reason("milestone_late", facts)),)


def _idle(inputs: Inputs, rule: StandingRule) -> Sequence[_Finding]:
    quiet = inputs.last_progress or inputs.started
    since = max((day for day in (quiet, inputs.watched) if day is not None), default=None)
    if quiet is None or since is None or (days := (inputs.day - since).days) < rule.idle_days:
        return ()
    return (_Finding(Standing.STALLED, Reason("no_progress", (("days", str(days)),))),)


def _preparing(inputs: Inputs) -> _Finding:
    return _Finding(None, Reason("preparing", _done_of(inputs)))


def _completed(inputs: Inputs) -> _Finding:
    return _Finding(None, Reason("completed", _done_of(inputs)))


def _done_of(inputs: Inputs) -> tuple[tuple[str, str], ...]:
    done = sum(m.is_done_by(inputs.day) for m in inputs.milestones)
    return (("done", str(done)), ("total", str(len(inputs.milestones))))
