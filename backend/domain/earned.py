"""Planned and earned value (S-curve) by the steps' weights, and how far the whole is from its plan in working days.

A step with a duration earns its weight evenly over its working days, an event all of it on its day. Planned values
are those at the close of a day and run on to the end of the plan; earned ones are as told in the morning of the
status date, as on the progress line, and stop there. How the work was spread before that day is not told: it is
taken as even between the start of a step and its finish, or the status date.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from backend.domain.backward import Schedule, ScheduledStep
from backend.domain.calendars import Calendars, calendars
from backend.domain.plan import Step
from backend.domain.progress_line import done_share, has_begun
from backend.domain.workdays import Workdays

WEEKLY_DAYS = 548  # 18 months: a longer plan is drawn by the month
PLACES, TENTH = Decimal("0.000001"), Decimal("0.1")
ONE_DAY = timedelta(days=1)


class Basis(StrEnum):
    """What the steps are weighed by."""

    WEIGHTS = "weights"
    NORMALISED = "normalised"  # told weights that do not come to 100
    DURATIONS = "durations"  # nobody told weights
    EQUAL = "equal"  # nothing but events, without weights


@dataclass(frozen=True, slots=True)
class Weights:
    """`of`: each step's, by its id, and `total` their sum; with Basis.NORMALISED that is what was told instead of 100."""

    of: Mapping[str, Decimal]
    total: Decimal
    basis: Basis

    def share(self, values: Iterable[Decimal]) -> Decimal:
        """What these parts of weights come to of the whole, 0 to 1."""
        return (sum(values, Decimal(0)) / self.total).quantize(PLACES) if self.total else Decimal(0)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Shares of the whole, 0 to 1, at the close of `day`. latest: by the late dates. earned: None after the status date."""

    day: date
    planned: Decimal
    latest: Decimal
    earned: Decimal | None


@dataclass(frozen=True, slots=True)
class Curve:
    """planned, earned: in the morning of the status date. spi: earned over planned, None before anything is planned.

    days: earned schedule, SV(t): in how many working days the plan would have come to what is earned, less those that
    have gone by; negative = behind. Of a plan all done, from its planned finish to its actual one.
    """

    weights: Weights
    points: tuple[CurvePoint, ...]
    planned: Decimal
    earned: Decimal
    spi: Decimal | None
    days: Decimal


def weights(steps: Sequence[Step]) -> Weights:
    told = {step.id: max(step.weight, Decimal(0)) for step in steps}
    total = sum(told.values(), Decimal(0))
    if total:
        return Weights(told, total, Basis.WEIGHTS if total == 100 else Basis.NORMALISED)
    lasting = {step.id: Decimal(step.days) for step in steps}
    if total := sum(lasting.values(), Decimal(0)):
        return Weights(lasting, total, Basis.DURATIONS)
    return Weights({step.id: Decimal(1) for step in steps}, Decimal(len(steps)), Basis.EQUAL)


def curve(planned: Schedule, current: Schedule, given: Workdays | Calendars, day: date) -> Curve:
    """planned, current: as for the progress line; steps that only `planned` has count as not begun."""
    by = calendars(given)
    weighed = weights(planned.plan.steps)
    early = _spans(planned.steps, by, lambda row: (row.early_start, row.early_finish))
    late = _spans(planned.steps, by, lambda row: (row.late_start, row.late_finish))
    done = _done_spans(planned, current, by, day)
    points = tuple(
        CurvePoint(
            at,
            _value(early, weighed, at + ONE_DAY),
            _value(late, weighed, at + ONE_DAY),
            _earned(done, weighed, at, day) if at <= day else None,
        )
        for at in _days(planned, day)
    )
    earned, due = _earned(done, weighed, day, day), _due(early, done, weighed, day)
    spi = (earned / due).quantize(Decimal("0.001")) if due else None
    days = _finished_by(planned, current, by.standard)
    if days is None:
        days = _variance(planned, lambda at: _value(early, weighed, at), by.standard, day, earned, due)
    return Curve(weighed, points, due, earned, spi, days)


def planned_share(planned: Schedule, given: Workdays | Calendars) -> Callable[[date], Decimal]:
    """The share planned to be done at the close of any day."""
    by, weighed = calendars(given), weights(planned.plan.steps)
    early = _spans(planned.steps, by, lambda row: (row.early_start, row.early_finish))
    return lambda day: _value(early, weighed, day + ONE_DAY)


@dataclass(frozen=True, slots=True)
class _Span:
    """Work spread evenly over the working days numbered `first` to `after` - 1; an event is in the last of them."""

    id: str
    work: Workdays
    first: int
    after: int
    event: bool

    def share(self, number: int) -> Decimal:
        """Of the whole span, before the working day of that number begins."""
        if number >= self.after:
            return Decimal(1)
        if self.event or number <= self.first:
            return Decimal(0)
        return Decimal(number - self.first) / (self.after - self.first)


def _spans(
    rows: Sequence[ScheduledStep], by: Calendars, dates: Callable[[ScheduledStep], tuple[date, date]]
) -> list[_Span]:
    found = []
    for row in rows:
        work = by.of(row.step.calendar)
        start, finish = dates(row)
        first, after = work.index(start), work.index_after(finish)
        found.append(_Span(row.step.id, work, first, after, row.step.days == 0))
    return found


def _value(spans: Sequence[_Span], weighed: Weights, morning: date) -> Decimal:
    ordinal = morning.toordinal()
    return weighed.share(
        (weighed.of[span.id] * span.share(span.work.index_on(ordinal)) for span in spans),
    )


@dataclass(frozen=True, slots=True)
class _Done:
    """What is done of a step, `share` of it, evenly from its start to its finish or to the status date."""

    span: _Span
    share: Decimal
    step: Step


def _done_spans(planned: Schedule, current: Schedule, by: Calendars, day: date) -> list[_Done]:
    now = {row.step.id: row for row in current.steps}
    found = []
    for id in (row.step.id for row in planned.steps):
        row = now.get(id)
        if row is None or not (row.step.is_done or has_begun(row.step, day)):
            continue
        work = by.of(row.step.calendar)
        first = work.index(row.early_start)
        after = work.index_after(row.early_finish) if row.step.is_done else work.index(day)
        span = _Span(id, work, first, after, row.step.days == 0 or after <= first)
        found.append(_Done(span, done_share(row.step, work, day), row.step))
    return found


def _earned(done: Sequence[_Done], weighed: Weights, at: date, day: date) -> Decimal:
    """At the close of `at`, and on the status date all that is told."""
    ordinal = at.toordinal() + 1

    def gone(span: _Span) -> Decimal:
        return Decimal(1) if at == day else span.share(span.work.index_on(ordinal))

    return weighed.share(weighed.of[one.step.id] * one.share * gone(one.span) for one in done)


def _due(early: Sequence[_Span], done: Sequence[_Done], weighed: Weights, day: date) -> Decimal:
    """Planned to be done in the morning of the status date; of a step that ended on it, at its close."""
    ended = {one.step.id for one in done if one.step.actual_finish == day}

    def number(span: _Span) -> int:
        return span.work.index_after(day) if span.id in ended else span.work.index(day)

    return weighed.share(weighed.of[span.id] * span.share(number(span)) for span in early)


def _finished_by(planned: Schedule, current: Schedule, work: Workdays) -> Decimal | None:
    """Working days by which the whole was finished before its plan; None while something is open."""
    now = {row.step.id: row for row in current.steps if row.step.is_done}
    rows = [now.get(row.step.id) for row in planned.steps]
    done = [row.early_finish for row in rows if row is not None]
    if planned.finish is None or len(done) < len(rows):
        return None
    return Decimal(work.index_after(planned.finish) - work.index_after(max(done)))


def _variance(
    planned: Schedule,
    value: Callable[[date], Decimal],
    work: Workdays,
    day: date,
    earned: Decimal,
    due: Decimal,
) -> Decimal:
    """From the day to the one on which the plan is worth what is earned; the kinder end where it stands still."""
    if earned == due or planned.finish is None:
        return Decimal(0)
    today = work.index(day)

    def at(number: int) -> Decimal:
        return value(work.day_at(number))

    if earned > due:
        end = max(work.index_after(planned.finish), today)
        reached = today + bisect_left(range(today, end), earned, key=at)
    else:
        first = min(work.index(min(planned.early_start)) - 1, today)
        reached = first + bisect_right(range(first, today + 1), earned, key=at)
        if reached > today:
            return Decimal(0)
    passed = reached - 1
    return (passed + _part(earned, at(passed), at(reached)) - today).quantize(TENTH)


def _part(earned: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return (earned - low) / (high - low) if high > low else Decimal(1)


def _days(planned: Schedule, day: date) -> list[date]:
    """Closes of weeks (months of a long plan) from the day before the first step to the last, the marked days among them."""
    if not planned.steps:
        return []
    first = min(*planned.early_start, *planned.late_start) - ONE_DAY
    last = max(*planned.early_finish, *planned.late_finish)
    begins = min(planned.early_start) - ONE_DAY
    marked = {first, begins, max(planned.early_finish), last, max(day, first)}
    last = max(last, day)
    closes = _sundays(first, last) if (last - first).days <= WEEKLY_DAYS else month_ends(first, last)
    return sorted({*marked, *closes})


def _sundays(first: date, last: date) -> Iterator[date]:
    at = first + timedelta(days=6 - first.weekday())
    while at <= last:
        yield at
        at += timedelta(days=7)


def month_ends(first: date, last: date) -> Iterator[date]:
    """The last days of months from the month of `first` on, up to `last`."""
    at = first
    while (at := _next_month(at) - ONE_DAY) <= last:
        yield at
        at += ONE_DAY


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
