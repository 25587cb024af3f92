"""What a change of the calendar moved, as it is answered: the asker's own projects, the worst first."""

from datetime import date, datetime

from backend.api.shapes import Out
from backend.domain.calendar_diff import CalendarChange, DateMoved, Group, MilestoneMoved, ProjectMoved, group
from backend.domain.people import EVERYTHING, Actor
from backend.services.desk import Desk


class DateMovedOut(Out, frozen=True):
    """`days`: working days, `calendar_days`: days; negative = earlier."""

    before: date
    after: date
    days: int
    calendar_days: int
    provisional: bool


class MilestoneMovedOut(Out, frozen=True):
    """`latest`, `expected` null: that date stands. Floats in working days."""

    step: str
    name: str
    latest: DateMovedOut | None
    expected: DateMovedOut | None
    float_before: int
    float_after: int


class MovedOut(Out, frozen=True):
    """`settled`: rests on an unpublished year no more. Names of those who must be told."""

    project_id: int
    project: str
    group: Group
    finish: DateMovedOut | None
    float_before: int
    float_after: int
    settled: bool
    milestones: list[MilestoneMovedOut]
    leaders: list[str]
    secretaries: list[str]
    contacts: list[str]


class ChangeOut(Out, frozen=True):
    """`plans`: how many were computed; `items`: projects of the asker that moved, the worst first."""

    title: str
    source: str
    version: int
    at: datetime
    plans: int
    total: int
    items: list[MovedOut]


def change_out(desk: Desk, asker: Actor, change: CalendarChange) -> ChangeOut:
    """With the projects that the asker may see."""
    seen = change.projects
    if asker.scope != EVERYTHING:
        own = desk.unit.projects.by_ids([one.project_id for one in seen], asker.scope)
        seen = tuple(one for one in seen if one.project_id in own)
    return ChangeOut(
        title=change.title,
        source=change.source,
        version=change.version,
        at=change.at,
        plans=change.plans,
        total=len(seen),
        items=[_project_out(one) for one in seen],
    )


def moved_out(desk: Desk, asker: Actor, change: CalendarChange | None) -> ChangeOut | None:
    return None if change is None else change_out(desk, asker, change)


def _project_out(one: ProjectMoved) -> MovedOut:
    moved = one.moved
    return MovedOut(
        project_id=one.project_id,
        project=one.name,
        group=group(moved),
        finish=_date_out(moved.finish),
        float_before=moved.float_before,
        float_after=moved.float_after,
        settled=moved.settled,
        milestones=[_milestone_out(node) for node in moved.milestones],
        leaders=list(one.leaders),
        secretaries=list(one.secretaries),
        contacts=list(one.contacts),
    )


def _milestone_out(node: MilestoneMoved) -> MilestoneMovedOut:
    return MilestoneMovedOut(
        step=node.step,
        name=node.name,
        latest=_date_out(node.latest),
        expected=_date_out(node.expected),
        float_before=node.float_before,
        float_after=node.float_after,
    )


def _date_out(moved: DateMoved | None) -> DateMovedOut | None:
    if moved is None:
        return None
    return DateMovedOut(
        before=moved.before,
        after=moved.after,
        days=moved.days,
        calendar_days=moved.calendar_days,
        provisional=moved.provisional,
    )
