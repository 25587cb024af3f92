"""What a change of the calendar moved: the same plan scheduled before and after it, by project, worst first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from backend.domain.backward import Schedule, ScheduledStep
from backend.domain.calendars import Calendars
from backend.domain.workdays import Workdays


@dataclass(frozen=True, slots=True)
class DateMoved:
    """`days`: working days, negative = earlier, by the calendar before or after, whichever has more between the two:
    three days off that push a date past them are three days, and three again when they are taken back.

    `provisional`: the date it is now rests on a year whose holidays are not published.
    """

    before: date
    after: date
    days: int
    provisional: bool = False

    @property
    def calendar_days(self) -> int:
        return (self.after - self.before).days


@dataclass(frozen=True, slots=True)
class MilestoneMoved:
    """An open milestone; `latest` and `expected` None when that date stands. Floats in working days."""

    step: str
    name: str
    latest: DateMoved | None
    expected: DateMoved | None
    float_before: int
    float_after: int


@dataclass(frozen=True, slots=True)
class PlanMoved:
    """`settled`: it rested on an unpublished year and does so no more."""

    finish: DateMoved | None
    milestones: tuple[MilestoneMoved, ...]
    float_before: int
    float_after: int
    settled: bool = False

    @property
    def dates_moved(self) -> bool:
        return self.finish is not None or bool(self.milestones)


class Group(StrEnum):
    """How bad it is, the worst first."""

    OVERDUE = "overdue"  # moved later, and the target is missed
    LATER = "later"  # finish later, with days to spare
    TIGHTER = "tighter"  # finish as before, but milestones moved and the float is smaller
    NODES = "nodes"  # milestones moved, nothing lost
    EARLIER = "earlier"  # finish earlier
    SETTLED = "settled"  # every date stands, and is provisional no more


def group(moved: PlanMoved) -> Group:
    lost = moved.float_after < moved.float_before
    finish = moved.finish
    if not moved.dates_moved:
        return Group.SETTLED
    if moved.float_after < 0 and (lost or (finish is not None and finish.after > finish.before)):
        return Group.OVERDUE
    if finish is not None:
        return Group.LATER if finish.after > finish.before else Group.EARLIER
    return Group.TIGHTER if lost else Group.NODES


def moved(before: Schedule, after: Schedule, by: Calendars, now: Calendars) -> PlanMoved | None:
    """The same steps scheduled by the calendars `by` and `now`; None when nothing is to be told.

    What is done has its day and moves no more, whatever its latest date would be now.
    """
    pairs = list(zip(before.steps, after.steps, strict=True))
    marked = [pair for pair in pairs if pair[0].step.milestone] or pairs
    nodes = [_node(old, new, by, now) for old, new in marked if not old.step.is_done]
    found = PlanMoved(
        _finish(before, after, by, now),
        tuple(node for node in nodes if node is not None),
        before.project_float,
        after.project_float,
        before.provisional and not after.provisional,
    )
    return found if found.dates_moved or found.settled else None


def _finish(before: Schedule, after: Schedule, by: Calendars, now: Calendars) -> DateMoved | None:
    if before.finish is None or after.finish is None:
        return None
    rests = any(
        provisional
        for day, provisional in zip(after.early_finish, after.provisional_early, strict=True)
        if day == after.finish
    )
    return _date(before.finish, after.finish, by.standard, now.standard, rests)


def _node(old: ScheduledStep, new: ScheduledStep, by: Calendars, now: Calendars) -> MilestoneMoved | None:
    work, worked = by.of(old.step.calendar), now.of(new.step.calendar)
    latest = _date(old.late_finish, new.late_finish, work, worked, new.provisional_late)
    expected = _date(old.early_finish, new.early_finish, work, worked, new.provisional_early)
    if latest is None and expected is None:
        return None
    return MilestoneMoved(old.step.id, old.step.name, latest, expected, old.total_float, new.total_float)


def _date(before: date, after: date, by: Workdays, now: Workdays, rests: bool) -> DateMoved | None:
    if before == after:
        return None
    days = max((_between(before, after, work) for work in (by, now)), key=abs)
    return DateMoved(before, after, days, rests)


def _between(before: date, after: date, work: Workdays) -> int:
    return work.index_after(after) - work.index_after(before)


# ---- what is kept of a change


class Subject(StrEnum):
    NOTICE = "notice"  # key: the year
    DAY = "day"  # key: the day
    SITE = "site"  # key: the calendar's name


@dataclass(frozen=True, slots=True)
class ProjectMoved:
    """Names of those who must be told: who leads, who reports, and the unit's people, as it is today."""

    project_id: int
    code: str
    name: str
    moved: PlanMoved
    leaders: tuple[str, ...] = ()
    secretaries: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """One change and all that it moved, worst first. `plans`: how many were computed. `version` counts by subject and key."""

    subject: Subject
    key: str
    version: int
    title: str  # 2027年放假通知, 2026-07-20定为休息, 冬季停工
    source: str
    at: datetime
    plans: int
    projects: tuple[ProjectMoved, ...]


def worst_first(projects: Iterable[ProjectMoved]) -> tuple[ProjectMoved, ...]:
    ranks = {one: rank for rank, one in enumerate(Group)}
    return tuple(sorted(projects, key=lambda one: (ranks[group(one.moved)], *_severity(one))))


def _severity(one: ProjectMoved) -> tuple[int, int, str]:
    finish = one.moved.finish
    if group(one.moved) is Group.OVERDUE:
        return one.moved.float_after, -(finish.days if finish else 0), one.code
    return -(finish.days if finish else 0), one.moved.float_after, one.code
