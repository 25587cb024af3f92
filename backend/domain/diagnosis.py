"""What a planner should look at in a plan that can be computed: nothing here keeps it from being scheduled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.domain.backward import Schedule, ScheduledStep, both_passes, latest_start
from backend.domain.calendars import Calendars, calendars
from backend.domain.passes.network import network
from backend.domain.plan import LinkType
from backend.domain.workdays import Workdays


class FindingCode(StrEnum):
    TARGET_PASSED = "target_passed"
    TARGET_ON_DAY_OFF = "target_on_day_off"
    TARGET_BEFORE_START = "target_before_start"
    START_PASSED = "start_passed"
    LIMIT_AGAINST_LINK = "limit_against_link"
    LIMIT_MISSED = "limit_missed"
    LIMIT_ON_DAY_OFF = "limit_on_day_off"
    OUT_OF_TURN = "out_of_turn"
    ACTUAL_AFTER_TODAY = "actual_after_today"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Finding:
    """`steps`: ids it is about; `day`: the target, the limit, the actual day or the latest start; `spare`: working days.

    target_passed: all that is not done. start_passed: the plan had to begin on `day` to meet its target.
    limit_against_link: the step whose limit cannot be kept, then the step whose link forbids it. limit_missed: the
    start of the plan or today forbids it. out_of_turn: begun though the second, which it waits for, is not done.
    loose: linked to nothing, so that nothing holds it and it holds nothing.
    """

    code: FindingCode
    steps: tuple[str, ...] = ()
    day: date | None = None
    spare: int = 0


def findings(result: Schedule, given: Workdays | Calendars, today: date | None) -> tuple[Finding, ...]:
    """In the order of the codes above, then of the plan. `result` is of the same calendars and day."""
    by = calendars(given)
    return (
        *_of_target(result, by, today),
        *_of_limits(result, by, today),
        *_of_actuals(result, today),
        *_loose(result),
    )


def _of_target(result: Schedule, by: Calendars, today: date | None) -> Iterator[Finding]:
    plan = result.plan
    undone = tuple(step.id for step in plan.steps if not step.is_done)
    if today is not None and today > plan.target and undone:
        yield Finding(FindingCode.TARGET_PASSED, undone, plan.target)
    if not by.standard.is_workday(plan.target):
        yield Finding(FindingCode.TARGET_ON_DAY_OFF, day=plan.target)
    if plan.target < plan.start:
        yield Finding(FindingCode.TARGET_BEFORE_START, day=plan.target)
    if undone and result.project_float < 0:
        had_to = latest_start(plan, by)
        if had_to < max(plan.start, today or plan.start):
            yield Finding(FindingCode.START_PASSED, day=had_to, spare=result.project_float)


def _of_limits(result: Schedule, by: Calendars, today: date | None) -> Iterator[Finding]:
    limited = [(i, row) for i, row in enumerate(result.steps) if row.step.not_after or row.step.finish_on]
    if not limited:
        return
    plan = result.plan
    drivers: dict[int, int] = {}
    for i, j in both_passes(plan, network(plan.steps), by, today).driving():
        drivers.setdefault(j, i)
    for i, row in limited:
        yield from _of_limit(
            row, by.of(row.step.calendar), plan.steps[drivers[i]].id if i in drivers else None
        )


def _of_limit(row: ScheduledStep, workdays: Workdays, driver: str | None) -> Iterator[Finding]:
    limit = min(filter(None, (row.step.not_after, row.step.finish_on)))
    if not workdays.is_workday(limit):
        yield Finding(FindingCode.LIMIT_ON_DAY_OFF, (row.step.id,), limit)
    if row.early_finish > limit and not row.step.is_done:
        days = -workdays.count(limit, row.early_finish) + workdays.is_workday(limit)
        if driver is None:
            yield Finding(FindingCode.LIMIT_MISSED, (row.step.id,), limit, days)
        else:
            yield Finding(FindingCode.LIMIT_AGAINST_LINK, (row.step.id, driver), limit, days)


def _of_actuals(result: Schedule, today: date | None) -> Iterator[Finding]:
    steps = {step.id: step for step in result.plan.steps}
    for step in result.plan.steps:
        if step.actual_start is None and step.actual_finish is None:
            continue
        for link in step.after:
            waits = link.type is LinkType.FS and not steps[link.before].is_done
            if waits and link.lag >= 0:
                yield Finding(FindingCode.OUT_OF_TURN, (step.id, link.before))
        latest = max(filter(None, (step.actual_start, step.actual_finish)))
        if today is not None and latest > today:
            yield Finding(FindingCode.ACTUAL_AFTER_TODAY, (step.id,), latest)


def _loose(result: Schedule) -> Iterator[Finding]:
    steps = result.plan.steps
    holding = {link.before for step in steps for link in step.after}
    loose = tuple(step.id for step in steps if not step.after and step.id not in holding)
    if loose and len(steps) > 1:
        yield Finding(FindingCode.LOOSE, loose)
