"""A plan (倒排工期): steps with durations in working days, the links between them, a start and a target."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum


class LinkType(StrEnum):
    """Which end of the earlier step holds back which end of the later one."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class LagUnit(StrEnum):
    """`WORK`: working days of the step that is held back. `CALENDAR`: days of the week go on, as concrete cures."""

    WORK = "work"
    CALENDAR = "calendar"


class Nature(StrEnum):
    """What may be done to win time: works overlap (搭接), approvals run side by side (并联审批)."""

    WORK = "work"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class Link:
    """`before` is the id of the step that holds this one back; a negative lag is an overlap."""

    before: str
    type: LinkType = LinkType.FS
    lag: int = 0
    unit: LagUnit = LagUnit.WORK


@dataclass(frozen=True, slots=True)
class Step:
    """A step of work, or with 0 days an event. Durations in working days, a finish is the last day worked.

    milestone: shown as a node on boards. weight: its share of the project's physical progress, 100 in all.
    calendar: the name of the one it is worked by, "" is the plan's. not_before: of its start; not_after and
    finish_on: of its finish. remaining: working days still to do from the status date on, of a step under way;
    percent (0 to 100) says the same where nobody counts days. least: as few days as it can be done in, None when
    nobody has said. deferrable: what it brings may be handed in later (容缺受理), so that others need not wait.
    """

    id: str
    name: str
    days: int
    after: tuple[Link, ...] = ()
    actual_start: date | None = None
    actual_finish: date | None = None
    milestone: bool = False
    weight: Decimal = Decimal(0)
    owner: str = ""
    calendar: str = ""
    not_before: date | None = None
    not_after: date | None = None
    finish_on: date | None = None
    remaining: int | None = None
    percent: Decimal | None = None
    least: int | None = None
    nature: Nature = Nature.WORK
    deferrable: bool = False

    @property
    def is_done(self) -> bool:
        """An event with either actual day has happened."""
        return self.actual_finish is not None or (self.actual_start is not None and self.days == 0)

    @property
    def is_under_way(self) -> bool:
        return self.actual_start is not None and not self.is_done

    @property
    def days_left(self) -> int | None:
        """Working days still to do, as told; None when nobody has told."""
        if self.remaining is not None:
            return self.remaining
        if self.percent is None:
            return None
        left = self.days * (100 - self.percent) / 100
        return int(left.to_integral_value(ROUND_CEILING))


@dataclass(frozen=True, slots=True)
class Plan:
    """No work begins before `start`; all of it should be finished by `target`, that day included."""

    start: date
    target: date
    steps: tuple[Step, ...]


def last_day(plan: Plan, step: Step) -> date:
    """The last day on which the step may be finished, whatever its links say."""
    return min(filter(None, (plan.target, step.not_after, step.finish_on)))
