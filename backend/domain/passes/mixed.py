"""Both passes over a plan in which more than links decides: several calendars, limits, what has happened, what is left.

A step is known by the number of its last day among the working days of its own calendar; what holds one step by
another goes through the days themselves (`ties`). A start that has happened is held by nothing any more, a finish
still to come is. Late dates come from the planned durations, whatever has happened; only the late finish of work
under way does not heed any more who waited for its start.
"""

from datetime import date
from operator import sub

from backend.domain.calendars import Calendars
from backend.domain.errors import Invalid
from backend.domain.flaw import contradictions, with_steps
from backend.domain.passes.columns import Columns, Dates, Pairs
from backend.domain.passes.early import Early
from backend.domain.passes.network import Network
from backend.domain.passes.ties import Tie, ties_into
from backend.domain.plan import Plan, last_day
from backend.domain.workdays import Workdays


def mixed_passes(plan: Plan, net: Network, calendars: Calendars, today: date | None) -> Columns:
    """Raises Invalid("plan_flawed", flaws) where a step contradicts itself or names a calendar that is not there."""
    own = _checked(plan, calendars)
    early = Early(plan, net, own, ties_into(plan.steps, net), today)
    early.run()
    late = _late(early)
    ends = _ends(early, late)
    finish = max(early.finishes, default=None)
    spare = spare_at(plan, calendars.standard, finish, today)
    dates = _dates(early, late, ends)
    return Columns(
        dates,
        (min(plan.target, *map(min, filter(None, dates))), max(plan.target, *map(max, filter(None, dates)))),
        list(map(sub, ends, early.numbers)),
        _free(early, finish),
        spare,
        None if finish is None else date.fromordinal(finish),
        early.driving,
        lambda: _held(early, late),
        alike=not any(step.calendar for step in plan.steps)
        and not any(tie.calendar for held in early.ties for tie in held),
    )


def _checked(plan: Plan, calendars: Calendars) -> list[Workdays]:
    """Each step's calendar."""
    if found := contradictions(plan.steps, calendars.named):
        raise Invalid("plan_flawed", flaws=found)
    worked_by: dict[str, Workdays] = {}
    for name in dict.fromkeys(step.calendar for step in plan.steps):
        worked_by[name] = calendars.of(name)
        try:
            worked_by[name].next(plan.start)
        except Invalid as refused:
            raise with_steps(refused, name, plan.steps) from None
    return [worked_by[step.calendar] for step in plan.steps]


def spare_at(plan: Plan, workdays: Workdays, finish: int | None, today: date | None) -> int:
    target = workdays.index_after(plan.target)
    if finish is None:
        first = plan.start if today is None else max(plan.start, today)
        return target - workdays.index(first)
    spare = target - workdays.index_on(finish + 1)
    # Past the target on days that the standard calendar does not count is still past it.
    return -1 if spare == 0 and finish > plan.target.toordinal() else spare


def _late(early: Early) -> list[int]:
    """The numbers of the late finishes as the plan has them."""
    latest = _limits(early)
    for j in reversed(early.net.order):
        for tie in early.ties[j]:
            latest[tie.i] = min(latest[tie.i], _late_bound(early, tie, latest))
    return latest


def _limits(early: Early) -> list[int]:
    return [
        workdays.index_after(last_day(early.plan, step)) - 1
        for step, workdays in zip(early.plan.steps, early.own, strict=True)
    ]


def _ends(early: Early, latest: list[int]) -> list[int]:
    """The late finishes, of work under way only by what its finish still holds: that others wait for its start is over."""
    under_way = {i for i, step in enumerate(early.plan.steps) if step.is_under_way}
    if not under_way:
        return latest
    ends = [
        limit if i in under_way else late
        for i, (limit, late) in enumerate(zip(_limits(early), latest, strict=True))
    ]
    for ties in early.ties:
        for tie in ties:
            if tie.i in under_way and tie.from_finish:
                ends[tie.i] = min(ends[tie.i], _late_bound(early, tie, latest))
    return ends


def _late_bound(early: Early, tie: Tie, latest: list[int]) -> int:
    steps = early.plan.steps
    number = latest[tie.j] - (0 if tie.to_finish else max(steps[tie.j].days - 1, 0))
    day = tie.reach(number, early.own[tie.j])
    last = early.own[tie.i].index_on(day + 1) - 1
    return last + (0 if tie.from_finish else max(steps[tie.i].days - 1, 0))


def _held(early: Early, latest: list[int]) -> Pairs:
    return [
        (tie.i, tie.j)
        for j in reversed(early.net.order)
        for tie in early.ties[j]
        if _late_bound(early, tie, latest) == latest[tie.i]
    ]


def _free(early: Early, finish: int | None) -> list[int]:
    if finish is None:
        return []
    free = [
        own.index_on(finish + 1) - 1 - number for own, number in zip(early.own, early.numbers, strict=True)
    ]
    for ties in early.ties:
        for tie in ties:
            if early.still_holds(tie):
                free[tie.i] = min(free[tie.i], _gap(early, tie))
    return free


def _gap(early: Early, tie: Tie) -> int:
    """How many of i's working days its end of the tie may slip before j moves."""
    number = early.numbers[tie.j] - (0 if tie.to_finish else early.spans[tie.j])
    workdays = early.own[tie.i]
    most = workdays.index_on(tie.reach(number, early.own[tie.j]) + 1) - 1
    return most - (early.numbers[tie.i] if tie.from_finish else workdays.index_on(early.starts[tie.i]))


def _dates(early: Early, late: list[int], ends: list[int]) -> Dates:
    late_starts = [
        own.day_at(number - max(step.days - 1, 0))
        for own, number, step in zip(early.own, late, early.plan.steps, strict=True)
    ]
    return (
        tuple(map(date.fromordinal, early.starts)),
        tuple(map(date.fromordinal, early.finishes)),
        tuple(late_starts),
        tuple(own.day_at(number) for own, number in zip(early.own, ends, strict=True)),
    )
