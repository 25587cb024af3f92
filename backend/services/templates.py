"""Templates to plan from: those shipped for every kind of project, and the office's own, saved from its plans."""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from backend.domain.people import Actor
from backend.domain.project import Kind, Project
from backend.domain.template import Template, reusable
from backend.intake.templates import load_templates
from backend.services import plans
from backend.services.desk import Desk

AUTO = "auto"
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Offered:
    """`own`: saved by the office, and not shipped."""

    template: Template
    kind: Kind
    own: bool


def offered(desk: Desk) -> list[Offered]:
    """The shipped ones, then the office's, newest first."""
    shipped = [Offered(template, kind, False) for kind, template in load_templates().items()]
    return [*shipped, *(Offered(template, kind, True) for template, kind in desk.unit.office_templates.all())]


def template_for(desk: Desk, project: Project, name: str | None) -> Template:
    """By its name, shipped ones also by their kind's; the one of the project's own kind for "auto" or nothing.

    Raises Invalid("template_missing", kind=…) when that kind has none, NotFound("template_not_found", name, known).
    """
    name = (name or AUTO).strip()
    shipped = load_templates()
    if name == AUTO:
        if project.kind not in shipped:
            raise Invalid("template_missing", field="template", kind=project.kind)
        return shipped[project.kind]
    found = _named(shipped.values(), name) or desk.unit.office_templates.named(name)
    if found is None:
        raise NotFound("template_not_found", name=name, known=[one.template.id for one in offered(desk)])
    return found


def save_template(desk: Desk, actor: Actor, project: Project, name: str) -> Template:
    """The plan that holds, without dates and without what has happened, for other projects to begin with.

    Raises NotAllowed (only the office), NotFound("plan_missing"), Invalid("template_name_length"),
    Conflict("template_name_taken", name=…).
    """
    if not actor.is_office():
        raise NotAllowed("not_allowed")
    stored = plans.stored_plan(desk, project)
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid("template_name_length", field="name", limit=LONGEST_NAME)
    if (
        name in (AUTO, *Kind)
        or _named(load_templates().values(), name)
        or desk.unit.office_templates.named(name)
    ):
        raise Conflict("template_name_taken", name=name)
    source = f"{project.name}（{project.code}）第 {stored.version} 版"
    template = Template(name, name, source, desk.moment.day, reusable(stored.plan.steps))
    desk.unit.office_templates.add(template, project.kind, actor.person.id, desk.moment.at)
    return template


def _named(templates: Iterable[Template], name: str) -> Template | None:
    return next((one for one in templates if name in (one.id, one.name)), None)
