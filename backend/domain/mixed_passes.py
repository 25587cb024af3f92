"""Both passes over a plan in which more than links decides: several calendars, limits, what has happened, what is left.

A step is known by the number of its last day among the working days of its own calendar; what holds one step by
another goes through the days themselves (`ties`). A start that has happened is held by nothing any more, a finish
still to come is. Late dates come from the planned durations, whatever has happened.
"""

from dataclasses import dataclass
from datetime import date

from backend.domain.calendars import Calendars
from backend.domain.columns import Columns, Dates, Pairs
from backend.domain.errors import Invalid
from backend.domain.flaw import Flaw, FlawCode, flaws
from backend.domain.network import Network
from backend.domain.plan import Plan, Step, last_day
from backend.domain.ties import Tie, ties_into
from backend.domain.workdays import Workdays


def mixed_passes(plan: Plan, net: Network, calendars: Calendars, today: date | None) -> Columns:
    """Raises Invalid("plan_flawed", flaws) where a step contradicts itself or names a calendar that is not there."""
    own = _checked(plan, calendars)
    early = Early(plan, net, own, ties_into(plan.steps, net), today)
    early.run()
    late = _late(early)
    finish = max(early.finishes, default=None)
    standard = calendars.standard
    spare = spare_at(plan, standard, finish, today)
    total = [late[i] - early.numbers[i] for i in range(len(late))]
    return Columns(
        _dates(early, late),
        total,
        _free(early, finish),
        spare,
        None if finish is None else date.fromordinal(finish),
        early.driving,
        lambda: _held(early, late),
    )


def _checked(plan: Plan, calendars: Calendars) -> list[Workdays]:
    """Each step's calendar."""
    found = flaws(plan.steps, calendars.named) if any(map(_may_contradict, plan.steps)) else ()
    if found:
        raise Invalid("plan_flawed", flaws=found)
    worked_by: dict[str, Workdays] = {}
    for name in dict.fromkeys(step.calendar for step in plan.steps):
        worked_by[name] = calendars.of(name)
        try:
            worked_by[name].next(plan.start)
        except Invalid as error:
            if error.code != "calendar_without_workday":
                raise
            ids = tuple(step.id for step in plan.steps if step.calendar == name)
            flaw = Flaw(FlawCode.CALENDAR_WITHOUT_WORKDAY, ids, name)
            raise Invalid("plan_flawed", flaws=(flaw,)) from None
    return [worked_by[step.calendar] for step in plan.steps]


def _may_contradict(step: Step) -> bool:
    return bool(
        step.calendar
        or (step.actual_start and step.actual_finish)
        or (step.not_before and (step.not_after or step.finish_on))
        or (step.remaining or 0) < 0
        or step.percent is not None
    )


def spare_at(plan: Plan, workdays: Workdays, finish: int | None, today: date | None) -> int:
    target = workdays.index_after(plan.target)
    if finish is None:
        first = plan.start if today is None else max(plan.start, today)
        return target - workdays.index(first)
    spare = target - workdays.index_on(finish + 1)
    # Past the target on days that the standard calendar does not count is still past it.
    return -1 if spare == 0 and finish > plan.target.toordinal() else spare


@dataclass(slots=True)
class Early:
    """Early dates by position. numbers: of the last day; starts, finishes: ordinals of the first day and the last."""

    plan: Plan
    net: Network
    own: list[Workdays]
    ties: list[list[Tie]]
    today: date | None
    numbers: list[int]
    spans: list[int]
    starts: list[int]
    finishes: list[int]

    def __init__(
        self, plan: Plan, net: Network, own: list[Workdays], ties: list[list[Tie]], today: date | None
    ) -> None:
        self.plan, self.net, self.own, self.ties, self.today = plan, net, own, ties, today
        n = len(plan.steps)
        self.numbers, self.starts, self.finishes = [0] * n, [0] * n, [0] * n
        self.spans = [max(step.days - 1, 0) for step in plan.steps]

    def run(self) -> None:
        for j in self.net.order:
            self.place(j)

    def place(self, j: int) -> None:
        """When all that holds the step has its place."""
        step = self.plan.steps[j]
        if step.is_done:
            self._done(j, step)
        elif step.actual_start is not None:
            self._under_way(j, step, step.actual_start)
        else:
            self._ahead(j, step)

    def _done(self, j: int, step: Step) -> None:
        last = step.actual_finish or step.actual_start
        assert last is not None  # noqa: S101  that is what done means
        workdays = self.own[j]
        self.numbers[j] = workdays.index_after(last) - 1
        start = last
        if step.days:
            start = step.actual_start or workdays.day_at(self.numbers[j] - self.spans[j])
        self.starts[j], self.finishes[j] = min(start, last).toordinal(), last.toordinal()

    def _under_way(self, j: int, step: Step, started: date) -> None:
        workdays, left = self.own[j], step.days_left
        if left is not None:
            number = workdays.index(self.today or started) - 1 + left
        else:
            number = workdays.index(started) + self.spans[j]
            if self.today is not None:
                number = max(number, workdays.index(self.today))
        for tie in self.ties[j]:
            if tie.to_finish:
                number = max(number, self.bound(tie))
        self._put(j, number)
        self.starts[j] = started.toordinal()
        self.finishes[j] = max(self.finishes[j], self.starts[j])

    def _ahead(self, j: int, step: Step) -> None:
        if step.remaining:
            self.spans[j] = step.remaining - 1
        span = self.spans[j]
        number = self.first(j) + span
        if step.finish_on is not None:
            number = max(number, self.own[j].index_after(step.finish_on) - 1)
        for tie in self.ties[j]:
            number = max(number, self.bound(tie) + (0 if tie.to_finish else span))
        self._put(j, number)

    def first(self, j: int) -> int:
        """The number of the first day on which a step not begun may begin, whatever holds it."""
        workdays, step = self.own[j], self.plan.steps[j]
        first = workdays.index(self.plan.start)
        if self.today is not None:
            first = max(first, workdays.index(self.today))
        if step.not_before is not None:
            first = max(first, workdays.index(step.not_before))
        return first

    def _put(self, j: int, number: int) -> None:
        self.numbers[j] = number
        self.finishes[j] = self.own[j].ordinal_at(number)
        self.starts[j] = self.own[j].ordinal_at(number - self.spans[j])

    def bound(self, tie: Tie) -> int:
        day = self.finishes[tie.i] if tie.from_finish else self.starts[tie.i]
        return tie.bound(day, self.own[tie.j])

    def still_holds(self, tie: Tie) -> bool:
        step = self.plan.steps[tie.j]
        return not step.is_done and (step.actual_start is None or tie.to_finish)

    def driving(self) -> Pairs:
        return [
            (tie.i, j)
            for j in self.net.order
            for tie in self.ties[j]
            if self.still_holds(tie)
            and self.bound(tie) + (0 if tie.to_finish else self.spans[j]) == self.numbers[j]
        ]


def _late(early: Early) -> list[int]:
    """The numbers of the late finishes."""
    latest = [
        workdays.index_after(last_day(early.plan, step)) - 1
        for step, workdays in zip(early.plan.steps, early.own, strict=True)
    ]
    for j in reversed(early.net.order):
        for tie in early.ties[j]:
            latest[tie.i] = min(latest[tie.i], _late_bound(early, tie, latest))
    return latest


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


def _dates(early: Early, late: list[int]) -> Dates:
    late_starts = [
        own.day_at(number - max(step.days - 1, 0))
        for own, number, step in zip(early.own, late, early.plan.steps, strict=True)
    ]
    return (
        tuple(map(date.fromordinal, early.starts)),
        tuple(map(date.fromordinal, early.finishes)),
        tuple(late_starts),
        tuple(own.day_at(number) for own, number in zip(early.own, late, strict=True)),
    )
