"""What is presumed to be under way: sites tell when a milestone is reached, hardly ever when work on the next began."""

from dataclasses import replace
from datetime import date, timedelta

from backend.domain.calendars import Calendars, calendars
from backend.domain.plan import LagUnit, Link, LinkType, Plan, Step
from backend.domain.workdays import Workdays


def presumed(plan: Plan, given: Workdays | Calendars, today: date) -> Plan:
    """The plan with a start for every unstarted step that nothing holds back any more.

    Such a step is taken to have begun on the working day after the last step before it was done (plus the
    lag), or on the plan's first day when nothing comes before it; not before the day it is kept for, never after
    `today`. What is said to have begun keeps its day. A step held by anything but finish-to-start links is left
    alone: its start says nothing about theirs.
    """
    by = calendars(given)
    finished = {step.id: step.actual_finish for step in plan.steps}
    steps = tuple(_started(step, plan, finished, by, today) for step in plan.steps)
    return replace(plan, steps=steps)


def _started(step: Step, plan: Plan, finished: dict[str, date | None], by: Calendars, today: date) -> Step:
    if step.actual_start is not None or step.actual_finish is not None or step.days == 0:
        return step
    if step.calendar not in by:
        return step  # for `schedule` to refuse
    workdays = by.of(step.calendar)
    start = workdays.next(max(plan.start, step.not_before or plan.start))
    for link in step.after:
        done = finished[link.before]
        if done is None or link.type is not LinkType.FS:
            return step
        start = max(start, _after(done, link, workdays))
    return replace(step, actual_start=start) if start <= today else step


def _after(done: date, link: Link, workdays: Workdays) -> date:
    if link.unit is LagUnit.CALENDAR:
        return workdays.next(done + timedelta(days=1 + link.lag))
    first = workdays.next(done + timedelta(days=1))
    return workdays.add(first, link.lag) if link.lag else first
