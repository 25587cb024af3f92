"""Questions: who is missing, what is mine, how does a project stand."""

from datetime import date

from backend.services import expectations, overview
from bots.dialogs.conversation import Held
from bots.handlers import lookup
from bots.handlers.talk import Answers, Talk
from bots.intents import Reading
from bots.message import Kind
from bots.prompts import (
    HowTo,
    Mine,
    MineLine,
    MissingLine,
    NotUnderstood,
    Owed,
    OwedLine,
    ProgressCard,
    WhoIsMissing,
)
from reports.phrases import reason


def missing(talk: Talk, day: date | None) -> Answers:
    """Within one's scope: a secretary sees own projects, the office everyone's."""
    today = talk.today
    on = day or today
    scope = talk.actor.scope
    entries = tuple(
        MissingLine(one.project.name, one.person.name if one.person else None, one.days_silent)
        for one in expectations.missing(talk.desk, on, scope)
    )
    expected = len(expectations.expected(talk.desk, on, scope))
    return [WhoIsMissing(on, today, expected, entries, talk.desk.calendar.is_workday(on))]


def mine(talk: Talk) -> Answers:
    lines = tuple(
        MineLine(
            project=row.project.name,
            standing=row.light.standing.value,
            reported=row.reported,
            float_days=row.float_days,
            open_problems=row.open_problems,
        )
        for row in overview.mine(talk.desk, talk.actor)
    )
    return [Mine(lines, talk.actor.is_office())]


def owed(talk: Talk) -> Answers:
    rows = overview.owed(talk.desk, talk.actor)
    return [Owed(talk.today, tuple(OwedLine(r.project, r.day, r.what, r.detail) for r in rows))]


def progress(talk: Talk) -> Answers:
    """Of the only own project, else it is asked which."""
    if not talk.own:
        return [HowTo("progress")]
    found = lookup.project(talk, None)
    if isinstance(found, lookup.Unclear):
        return [lookup.ask(talk, "order", found, Held(Kind.TEXT, "进度"))]
    return card(talk, found.id)


def card(talk: Talk, project_id: int) -> Answers:
    view = overview.project(talk.desk, talk.actor, project_id)
    planned, told = view.planned, view.last.facts if view.last else None
    coming, late = (planned.coming, planned.late) if planned else (None, None)
    return [
        ProgressCard(
            today=talk.today,
            project=view.project.name,
            unit=view.team.unit.name if view.team.unit else "",
            leader="、".join(person.name for person in view.team.leaders),
            secretary="、".join(person.name for person in view.team.secretaries),
            standing=view.light.standing.value,
            reasons=tuple(reason(why) for why in view.light.reasons),
            since=view.since,
            target=view.project.target,
            finish=planned.schedule.finish if planned else None,
            float_days=planned.schedule.project_float if planned else None,
            provisional=planned.schedule.provisional if planned else False,
            next_milestone=coming.name if coming else None,
            next_latest=coming.latest if coming else None,
            late_milestone=late.name if late else None,
            late_days=late.days_late if late else 0,
            done=planned.done if planned else 0,
            total=len(planned.milestones) if planned else 0,
            annual_plan_wan=view.annual_plan_wan,
            invested_wan=view.invested_wan,
            last_day=view.last.day if view.last else None,
            last_workers=told.workers if told else None,
            last_machines=told.machines if told else None,
            last_progress=told.progress if told else None,
            open_problems=tuple(problem.text for problem in view.problems),
        )
    ]


def about(talk: Talk, reading: Reading) -> Answers:
    """A question in free words: answered with the card of the project it names, else owned up to."""
    if reading.project_text:
        found = lookup.named(talk, reading.project_text)
        if not isinstance(found, lookup.Unclear):
            return card(talk, found.id)
    return [NotUnderstood(talk.reports)]
