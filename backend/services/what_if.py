"""What a change would do to a project's plan, before anything is saved."""

from dataclasses import dataclass, field
from datetime import date

from backend.domain.alteration import Alteration, altered
from backend.domain.backward import Schedule, schedule
from backend.domain.errors import Invalid
from backend.domain.impact import Impact, difference, waiting
from backend.domain.project import Project
from backend.domain.workdays import Spell
from backend.services import plans
from backend.services.desk import Desk
from backend.services.site_calendars import calendars_of


@dataclass(frozen=True, slots=True)
class WhatIf:
    """All of it together. wait: the id of a step and so many working days; spell: of every calendar of the plan."""

    alteration: Alteration = field(default_factory=Alteration)
    wait: tuple[str, int] | None = None
    spell: Spell | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    version: int
    before: Schedule
    after: Schedule
    impact: Impact


def try_(desk: Desk, project: Project, change: WhatIf) -> Tried:
    """Raises NotFound("plan_missing"), ("milestone_not_found"), Conflict("step_done"), Invalid("plan_flawed"),
    ("plan_too_long"), ("plan_empty"), ("wait_negative"), ("date_out_of_range")."""
    stored, today = plans.stored_plan(desk, project), desk.moment.day
    by = calendars_of(desk)(project)
    before = plans.forecast(stored.plan, by, today)
    plan = altered(stored.plan, change.alteration)
    if not plan.steps:
        raise Invalid("plan_empty", field="remove")
    if len(plan.steps) > plans.MAX_STEPS:
        raise Invalid("plan_too_long", field="add", limit=plans.MAX_STEPS)
    by = by.with_spell(change.spell) if change.spell else by
    after = plans.forecast(plan, by, today)
    step, days = change.wait or (_only_step(change.alteration), 0)
    if change.wait:
        after = schedule(waiting(after, by, today, step, days), by, today)
    return Tried(stored.version, before, after, difference(before, after, by, step, days))


def waited(desk: Desk, project: Project, step_id: str, since: date) -> Impact:
    """What has become of the plan while a step waited from that day to today, as it was expected on either."""
    stored, today = plans.stored_plan(desk, project), desk.moment.day
    by = calendars_of(desk)(project)
    step = next((step for step in stored.plan.steps if step.id == step_id), None)
    own = by.of(step.calendar) if step and step.calendar in by else by.standard
    days = max(0, own.index(today) - own.index(since))
    before, after = (plans.forecast(stored.plan, by, day) for day in (min(since, today), today))
    return difference(before, after, by, step_id, days)


def _only_step(alteration: Alteration) -> str:
    """What the change is about, when it is one step."""
    return next(iter(alteration.steps)) if len(alteration.steps) == 1 else ""
