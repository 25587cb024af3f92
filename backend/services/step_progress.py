"""Progress told step by step: when it began, what is left of it, when it was done; and any of it taken back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypedDict

from backend.domain.calendars import Calendars
from backend.domain.errors import Invalid, NotAllowed, NotFound
from backend.domain.known import known_on
from backend.domain.people import Actor
from backend.domain.plan import Plan, Step
from backend.domain.project import Project
from backend.domain.snapshot import MilestoneFigure
from backend.domain.under_way import presumed
from backend.services import plans
from backend.services.desk import Desk
from backend.services.plans import Planned
from backend.services.site_calendars import calendars_of
from backend.storage.plans import StoredPlan


class Said(TypedDict, total=False):
    """What somebody says of a step: only what is in it is said, and None takes back."""

    actual_start: date | None
    actual_finish: date | None
    remaining: int | None
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Told:
    step: Step
    figure: MilestoneFigure
    after: Planned


def tell(
    desk: Desk, actor: Actor, project: Project, step_id: str, said: Said, day: date | None = None
) -> Told:
    """Keep what is said of one step, and of that step only. `day`: from which what is left counts, today's by default.

    The later word on what is left stands: days told after a percentage replace it, and the other way round. Nothing
    is left of what is done, or of what after all has not begun.
    Raises NotAllowed for a unit's people, NotFound("plan_missing"), ("step_not_found", name=…), Invalid("nothing_said"),
    ("day_in_future"), ("percent_out_of_range"), ("finish_before_start"), ("left_of_done"), ("start_missing"),
    ("left_before_start"), ("plan_flawed", flaws=…).
    """
    if not plans.may_tell(desk, actor, project):
        raise NotAllowed("not_allowed")
    if not said:
        raise Invalid("nothing_said")
    stored = plans.stored_plan(desk, project)
    old = next((step for step in stored.plan.steps if step.id == step_id), None)
    if old is None:
        raise NotFound("step_not_found", name=step_id)
    today, by = desk.moment.day, calendars_of(desk)(project)
    step, day = _with(old, said), day or today
    for objection in _objections(step, said, day, today):
        raise objection
    plan = _plan_with(stored.plan, step)
    if _is_left(step) and not _has_begun(plan, step, by, day):
        raise Invalid("start_missing", field="actual_start", name=step.name)
    plans.forecast(plan, by, today)  # what cannot be computed must not be stored
    desk.unit.plans.tell_step(stored.id, step, _told_on(stored, old, step, said, day))
    after = plans.planned(desk, [project])[project.id]
    row = next(row for row in after.schedule.steps if row.step.id == step_id)
    return Told(step, plans.figure(0, row, today), after)


def _with(old: Step, said: Said) -> Step:
    step = replace(old, **said)
    if said.get("remaining") is not None and "percent" not in said:
        step = replace(step, percent=None)
    if said.get("percent") is not None and "remaining" not in said:
        step = replace(step, remaining=None)
    if said.get("remaining") is not None or said.get("percent") is not None:
        return step
    not_begun = "actual_start" in said and step.actual_start is None
    return replace(step, remaining=None, percent=None) if step.is_done or not_begun else step


def _objections(step: Step, said: Said, day: date, today: date) -> Iterator[Invalid]:
    for field, told in (
        ("actual_start", step.actual_start),
        ("actual_finish", step.actual_finish),
        ("day", day),
    ):
        if told is not None and told > today and (field == "day" or field in said):
            yield Invalid("day_in_future", field=field, day=told)
    if step.percent is not None and not 0 <= step.percent <= 100:
        yield Invalid("percent_out_of_range", field="percent", value=step.percent)
    start, finish = step.actual_start, step.actual_finish
    if start is not None and finish is not None and finish < start:
        field = "actual_finish" if "actual_finish" in said else "actual_start"
        yield Invalid("finish_before_start", field=field, name=step.name, day=finish, start=start)
    if step.is_done and step.days_left:
        yield Invalid("left_of_done", field="remaining", name=step.name)
    if _is_left(step) and start is not None and day < start:
        yield Invalid("left_before_start", field="day", name=step.name, day=day, start=start)


def _is_left(step: Step) -> bool:
    return step.days_left is not None and not step.is_done


def _plan_with(plan: Plan, step: Step) -> Plan:
    return replace(plan, steps=tuple(step if one.id == step.id else one for one in plan.steps))


def _has_begun(plan: Plan, step: Step, by: Calendars, day: date) -> bool:
    """Said to have, or taken to have because nothing holds it back."""
    taken = presumed(known_on(plan, day, {}, by), by, day)
    return next(one for one in taken.steps if one.id == step.id).actual_start is not None


def _told_on(stored: StoredPlan, old: Step, step: Step, said: Said, day: date) -> date | None:
    if not _is_left(step):
        return None
    if said.get("remaining") is not None or said.get("percent") is not None:
        return day
    return stored.told.get(old.id, day)
