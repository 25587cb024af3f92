"""New versions of plans: from the sheet or a template, keeping what has happened, and none when nothing changed."""

from dataclasses import dataclass
from datetime import date

from backend.domain.backward import Schedule
from backend.domain.errors import Invalid
from backend.domain.people import Actor
from backend.domain.plan import Plan
from backend.domain.project import Kind, Project
from backend.domain.recorded import carried, same
from backend.domain.template import Template, from_template
from backend.intake.templates import load_templates
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
    lost: tuple[str, ...] = (),
) -> Revision:
    """Adopt `plan` unless it says what `stored` says already. Raises what `plans.adopt` raises."""
    if stored is not None and same(stored.plan, plan):
        return Revision(project, Done.UNCHANGED, stored.version, computed)
    untied = tuple(one.number or f"#{one.id}" for one in problem_ties.astray(desk, project.id, plan))
    version = plans.adopt(desk, actor, project, plan, source=source, reason=reason, keep_done=False)
    return Revision(project, happened(stored is not None, True), version, computed, lost, untied)


def template_of(project: Project, kind: Kind | None) -> Template:
    """The template of that kind, or of the project's own. Raises Invalid("template_missing", kind=…)."""
    wanted = kind or project.kind
    template = load_templates().get(wanted)
    if template is None:
        raise Invalid("template_missing", field="template", kind=wanted)
    return template


def adopt_template(
    desk: Desk,
    actor: Actor,
    project: Project,
    template: Template,
    *,
    start: date | None = None,
    target: date | None = None,
    reason: str = "",
) -> Revision:
    """The template's steps from the project's start to its target, unless other days are given.

    With no start at all the plan begins as late as the target allows. Raises Invalid("target_missing"),
    ("dates_reversed", start, target), ("date_out_of_range").
    """
    start, target = start or project.start, target or project.target
    if target is None:
        raise Invalid("target_missing", field="target")
    if start is not None and target < start:
        raise Invalid("dates_reversed", field="target", start=start, target=target)
    by = calendars_of(desk)(project)
    stored = desk.unit.plans.newest([project.id]).get(project.id)
    usual = from_template(template, target, start, by)
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
        source=f"模板 {template.id}",
        reason=reason,
        lost=tuple(step.name for step in lost),
    )
