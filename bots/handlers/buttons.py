"""Buttons and menu entries: `name` or `name:arguments`."""

from datetime import date

from backend.services import expectations
from bots.dialogs.conversation import Asked, Question
from bots.handlers import messages, orders, problems, queries, site
from bots.handlers.talk import Answers, Talk
from bots.intents import Kind, Reading
from bots.prompts import HowTo, Noted, NotUnderstood, WhatToCorrect


def press(talk: Talk, action: str) -> Answers:
    name, _, rest = action.partition(":")
    match name:
        case "help":
            return messages.help_(talk)
        case "mine":
            return queries.mine(talk)
        case "owed":
            return queries.owed(talk)
        case "missing":
            return queries.missing(talk, None)
        case "problems" | "overdue":
            return problems.listed(talk, "", overdue=name == "overdue")
        case "report" | "checkin" | "photo" | "progress" | "raise_problem":
            return [HowTo(name)]
        case "same":
            return same_as_yesterday(talk)
        case "stopped":
            return stopped_today(talk)
        case "fix":
            return fix(talk, rest)
        case "undo":
            return orders.undo(talk)
        case "ok" | "no" | "yes":
            return [Noted()]
        case "acknowledge" | "answer" | "return" | "close" | "send_back":
            return problems.press(talk, name, rest)
        case _:
            # A button of a question that is no longer open: say so rather than nothing.
            return [NotUnderstood("")]


def same_as_yesterday(talk: Talk) -> Answers:
    """For every own project that is still silent today."""
    today = talk.desk.moment.day
    said: Answers = []
    for project in expectations.silent(talk.desk, talk.actor):
        said += site.file(
            talk, project, Reading(Kind.SAME_AS_YESTERDAY, "同昨天", same_as_before=True), today
        )
    return said or [Noted()]


def stopped_today(talk: Talk) -> Answers:
    today = talk.desk.moment.day
    said: Answers = []
    for project in expectations.silent(talk.desk, talk.actor):
        said += site.file(talk, project, Reading(Kind.DAILY_REPORT, "今天停工", stopped=True), today)
    return said or [Noted()]


def fix(talk: Talk, rest: str) -> Answers:
    """fix:PROJECT:YYYYMMDD opens that day's report for a correction."""
    number, _, day = rest.partition(":")
    project = talk.named(int(number) if number.isdigit() else 0)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        on = talk.desk.moment.day
    talk.asked = Asked(Question.CORRECTION, project_id=project.id, day=on)
    return [WhatToCorrect(project.name, on)]
