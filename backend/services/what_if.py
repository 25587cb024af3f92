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
from backend.storage.plans import StoredPlan


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
    before = plans.forecast(stored.plan, by, today, stored.told)
    plan, told = altered(stored.plan, change.alteration), _told(stored, change.alteration)
    if not plan.steps:
        raise Invalid("plan_empty", field="remove")
    if len(plan.steps) > plans.MAX_STEPS:
        raise Invalid("plan_too_long", field="add", limit=plans.MAX_STEPS)
    by = by.with_spell(change.spell) if change.spell else by
    after = plans.forecast(plan, by, today, told)
    step, days = change.wait or (_only_step(change.alteration), 0)
    if change.wait:
        after = schedule(waiting(after, by, today, step, days), by, today)
    return Tried(stored.version, before, after, difference(before, after, by, step, days))


def _told(stored: StoredPlan, alteration: Alteration) -> dict[str, date]:
    """What is said now of a step's progress is said as of today."""
    return {id: day for id, day in stored.told.items() if id not in alteration.steps}


def _only_step(alteration: Alteration) -> str:
    """What the change is about, when it is one step."""
    return next(iter(alteration.steps)) if len(alteration.steps) == 1 else ""
