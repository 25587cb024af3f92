"""A kind of project's usual steps, from which an office starts a plan."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal

from backend.domain.backward import latest_start
from backend.domain.calendars import Calendars
from backend.domain.errors import Invalid
from backend.domain.plan import Plan, Step
from backend.domain.workdays import Workdays

LARGEST = 20  # times the usual size: beyond it days no longer grow with it


@dataclass(frozen=True, slots=True)
class Template:
    """`source` says whose figures these are, `effective` from when the office uses them.

    The days of the steps in `sized` (ids) are meant for a project of `usual_size` in `size_unit` (万㎡, km …).
    """

    id: str
    name: str
    source: str
    effective: date
    steps: tuple[Step, ...]
    size_unit: str = ""
    usual_size: Decimal | None = None
    sized: frozenset[str] = frozenset()


def from_template(
    template: Template,
    target: date,
    start: date | None,
    given: Workdays | Calendars,
    size: Decimal | None = None,
) -> Plan:
    """The template's steps up to `target`, for a project of that size or the usual one.

    Without a start, the plan begins as late as the target allows. Raises what `of_size` raises.
    """
    steps = template.steps if size is None else of_size(template, size)
    plan = Plan(start or target, target, steps)
    return plan if start else replace(plan, start=latest_start(plan, given))


def of_size(template: Template, size: Decimal) -> tuple[Step, ...]:
    """The steps with days as the size asks: in proportion, rounded up, one at least; an event stays one.

    Raises Invalid("size_not_used", name=…), ("size_out_of_range", limit=…, unit=…).
    """
    usual = template.usual_size
    if usual is None or not template.sized:
        raise Invalid("size_not_used", field="size", name=template.name)
    if not (size.is_finite() and 0 < size <= usual * LARGEST):
        raise Invalid("size_out_of_range", field="size", limit=usual * LARGEST, unit=template.size_unit)

    def grown(days: int) -> int:
        return max(1, int((days * size / usual).to_integral_value(ROUND_CEILING))) if days else 0

    return tuple(
        replace(step, days=grown(step.days), least=step.least if step.least is None else grown(step.least))
        if step.id in template.sized
        else step
        for step in template.steps
    )


def reusable(steps: Iterable[Step]) -> tuple[Step, ...]:
    """What of a project's steps another project can begin with: no dates, nothing that has happened, no own calendars."""
    return tuple(
        Step(
            step.id,
            step.name,
            step.days,
            step.after,
            milestone=step.milestone,
            weight=step.weight,
            owner=step.owner,
            least=step.least,
            nature=step.nature,
            deferrable=step.deferrable,
        )
        for step in steps
    )
