"""A plan as it was known on a day: without what happened after it, and with what was left counted down to it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from backend.domain.calendars import Calendars
from backend.domain.plan import Plan, Step


def known_on(
    plan: Plan, day: date, told: Mapping[str, date], by: Calendars, today: date | None = None
) -> Plan:
    """`told`: by step, the day from which its `remaining` or `percent` counts; a step not in it was told on `day`.
    `today`: the day to which what was left is counted down when nothing new was heard since; `day` when not given.

    What was left on an earlier day is less by the working days since, and one day at least while nobody says that
    the step is done: a plan nobody speaks of keeps its date until that has passed.
    """
    until = today or day
    steps = tuple(_known(step, day, told.get(step.id, day), until, by) for step in plan.steps)
    return plan if steps == plan.steps else replace(plan, steps=steps)


def _known(step: Step, day: date, told_on: date, today: date, by: Calendars) -> Step:
    start, finish = _until(day, step.actual_start), _until(day, step.actual_finish)
    if told_on > day or start != step.actual_start:
        return replace(step, actual_start=start, actual_finish=finish, remaining=None, percent=None)
    if finish != step.actual_finish:
        step = replace(step, actual_finish=finish)
    left = step.days_left
    if not left or told_on == today or step.is_done or step.calendar not in by:
        return step
    gone = by.of(step.calendar).count(told_on, today - timedelta(days=1))
    return replace(step, remaining=max(1, left - gone))


def _until(day: date, actual: date | None) -> date | None:
    return actual if actual is not None and actual <= day else None
