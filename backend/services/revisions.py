"""New versions of plans: from the sheet or a template, keeping what has happened, and none when nothing changed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.domain.backward import Schedule
from backend.domain.errors import Invalid
from backend.domain.people import Actor, Person
from backend.domain.plan import Plan
from backend.domain.project import Project
from backend.domain.recorded import carried, same
from backend.domain.template import Template, from_template
from backend.services import plans, problem_ties
from backend.services.desk import Desk
from backend.services.outcome import Done, happened
from backend.services.site_calendars import calendars_of
from backend.storage.plans import StoredPlan


@dataclass(frozen=True, slots=True)
class Revision:
    """`version` is the one that holds now; `lost` names steps whose actual days went with them.

    untied: numbers of open problems that were tied to a step which is no more.
    """

    project: Project
    done: Done
    version: int
    schedule: Schedule
    lost: tuple[str, ...] = ()
    untied: tuple[str, ...] = ()


def revise(
    desk: Desk,
    actor: Actor,
    project: Project,
    stored: StoredPlan | None,
    computed: Schedule,
    plan: Plan,
    *,
    source: str,
    reason: str = "",
    approver: Person | None = None,
    lost: tuple[str, ...] = (),
) -> Revision:
    """Adopt `plan` unless it says what `stored` says already. Raises what `plans.adopt` raises."""
    if stored is not None and same(stored.plan, plan):
        return Revision(project, Done.UNCHANGED, stored.version, computed)
    untied = tuple(one.number or f"#{one.id}" for one in problem_ties.astray(desk, project.id, plan))
    version = plans.adopt(
        desk, actor, project, plan, source=source, reason=reason, approver=approver, keep_done=False
    )
    return Revision(project, happened(stored is not None, True), version, computed, lost, untied)


def adopt_template(
    desk: Desk,
    actor: Actor,
    project: Project,
    template: Template,
    *,
    start: date | None = None,
    target: date | None = None,
    size: Decimal | None = None,
    reason: str = "",
    approver: Person | None = None,
) -> Revision:
    """The template's steps from the project's start to its target, unless other days are given.

    size: in the template's unit, the usual one when not given. With no start at all the plan begins as late as the
    target allows. Raises Invalid("target_missing"), ("dates_reversed", start, target), ("date_out_of_range"), and
    what `domain.template.of_size` and `plans.adopt` raise.
    """
    start, target = start or project.start, target or project.target
    if target is None:
        raise Invalid("target_missing", field="target")
    if start is not None and target < start:
        raise Invalid("dates_reversed", field="target", start=start, target=target)
    by = calendars_of(desk)(project)
    stored = desk.unit.plans.newest([project.id]).get(project.id)
    usual = from_template(template, target, start, by, size)
    steps, lost = carried(usual.steps, stored.plan.steps if stored else ())
    plan = Plan(usual.start, usual.target, steps)
    computed = plans.forecast(plan, by, desk.moment.day)
    return revise(
        desk,
        actor,
        project,
        stored,
        computed,
        plan,
        source=_source(template, size),
        reason=reason,
        approver=approver,
        lost=tuple(step.name for step in lost),
    )


def _source(template: Template, size: Decimal | None) -> str:
    return f"模板 {template.id}" + (
        f"（{size.normalize():f}{template.size_unit}）" if size is not None else ""
    )
