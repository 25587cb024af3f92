"""Where each invented project stands: a plan from its kind's template, and what of it is done when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from backend.cli.demo.county import SCHEMES, Scheme
from backend.cli.demo.works import step_name
from backend.domain.backward import Schedule, schedule
from backend.domain.plan import Plan, Step
from backend.domain.project import Kind
from backend.domain.template import Template, from_template
from backend.domain.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Stretch:
    """When the site is really at a step; both days included."""

    step_id: str
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Run:
    """`plan` knows what was finished before the story begins; `finishes` are the milestones reached in it."""

    plan: Plan
    stretches: tuple[Stretch, ...]
    finishes: tuple[tuple[date, str], ...]

    def at(self, day: date) -> tuple[str, float]:
        """The step under way that began last, and the share of it that is done; the last step when all are."""
        going = [s for s in self.stretches if s.begins <= day <= s.ends]
        if not going:
            past = [s for s in self.stretches if s.ends < day] or list(self.stretches)
            return max(past, key=lambda s: s.ends).step_id, 0.99
        one = max(going, key=lambda s: (s.ends, s.begins))
        return one.step_id, ((day - one.begins).days + 1) / ((one.ends - one.begins).days + 1)


def runs(templates: Mapping[Kind, Template], calendar: Workdays, first: date, last: date) -> list[Run]:
    return [
        _run(i, scheme, templates[scheme.kind], calendar, first, last) for i, scheme in enumerate(SCHEMES)
    ]


def _run(i: int, scheme: Scheme, template: Template, calendar: Workdays, first: date, last: date) -> Run:
    """A site past its permits when the story begins, with slack or in arrears by its pace."""
    share = 0.42 + 0.4 * ((i * 7) % 30) / 30
    start = calendar.next(
        first - timedelta(days=round(_length(template, calendar, first) * share / max(scheme.pace, 0.85)))
    )
    ahead = schedule(from_template(template, date(first.year + 5, 12, 31), start, calendar), calendar)
    slack = round((scheme.pace - 0.95) * 150)
    finish = ahead.finish or start
    target = calendar.add(finish, slack) if slack else finish
    stretches = _stretches(ahead, scheme.pace, calendar)
    steps = _named(template.steps, scheme)
    reached = {one.step_id: one.ends for one in stretches}
    done = tuple(
        replace(step, actual_finish=reached[step.id] if reached[step.id] < first else None) for step in steps
    )
    told = tuple((reached[s.id], s.name) for s in steps if s.milestone and first <= reached[s.id] <= last)
    return Run(Plan(start, target, done), stretches, told)


def _named(steps: Sequence[Step], scheme: Scheme) -> list[Step]:
    """The template's steps under the names this line of work has for them."""
    return [replace(step, name=step_name(scheme.trade, step.id, step.name)) for step in steps]


def _length(template: Template, calendar: Workdays, first: date) -> int:
    """Calendar days from start to finish."""
    forward = schedule(from_template(template, first + timedelta(days=3650), first, calendar), calendar)
    return ((forward.finish or first) - first).days


def _stretches(ahead: Schedule, pace: float, calendar: Workdays) -> tuple[Stretch, ...]:
    """The days each step takes when everything takes 1 / pace of its planned time."""
    start = ahead.plan.start

    def really(planned: date) -> date:
        return calendar.next(start + timedelta(days=round((planned - start).days / pace)))

    return tuple(
        Stretch(row.step.id, really(row.early_start), really(row.early_finish)) for row in ahead.steps
    )
