"""The early pass over a plan in which more than links decides; each step can also be placed anew by itself."""

from dataclasses import dataclass
from datetime import date

from backend.domain.passes.columns import Pairs
from backend.domain.passes.network import Network
from backend.domain.passes.ties import Tie
from backend.domain.plan import Plan, Step
from backend.domain.workdays import Workdays


@dataclass(slots=True)
class Early:
    """Early dates by position. numbers: of the last day; starts, finishes: ordinals of the first day and the last.

    spans: working days from the first day to the last. begin: ordinal before which no step ahead begins.
    """

    plan: Plan
    net: Network
    own: list[Workdays]
    ties: list[list[Tie]]
    today: date | None
    begin: int
    numbers: list[int]
    spans: list[int]
    starts: list[int]
    finishes: list[int]

    def __init__(
        self, plan: Plan, net: Network, own: list[Workdays], ties: list[list[Tie]], today: date | None
    ) -> None:
        self.plan, self.net, self.own, self.ties, self.today = plan, net, own, ties, today
        self.begin = max(plan.start, today or plan.start).toordinal()
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
        self._put(j, max(number, workdays.index_after(started) - 1))
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
        workdays, wanted = self.own[j], self.plan.steps[j].not_before
        first = workdays.index_on(self.begin)
        return first if wanted is None else max(first, workdays.index(wanted))

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
        """Who waits for a start that has happened waits for days to go by, and no more for that step."""
        return [
            (tie.i, j)
            for j in self.net.order
            for tie in self.ties[j]
            if self.still_holds(tie)
            and (tie.from_finish or self.plan.steps[tie.i].actual_start is None)
            and self.bound(tie) + (0 if tie.to_finish else self.spans[j]) == self.numbers[j]
        ]
