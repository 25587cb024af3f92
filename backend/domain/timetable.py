"""When a job falls due, and what becomes of the periods that were slept through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from backend.domain.period import Period, Span, period_of
from backend.domain.workdays import Workdays


class Falls(StrEnum):
    """The day of the period, or the day after it, on which its job is due."""

    LAST_DAY = "last_day"
    LAST_WORKDAY = "last_workday"  # a period without a working day has no job
    DAY_AFTER = "day_after"


@dataclass(frozen=True, slots=True)
class Rule:
    """Once in each `span`, on the day it `falls`, `at` this wall clock.

    A day is its own last day: `Rule(DAY, LAST_WORKDAY)` is every working day.
    """

    span: Span
    falls: Falls
    at: time


def each_day(at: time) -> Rule:
    return Rule(Span.DAY, Falls.LAST_DAY, at)


def each_workday(at: time) -> Rule:
    return Rule(Span.DAY, Falls.LAST_WORKDAY, at)


def last_day_of_each(span: Span, at: time) -> Rule:
    return Rule(span, Falls.LAST_DAY, at)


def last_workday_of_each(span: Span, at: time) -> Rule:
    return Rule(span, Falls.LAST_WORKDAY, at)


def day_after_each(span: Span, at: time) -> Rule:
    return Rule(span, Falls.DAY_AFTER, at)


@dataclass(frozen=True, slots=True)
class Due:
    """The job of `period` is to be done from the instant `at` (UTC) on."""

    period: Period
    at: datetime


def due_of(rule: Rule, period: Period, zone: tzinfo, workdays: Workdays) -> Due | None:
    """None when the period has no such day. A wall clock skipped or doubled by summer time counts once."""
    day = _day_of(rule, period, workdays)
    return None if day is None else Due(period, datetime.combine(day, rule.at, zone).astimezone(UTC))


def due(rule: Rule, since: datetime, until: datetime, zone: tzinfo, workdays: Workdays) -> list[Due]:
    """What falls due after `since`, up to and including `until`, in order."""
    last_day = until.astimezone(zone).date()
    found: list[Due] = []
    period = _before(rule, since, zone)
    while period.first <= last_day:
        one = due_of(rule, period, zone, workdays)
        if one is not None and since < one.at <= until:
            found.append(one)
        period = period.next()
    return found


def next_due(rule: Rule, after: datetime, zone: tzinfo, workdays: Workdays) -> Due:
    period = _before(rule, after, zone)
    while (one := due_of(rule, period, zone, workdays)) is None or one.at <= after:
        period = period.next()
    return one


def latest_due(rule: Rule, until: datetime, zone: tzinfo, workdays: Workdays) -> Due:
    """The last one that has come due by `until`."""
    period = period_of(until.astimezone(zone).date(), rule.span)
    while (one := due_of(rule, period, zone, workdays)) is None or one.at > until:
        period = period.previous()
    return one


def _before(rule: Rule, at: datetime, zone: tzinfo) -> Period:
    """The period before the one that holds `at`: its job may fall on the day after it."""
    return period_of(at.astimezone(zone).date(), rule.span).previous()


def _day_of(rule: Rule, period: Period, workdays: Workdays) -> date | None:
    match rule.falls:
        case Falls.LAST_DAY:
            return period.last
        case Falls.DAY_AFTER:
            return period.last + timedelta(days=1)
        case Falls.LAST_WORKDAY:
            day = period.last
            while day >= period.first:
                if workdays.is_workday(day):
                    return day
                day -= timedelta(days=1)
            return None


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What is still worth doing after a sleep: at most the `newest` periods, none `older_than` this."""

    newest: int | None = None
    older_than: timedelta | None = None

    def wanted(self, missed: Sequence[Due], now: datetime) -> frozenset[Period]:
        kept = missed if self.newest is None else missed[-self.newest :]
        return frozenset(
            one.period for one in kept if self.older_than is None or now - one.at <= self.older_than
        )


ALL = CatchUp()
LATEST = CatchUp(newest=1)


def skip_older_than(hours: int) -> CatchUp:
    return CatchUp(older_than=timedelta(hours=hours))


class RunState(StrEnum):
    BEGUN = "begun"  # not a period: the mark from which on this job's periods count
    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # given up after too many attempts
    SKIPPED = "skipped"  # slept through, and no longer worth doing


@dataclass(frozen=True, slots=True)
class Run:
    """One job in one period. `token` counts the claims: only the holder of the newest may finish it.

    `lease_until`: while running, how long the claim holds; while due again after a fault, not before.
    """

    job: str
    period: str  # Period.key
    due_at: datetime
    state: RunState
    token: int = 0
    attempts: int = 0
    lease_until: datetime | None = None
    done_at: datetime | None = None
    error: str | None = None
