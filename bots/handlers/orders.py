"""What was ordered in words, one arm an order."""

from typing import assert_never

from backend.services import daily_reports, people
from bots import intents
from bots.handlers import binding, messages, milestones, problems, queries
from bots.handlers.talk import Answers, Talk
from bots.intents import Order
from bots.prompts import HowTo, LeaveTaken, Noted, Undone


def carry_out(talk: Talk, order: Order) -> Answers:
    match order:
        case intents.AskHelp():
            return messages.help_(talk)
        case intents.StartReport():
            return [HowTo("report")]
        case intents.AskMissing():
            return queries.missing(talk, order.day)
        case intents.AskMine():
            return queries.mine(talk)
        case intents.AskOwed():
            return queries.owed(talk)
        case intents.AskProgress():
            return queries.progress(talk, order.project)
        case intents.AskProblems():
            return problems.listed(talk, order.project, overdue=order.overdue)
        case intents.Bind():
            return [binding.welcome(talk.desk, talk.incoming)]
        case intents.Undo():
            return undo(talk)
        case intents.Yes() | intents.No() | intents.Choose():
            return [Noted()]
        case intents.RaiseProblem():
            return problems.raised(talk, order)
        case intents.IssueProblem():
            return problems.issued(talk, order)
        case (
            intents.Acknowledge()
            | intents.Answer()
            | intents.Return()
            | intents.Extend()
            | intents.Close()
            | intents.SendBack()
        ):
            return problems.ordered(talk, order)
        case intents.TakeLeave():
            return leave(talk, order)
        case intents.FinishMilestone():
            return milestones.finished(talk, order)
        case _:
            assert_never(order)


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
