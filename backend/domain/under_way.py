"""What is presumed to be under way: sites tell when a milestone is reached, hardly ever when work on the next began."""

from dataclasses import replace
from datetime import date, timedelta

from backend.domain.plan import LinkType, Plan, Step
from backend.domain.workdays import Workdays


def presumed(plan: Plan, workdays: Workdays, today: date) -> Plan:
    """The plan with a start for every unstarted step that nothing holds back any more.

    Such a step is taken to have begun on the working day after the last step before it was done (plus the
    lag), or on the plan's first day when nothing comes before it; never after `today`. What is said to have
    begun keeps its day. A step held by anything but finish-to-start links is left alone: its start says
    nothing about theirs.
    """
    finished = {step.id: step.actual_finish for step in plan.steps}
    steps = tuple(_started(step, plan, finished, workdays, today) for step in plan.steps)
    return replace(plan, steps=steps)


def _started(
    step: Step, plan: Plan, finished: dict[str, date | None], workdays: Workdays, today: date
) -> Step:
    if step.actual_start is not None or step.actual_finish is not None or step.days == 0:
        return step
    start = workdays.next(plan.start)
    for link in step.after:
        done = finished[link.before]
        if done is None or link.type is not LinkType.FS:
            return step
        after = workdays.next(done + timedelta(days=1))
        start = max(start, workdays.add(after, link.lag) if link.lag else after)
    return replace(step, actual_start=start) if start <= today else step
