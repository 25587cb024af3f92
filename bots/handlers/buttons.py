"""Buttons and menu entries: `name` or `name:arguments`."""

from datetime import date

from bots.dialogs.conversation import Asked, Question
from bots.handlers import messages, orders, problems, queries, site
from bots.handlers.talk import Answers, Talk
from bots.prompts import HowTo, Noted, TooLate, WhatToCorrect


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
            return problems.listed(talk, None, overdue=name == "overdue")
        case "report" | "checkin" | "photo" | "raise_problem":
            return [HowTo(name)]
        case "progress":
            return queries.progress(talk)
        case "same":
            return site.same_as_yesterday(talk)
        case "stopped":
            return site.stopped_today(talk)
        case "fix":
            return fix(talk, rest)
        case "undo":
            return orders.undo(talk)
        case "fixes":
            return [HowTo("fix")]
        case "ok":
            return [Noted()]
        case "acknowledge" | "answer" | "return" | "close" | "send_back" | "extend" | "refuse_extension":
            return problems.press(talk, name, rest)
        case _:
            return [TooLate()]


def fix(talk: Talk, rest: str) -> Answers:
    """fix:PROJECT:YYYYMMDD opens that day's report for a correction."""
    number, _, day = rest.partition(":")
    project = talk.named(int(number) if number.isdecimal() else 0)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        on = talk.today
    talk.asked = Asked(Question.CORRECTION, project_id=project.id, day=on)
    return [WhatToCorrect(project.name, on, talk.today)]
