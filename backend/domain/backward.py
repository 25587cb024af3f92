"""The backward schedule (倒排): both passes over a plan, in whole working days.

Early dates come from the start, from what has actually happened, from limits and from today; they never depend
on the target. Late dates come from the target, limits, durations and links; they never depend on the start or on
what has happened. Where events fall: see `passes.network`; what links mean between calendars: see `passes.ties`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from backend.domain.calendars import Calendars, calendars
from backend.domain.errors import Invalid
from backend.domain.flaw import with_steps
from backend.domain.passes.columns import Columns
from backend.domain.passes.even import even_passes
from backend.domain.passes.mixed import mixed_passes
from backend.domain.passes.network import Network, network
from backend.domain.plan import Plan, Step, last_day
from backend.domain.workdays import Workdays


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
    provisional_early: bool
    provisional_late: bool

    @property
    def provisional(self) -> bool:
        return self.provisional_early or self.provisional_late


@dataclass(frozen=True, slots=True)
class Schedule:
    """Columns in the plan's order of steps; `steps` has them as rows. Floats in working days.

    finish: the last early finish, None without steps. project_float: working days from it to the target,
    negative = so many must be gained, never clipped; without steps, the days there are to work.
    total_float: from the early finish to the late one, in working days of the step's own calendar. free_float: how
    far the step may slip before it moves another step not yet begun, or the finish of the plan.
    critical: not done, and total_float at most the project's float or at most 0, or in the chain that decides the
    finish: with it, everything already too late for the target.
    provisional_early, provisional_late: these dates rest on a year whose holidays are not published yet, whether
    they lie in it or are counted through it; provisional, of the plan: any does.
    """

    plan: Plan
    early_start: tuple[date, ...]
    early_finish: tuple[date, ...]
    late_start: tuple[date, ...]
    late_finish: tuple[date, ...]
    total_float: tuple[int, ...]
    free_float: tuple[int, ...]
    critical: tuple[bool, ...]
    provisional_early: tuple[bool, ...]
    provisional_late: tuple[bool, ...]
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
            self.provisional_early,
            self.provisional_late,
            strict=True,
        )
        return tuple(ScheduledStep(*row) for row in rows)


def schedule(
    plan: Plan, given: Workdays | Calendars, today: date | None = None, net: Network | None = None
) -> Schedule:
    """Both passes. `today` is the status date: what has not begun is not expected to begin before it.

    A step with an actual finish is done. One with only an actual start goes on for the days it has left from
    `today` on, or when nobody told, for its planned days and at least to today; no link holds its start any more.
    An event with either actual day has happened. `net`: the network of the same steps, for many plans of one kind.
    Raises Invalid("plan_flawed", flaws), Invalid("date_out_of_range", first, last: years) when a date falls
    outside the years a calendar knows.
    """
    by = calendars(given)
    net = net or network(plan.steps)
    columns = both_passes(plan, net, by, today)
    limit = max(0, columns.spare)
    critical = [spare <= limit for spare in columns.total]
    if not net.even:
        decisive = set[int]() if columns.alike else longest(columns)
        critical = [
            (spare or i in decisive) and not step.is_done
            for i, (spare, step) in enumerate(zip(critical, plan.steps, strict=True))
        ]
    early, late = _resting(plan, by, net.even, columns)
    return Schedule(
        plan,
        *columns.dates,
        tuple(columns.total),
        tuple(columns.free),
        tuple(critical),
        early,
        late,
        columns.spare,
        columns.finish,
        True in early or True in late,
    )


def both_passes(plan: Plan, net: Network, by: Calendars, today: date | None) -> Columns:
    if not net.even:
        return mixed_passes(plan, net, by, today)
    try:
        return even_passes(plan, net, by.standard, today)
    except Invalid as refused:
        raise with_steps(refused, "", plan.steps) from None


def latest_start(plan: Plan, given: Workdays | Calendars) -> date:
    """The last day on which the plan can begin and still meet its target; the target when there is nothing to do."""
    return min(schedule(plan, given).late_start, default=plan.target)


def longest(columns: Columns) -> set[int]:
    """The steps that decide the finish of the plan: with several calendars, floats alone do not tell."""
    found = {i for i, day in enumerate(columns.dates[1]) if day == columns.finish}
    for i, j in reversed(columns.driving()):
        if j in found:
            found.add(i)
    return found


def _resting(
    plan: Plan, by: Calendars, even: bool, columns: Columns
) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
    """Which steps' early and late dates rest on a year without a notice."""
    starts, finishes, _, late_finishes = columns.dates
    first, last = columns.span
    years = range(first.year, last.year + 1)
    if not any(used.notice(year).provisional for used in ((by.standard,) if even else by) for year in years):
        nothing = (False,) * len(starts)
        return nothing, nothing
    own = [by.of(step.calendar) for step in plan.steps]
    early = [
        work.is_provisional(first) or work.is_provisional(end)
        for work, first, end in zip(own, starts, finishes, strict=True)
    ]
    late = [
        _late_rests(work, last_day(plan, step), end)
        for work, step, end in zip(own, plan.steps, late_finishes, strict=True)
    ]
    return _spread(early, columns.driving()), _spread(late, ((j, i) for i, j in columns.held()))


def _late_rests(workdays: Workdays, allowed: date, late_finish: date) -> bool:
    """In a provisional year, or counted back from a day in one."""
    if workdays.is_provisional(late_finish):
        return True
    return workdays.is_provisional(allowed) and workdays.previous(allowed) == late_finish


def _spread(resting: list[bool], pairs: Iterable[tuple[int, int]]) -> tuple[bool, ...]:
    """What is decided by a date that rests on a provisional year rests on it too."""
    for decides, decided in pairs:
        if resting[decides]:
            resting[decided] = True
    return tuple(resting)
