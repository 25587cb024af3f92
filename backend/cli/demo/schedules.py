"""Where each invented project stands: a plan from its kind's template, and what of it is done when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from backend.cli.demo.county import SCHEMES, Scheme
from backend.domain.backward import Schedule, schedule
from backend.domain.plan import Plan
from backend.domain.project import Kind
from backend.domain.template import Template, from_template
from backend.domain.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Run:
    """`plan` knows what was finished before the story begins; `finishes` are the milestones reached in it."""

    plan: Plan
    finishes: tuple[tuple[date, str], ...]


def runs(templates: Mapping[Kind, Template], calendar: Workdays, first: date, last: date) -> list[Run]:
    return [
        _run(i, scheme, templates[scheme.kind], calendar, first, last) for i, scheme in enumerate(SCHEMES)
    ]


def _run(i: int, scheme: Scheme, template: Template, calendar: Workdays, first: date, last: date) -> Run:
    """A project between a fifth and nine tenths done when the story begins, with slack or in arrears by its pace."""
    share = 0.2 + 0.7 * ((i * 7) % 30) / 30
    length = _length(template, calendar, first)
    start = calendar.next(first - timedelta(days=round(length * share / max(scheme.pace, 0.85))))
    ahead = schedule(from_template(template, date(first.year + 5, 12, 31), start, calendar), calendar)
    slack = round((scheme.pace - 0.95) * 150)
    finish = ahead.finish or start
    target = calendar.add(finish, slack) if slack else finish
    plan = Plan(start, target, template.steps)
    reached = _reached(ahead, scheme.pace, calendar)
    done = tuple(
        replace(s, actual_finish=reached[s.id] if reached[s.id] < first else None) for s in plan.steps
    )
    told = tuple(
        (reached[s.id], s.name) for s in plan.steps if s.milestone and first <= reached[s.id] <= last
    )
    return Run(replace(plan, steps=done), told)


def _length(template: Template, calendar: Workdays, first: date) -> int:
    """Calendar days from start to finish."""
    forward = schedule(from_template(template, first + timedelta(days=3650), first, calendar), calendar)
    return ((forward.finish or first) - first).days


def _reached(ahead: Schedule, pace: float, calendar: Workdays) -> dict[str, date]:
    """The day each step is done when everything takes 1 / pace of its planned time."""
    start = ahead.plan.start
    return {
        row.step.id: calendar.next(start + timedelta(days=round((row.early_finish - start).days / pace)))
        for row in ahead.steps
    }
