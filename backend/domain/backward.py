"""The backward schedule (倒排): both passes over a plan, in whole working days.

Early dates come from the start, from what has actually happened and from today; they never depend on the target.
Late dates come from the target, durations and links; they never depend on the start or on what has happened.
How time is counted, and where events fall: see `network`.
"""

from dataclasses import dataclass
from datetime import date
from operator import add, sub

from backend.domain.errors import Invalid
from backend.domain.network import Edge, Network, network
from backend.domain.plan import Plan, Step, flaws
from backend.domain.workdays import Workdays

Dates = tuple[tuple[date, ...], tuple[date, ...], tuple[date, ...], tuple[date, ...]]


@dataclass(frozen=True, slots=True)
class ScheduledStep:
    step: Step
    early_start: date
    early_finish: date
    late_start: date
    late_finish: date
    total_float: int
    free_float: int
    critical: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """Columns in the plan's order of steps; `steps` has them as rows. Floats in working days.

    finish: the last early finish, None without steps. project_float: working days from it to the target,
    negative = so many must be gained, never clipped; without steps, the days there are to work.
    total_float: from the early finish to the late one. free_float: how far the step may slip before it moves
    another step not yet begun, or the finish of the plan.
    critical: not done, and total_float at most the project's float or at most 0: the chain that decides the
    finish, and with it everything already too late for the target.
    provisional: one of its dates lies in a year whose holidays are not published yet; of the plan: any.
    """

    plan: Plan
    early_start: tuple[date, ...]
    early_finish: tuple[date, ...]
    late_start: tuple[date, ...]
    late_finish: tuple[date, ...]
    total_float: tuple[int, ...]
    free_float: tuple[int, ...]
    critical: tuple[bool, ...]
    provisional_steps: tuple[bool, ...]
    project_float: int
    finish: date | None
    provisional: bool

    @property
    def steps(self) -> tuple[ScheduledStep, ...]:
        rows = zip(
            self.plan.steps,
            self.early_start,
            self.early_finish,
            self.late_start,
            self.late_finish,
            self.total_float,
            self.free_float,
            self.critical,
            self.provisional_steps,
            strict=True,
        )
        return tuple(ScheduledStep(*row) for row in rows)


def schedule(plan: Plan, workdays: Workdays, today: date | None = None) -> Schedule:
    """Both passes. With `today`, what has not begun is not expected to begin before it.

    A step with an actual finish is done. One with only an actual start goes on for its planned days and at
    least to today, whatever its links say; an event with either has happened.
    Raises Invalid("plan_flawed", flaws), Invalid("date_out_of_range", first, last: years) when a date falls
    outside the years a calendar knows, Invalid("calendar_without_workday").
    """
    net = network(plan)
    first, target = _first(plan, workdays, today), workdays.index_after(plan.target) - 1
    begun = _begun(plan, net, workdays, today)
    starts, finishes, edges = _early(net, begun, first)
    late_starts = _pulled_back([target - x for x in net.last], net.edges)
    late_finishes = list(map(add, late_starts, net.last))
    finish = max(finishes, default=first - 1)
    free = _free(starts, [finish - x for x in finishes], edges)
    total = tuple(map(sub, late_finishes, finishes))
    for i in net.evenings:
        starts[i] -= 1
        late_starts[i] -= 1
    columns = (starts, finishes, late_starts, late_finishes)
    dates, provisional = _dates(workdays, columns, max(finish, target))
    limit = max(0, target - finish)
    critical = [spare <= limit for spare in total]
    if begun:
        dates = _with_actuals(plan, dates)
        critical = [c and not _done(step) for c, step in zip(critical, plan.steps, strict=True)]
    return Schedule(
        plan,
        *dates,
        total,
        tuple(free),
        tuple(critical),
        provisional,
        target - finish,
        max(dates[1], default=None),
        True in provisional,
    )


def latest_start(plan: Plan, workdays: Workdays) -> date:
    """The last day on which the plan can begin and still meet its target; the target when there is nothing to do."""
    return min(schedule(plan, workdays).late_start, default=plan.target)


def _done(step: Step) -> bool:
    return step.actual_finish is not None or (step.actual_start is not None and step.days == 0)


def _first(plan: Plan, workdays: Workdays, today: date | None) -> int:
    first = workdays.index(plan.start)
    return first if today is None else max(first, workdays.index(today))


def _begun(plan: Plan, net: Network, workdays: Workdays, today: date | None) -> dict[int, tuple[int, int]]:
    """Of what is done or under way: the boundary of its start and the number of its last day."""
    begun = {}
    for i, step in enumerate(plan.steps):
        happened = step.actual_finish or step.actual_start
        if happened is None:
            continue
        if step.actual_start and step.actual_start > happened:
            raise Invalid("plan_flawed", flaws=flaws(plan.steps))
        begun[i] = _actual(step, happened, net.last[i], workdays, today)
    return begun


def _actual(step: Step, happened: date, last: int, workdays: Workdays, today: date | None) -> tuple[int, int]:
    if step.days == 0:
        boundary = workdays.index(happened) if last == 0 else workdays.index_after(happened)
        return boundary, boundary + last
    if step.actual_finish is None:
        start = workdays.index(happened)
        return start, start + last if today is None else max(start + last, workdays.index(today))
    end = workdays.index_after(happened) - 1
    start = end - last if step.actual_start is None else workdays.index(step.actual_start)
    return min(start, end), end  # all of it on days off: counted with the working day before


def _early(
    net: Network, begun: dict[int, tuple[int, int]], first: int
) -> tuple[list[int], list[int], list[Edge]]:
    """The boundaries of early starts, the numbers of early finishes, and the edges that still move something."""
    edges = net.edges
    starts = [first] * len(net.last)
    for i in net.evenings:
        starts[i] += 1  # the end of a day is never before the end of the first
    if begun:
        # What has begun stays where it is, and holds others by its actual length.
        longer = {i: end - start - net.last[i] for i, (start, end) in begun.items()}
        edges = [
            (i, j, w + longer.get(i, 0) if from_finish else w, from_finish)
            for i, j, w, from_finish in edges
            if j not in begun
        ]
        for i, (start, _) in begun.items():
            starts[i] = start
    for i, j, w, _ in edges:
        bound = starts[i] + w
        if bound > starts[j]:
            starts[j] = bound
    finishes = list(map(add, starts, net.last))
    for i, (_, end) in begun.items():
        finishes[i] = end
    return starts, finishes, edges


def _pulled_back(latest: list[int], edges: list[Edge]) -> list[int]:
    """The boundaries of late starts, from what the target alone allows."""
    for i, j, w, _ in reversed(edges):
        bound = latest[j] - w
        if bound < latest[i]:
            latest[i] = bound
    return latest


def _free(starts: list[int], free: list[int], edges: list[Edge]) -> list[int]:
    """Free floats, from what the finish of the plan alone allows."""
    for i, j, w, _ in edges:
        gap = starts[j] - starts[i] - w
        if gap < free[i]:
            free[i] = gap
    return free


def _dates(
    workdays: Workdays, columns: tuple[list[int], list[int], list[int], list[int]], high: int
) -> tuple[Dates, tuple[bool, ...]]:
    """The four columns of days, none numbered above `high`, and which steps have one in a provisional year."""
    starts, finishes, late_starts, late_finishes = columns
    if not starts:
        return ((), (), (), ()), ()
    low = min(min(starts), min(late_starts))
    days, base = workdays.days_between(low, high)
    dates = (
        tuple([days[i - base] for i in starts]),
        tuple([days[i - base] for i in finishes]),
        tuple([days[i - base] for i in late_starts]),
        tuple([days[i - base] for i in late_finishes]),
    )
    span = range(days[low - base].year, days[high - base].year + 1)
    years = {year for year in span if workdays.notice(year).provisional}
    if not years:
        return dates, (False,) * len(starts)
    return dates, tuple([not years.isdisjoint([d.year for d in four]) for four in zip(*dates, strict=True)])


def _with_actuals(plan: Plan, dates: Dates) -> Dates:
    """What has happened shows its own day, also when the site worked on a day off."""
    starts, finishes = list(dates[0]), list(dates[1])
    for i, step in enumerate(plan.steps):
        start, finish = step.actual_start, step.actual_finish
        if _done(step):
            finishes[i] = finish or start or finishes[i]
            starts[i] = min(start or starts[i], finishes[i]) if step.days else finishes[i]
        elif start is not None:
            starts[i] = start
    return tuple(starts), tuple(finishes), dates[2], dates[3]
