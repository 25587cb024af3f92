"""What was ordered in words, one arm an order."""

from dataclasses import replace
from typing import assert_never

from backend.domain.errors import Invalid
from backend.domain.project import Project
from backend.services import daily_reports, people
from bots import intents
from bots.dialogs.conversation import Asked, Held, Question
from bots.handlers import binding, lookup, messages, milestones, problems, queries, schedule, site
from bots.handlers.talk import Answers, Talk
from bots.intents import Order
from bots.message import Kind
from bots.prompts import HowTo, LeaveTaken, Noted, NothingOpen, Undone, WhatToReport

POLITE = frozenset({"好", "好的", "嗯", "嗯嗯", "行", "可以", "ok", "okay"})
OfProject = (
    intents.AskProgress
    | intents.AskProblems
    | intents.AskSchedule
    | intents.AskDaysLeft
    | intents.AskCritical
    | intents.RaiseProblem
    | intents.IssueProblem
    | intents.FinishMilestone
)


def carry_out(talk: Talk, order: Order) -> Answers:
    match order:
        case intents.AskHelp():
            return messages.help_(talk)
        case intents.StartReport():
            return start_report(talk, order)
        case intents.AskMissing():
            return queries.missing(talk, order.day)
        case intents.AskMine():
            return queries.mine(talk)
        case intents.AskOwed():
            return queries.owed(talk)
        case intents.Bind():
            return [binding.welcome(talk.desk, talk.incoming)]
        case intents.Undo():
            return undo(talk)
        case intents.Yes():
            # Whoever says 确认 believes that something is confirmed by it; 好的 is only polite.
            return [Noted() if talk.incoming.text.strip().lower() in POLITE else NothingOpen()]
        case intents.No() | intents.Choose():
            return [NothingOpen()]
        case (
            intents.Acknowledge()
            | intents.Answer()
            | intents.Return()
            | intents.Extend()
            | intents.RefuseExtension()
            | intents.Withdraw()
            | intents.Close()
            | intents.SendBack()
        ):
            return problems.ordered(talk, order)
        case intents.TakeLeave():
            return leave(talk, order)
        case intents.AskProgress() if not order.project:
            return queries.progress(talk)
        case intents.AskProblems() if not order.project:
            return problems.listed(talk, None, overdue=order.overdue)
        case intents.IssueProblem() if order.ref:
            return problems.issued(talk, order, None)
        case intents.AskImpact():
            return schedule.impact(talk, order.ref)
        case (
            intents.AskSchedule(project="")
            | intents.AskDaysLeft(project="")
            | intents.AskCritical(project="")
        ) if not talk.own:
            return [HowTo("schedule")]
        case (
            intents.AskProgress()
            | intents.AskProblems()
            | intents.AskSchedule()
            | intents.AskDaysLeft()
            | intents.AskCritical()
            | intents.RaiseProblem()
            | intents.IssueProblem()
            | intents.FinishMilestone()
        ):
            return _looked_up(talk, order)
        case _:
            assert_never(order)


def _looked_up(talk: Talk, order: OfProject) -> Answers:
    """Orders about one project: it is asked for when the words fit several."""
    if isinstance(order, intents.RaiseProblem) and not order.text:
        return [HowTo("raise_problem")]
    found = lookup.named(talk, order.project or None)
    if isinstance(found, lookup.Unclear) and (whole := _without_name(talk, order)) is not None:
        order, found = whole, talk.own[0]
    if not isinstance(found, lookup.Unclear):
        return on_project(talk, order, found)
    if isinstance(order, intents.RaiseProblem):
        return [lookup.ask(talk, "problem", found, Held(Kind.TEXT, order.text))]
    return [lookup.ask(talk, "order", found, Held(Kind.TEXT, talk.incoming.text))]


def _without_name(talk: Talk, order: OfProject) -> OfProject | None:
    """上报问题 塔吊基础 未验收: what stands where a name would is part of what is told. Questions name on purpose."""
    match order:
        case intents.RaiseProblem() if lookup.is_no_name(talk, order.project):
            return replace(order, text=f"{order.project} {order.text}", project="")
        case intents.FinishMilestone() if lookup.is_no_name(talk, order.project):
            return replace(order, milestone=f"{order.project} {order.milestone}".strip(), project="")
        case _:
            return None


def on_project(talk: Talk, order: Order, project: Project) -> Answers:
    match order:
        case intents.AskProgress():
            return queries.card(talk, project.id)
        case intents.AskProblems():
            return problems.listed(talk, project, overdue=order.overdue)
        case intents.AskSchedule():
            return schedule.card(talk, project.id)
        case intents.AskDaysLeft():
            return schedule.days_left(talk, project.id)
        case intents.AskCritical():
            return schedule.critical(talk, project.id)
        case intents.RaiseProblem():
            return site.raise_on(talk, project, order.text)
        case intents.IssueProblem():
            return problems.issued(talk, order, project)
        case intents.FinishMilestone():
            return milestones.finished(talk, order, project)
        case _:
            return carry_out(talk, order)


def start_report(talk: Talk, order: intents.StartReport) -> Answers:
    """With a day, what comes next is of that day."""
    if order.day is None or order.day == talk.today:
        return [HowTo("report")]
    if order.day > talk.today:
        raise Invalid("day_in_future", field="day", day=order.day)
    talk.asked = Asked(Question.REPORT, day=order.day)
    return [WhatToReport(order.day, talk.today)]


def undo(talk: Talk) -> Answers:
    done = daily_reports.undo(talk.desk, talk.actor)
    days = tuple((day.project.name, day.day, day.report is None) for day in done.days)
    names = {one.project_id: talk.named(one.project_id).name for one in done.investments}
    return [Undone(days, tuple((names[one.project_id], one.wan) for one in done.investments))]


def leave(talk: Talk, order: intents.TakeLeave) -> Answers:
    people.take_leave(talk.desk, talk.actor, order.since, order.until, order.reason)
    names = {project.id: project.name for project in talk.own}
    deputies = tuple(
        (names[id_], name) for id_, name in people.deputies(talk.desk, talk.actor) if id_ in names
    )
    return [LeaveTaken(order.since, order.until, deputies)]
