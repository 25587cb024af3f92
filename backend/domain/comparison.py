"""Originally, in the baseline, now expected, actually: each step's finish four times (原定、基线、预计、实际)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domain.backward import Schedule, ScheduledStep
from backend.domain.calendars import Calendars
from backend.domain.plan import Step
from backend.domain.promise import Promise, Promised
from backend.domain.recorded import counterparts
from backend.domain.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Adopted:
    """A version: its steps, and what it promised when it was adopted."""

    steps: tuple[Step, ...]
    promise: Promise


@dataclass(frozen=True, slots=True)
class Compared:
    """A step's finishes. None: it was not in that version, or (`expected`) is done, or (`actual`) is not.

    original, baseline: what those versions planned, with the last day their targets allowed. difference: working
    days from the baseline's finish (the original one when there is no baseline) to the actual or expected one,
    more than 0 = later; None when there is nothing to compare.
    """

    id: str
    name: str
    original: Promised | None
    baseline: Promised | None
    expected: date | None
    actual: date | None
    difference: int | None


def compared(
    now: Schedule, original: Adopted, baseline: Adopted | None, by: Calendars
) -> tuple[Compared, ...]:
    """The steps of now in their order, then those that earlier versions had and that are no more."""
    first, base = _promised(now.plan.steps, original), _promised(now.plan.steps, baseline)
    rows = [
        _row(row, first.get(row.step.id), base.get(row.step.id), baseline is not None, by)
        for row in now.steps
    ]
    return (*rows, *_gone(now.plan.steps, original, baseline))


def _promised(steps: Sequence[Step], version: Adopted | None) -> Mapping[str, Promised]:
    """By the id that each step has now: numbers move when a step is put in between."""
    if version is None:
        return {}
    before = counterparts(steps, version.steps)
    promised = version.promise.steps
    return {id: promised[was.id] for id, was in before.items() if was.id in promised}


def _row(
    row: ScheduledStep,
    original: Promised | None,
    baseline: Promised | None,
    has_baseline: bool,
    by: Calendars,
) -> Compared:
    step = row.step
    actual = (step.actual_finish or step.actual_start) if step.is_done else None
    meant = baseline if has_baseline else original
    return Compared(
        step.id,
        step.name,
        original,
        baseline,
        None if actual else row.early_finish,
        actual,
        apart(by.of(step.calendar), meant.finish, actual or row.early_finish) if meant else None,
    )


def _gone(steps: Sequence[Step], original: Adopted, baseline: Adopted | None) -> Iterator[Compared]:
    """Steps of either version that are no more; one that both had is told once."""
    bases = {step.id: step for step in _lost(steps, baseline)} if baseline else {}
    for step in _lost(steps, original):
        same = bases.pop(step.id, None) if baseline else None
        base = baseline.promise.steps.get(step.id) if baseline and same else None
        yield Compared(step.id, step.name, original.promise.steps.get(step.id), base, None, None, None)
    for step in bases.values():
        base = baseline.promise.steps.get(step.id) if baseline else None
        yield Compared(step.id, step.name, None, base, None, None, None)


def _lost(steps: Sequence[Step], version: Adopted) -> list[Step]:
    still = {was.id for was in counterparts(steps, version.steps).values()}
    return [step for step in version.steps if step.id not in still]


def apart(workdays: Workdays, before: date, after: date) -> int:
    """Working days from one day to the other, less than 0 when the other is earlier."""
    one = timedelta(days=1)
    if after >= before:
        return workdays.count(before + one, after)
    return -workdays.count(after + one, before)
