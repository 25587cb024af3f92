"""A kind of project's usual steps, from which an office starts a plan."""

from dataclasses import dataclass
from datetime import date

from backend.domain.backward import latest_start
from backend.domain.calendars import Calendars
from backend.domain.plan import Plan, Step
from backend.domain.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Template:
    """`source` says whose figures these are, `effective` from when the office uses them."""

    id: str
    name: str
    source: str
    effective: date
    steps: tuple[Step, ...]


def from_template(template: Template, target: date, start: date | None, given: Workdays | Calendars) -> Plan:
    """The template's steps up to `target`. Without a start, the plan begins as late as the target allows."""
    plan = Plan(start or target, target, template.steps)
    return plan if start else Plan(latest_start(plan, given), target, template.steps)
