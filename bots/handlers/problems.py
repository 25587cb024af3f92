"""Problem assignments through chat: raise, issue, and every step of the life."""

from datetime import date

from backend.domain.errors import Invalid, NotFound, Refused
from backend.domain.problem import OPEN, Act, Problem
from backend.domain.project import Project
from backend.services import people, problem_views, problems
from bots import intents
from bots.dialogs.conversation import Asked, Question
from bots.handlers.talk import Answers, Talk
from bots.prompts import ProblemDone, ProblemLine, Problems, WhatIsSaid
from bots.reading import category

PAGE = 10
WORDLESS = frozenset({"answer_empty", "return_needs_ground", "reason_empty"})
AboutOne = (
    intents.Acknowledge
    | intents.Answer
    | intents.Return
    | intents.Extend
    | intents.RefuseExtension
    | intents.Withdraw
    | intents.Close
    | intents.SendBack
)


def issued(talk: Talk, order: intents.IssueProblem, project: Project | None) -> Answers:
    """The office's order: a raised problem by its number, or a new one on a project."""
    unit = people.unit_called(talk.desk, order.unit)
    if project is None:
        problem = problem_views.find(talk.desk, talk.actor, order.ref)
        done = problems.issue(talk.desk, talk.actor, problem.id, unit.id, order.working_days, order.text)
    else:
        done = problems.raise_and_issue(
            talk.desk,
            talk.actor,
            project.id,
            order.text,
            unit.id,
            order.working_days,
            category=category(order.text),
        )
    return [_done(talk, Act.ISSUE, done.problem, told=done.told)]


def ordered(talk: Talk, order: AboutOne) -> Answers:
    problem = problem_views.find(talk.desk, talk.actor, order.ref)
    match order:
        case intents.Acknowledge():
            return act(talk, problem.id, Act.ACKNOWLEDGE)
        case intents.Answer():
            return act_or_ask(talk, problem.id, Act.ANSWER, order.text)
        case intents.Return():
            return act_or_ask(talk, problem.id, Act.RETURN, order.text)
        case intents.Close():
            return act(talk, problem.id, Act.CLOSE, order.text)
        case intents.SendBack():
            return act_or_ask(talk, problem.id, Act.SEND_BACK, order.text)
        case intents.RefuseExtension():
            return act_or_ask(talk, problem.id, Act.REFUSE_EXTENSION, order.text)
        case intents.Withdraw():
            return act_or_ask(talk, problem.id, Act.WITHDRAW, order.text)
        case intents.Extend():
            return _extended(talk, problem, order)


def act(talk: Talk, problem_id: int, what: Act, text: str = "") -> Answers:
    if what is Act.ACKNOWLEDGE:
        return [_done(talk, what, problems.acknowledge(talk.desk, talk.actor, problem_id).problem)]
    if what is Act.EXTEND:  # as it was asked for
        return [_done(talk, what, problems.extend(talk.desk, talk.actor, problem_id).problem)]
    deeds = {
        Act.ANSWER: problems.answer,
        Act.RETURN: problems.return_,
        Act.SEND_BACK: problems.send_back,
        Act.CLOSE: problems.close,
        Act.REFUSE_EXTENSION: problems.refuse_extension,
        Act.WITHDRAW: problems.withdraw,
    }
    if what not in deeds:
        raise Invalid("button_unknown", action=what.value)
    return [_done(talk, what, deeds[what](talk.desk, talk.actor, problem_id, text).problem)]


def _extended(talk: Talk, problem: Problem, order: intents.Extend) -> Answers:
    """The unit asks, the office grants: the same words, by who says them."""
    what = Act.EXTEND if talk.actor.is_office() else Act.ASK_EXTENSION
    moved = problems.extend(
        talk.desk, talk.actor, problem.id, order.text, working_days=order.working_days, until=order.until
    )
    return [_done(talk, what, moved.problem)]


def act_or_ask(talk: Talk, problem_id: int, what: Act, text: str = "") -> Answers:
    """Words that are needed and missing are asked for, but only of somebody who may do it, and only while it can be done."""
    try:
        with talk.desk.unit.attempt():
            return act(talk, problem_id, what, text)
    except Refused as refused:
        if refused.code not in WORDLESS:
            raise
    return _ask_words(talk, problem_id, what)


def _ask_words(talk: Talk, problem_id: int, what: Act) -> Answers:
    problem = problem_views.get(talk.desk, talk.actor, problem_id)
    talk.asked = Asked(Question.PROBLEM_TEXT, problem_id=problem.id, act=what.value)
    return [WhatIsSaid(what.value, problem.number or f"#{problem.id}", problem.text)]


def act_with_words(talk: Talk, asked: Asked, words: str) -> Answers:
    return act(talk, asked.problem_id or 0, Act(asked.act), words)


def listed(talk: Talk, project: Project | None, *, overdue: bool) -> Answers:
    page = problem_views.listing(
        talk.desk,
        talk.actor,
        states=OPEN,
        project_id=project.id if project else None,
        overdue=overdue,
        limit=PAGE,
    )
    names = problem_views.names(talk.desk, page.items)
    lines = tuple(_line(problem, names, talk.today) for problem in page.items)
    return [Problems(lines, overdue, project.name if project else "", page.total)]


def _line(problem: Problem, names: problem_views.Names, day: date) -> ProblemLine:
    return ProblemLine(
        id=problem.id,
        number=problem.number,
        project=names.project(problem),
        unit=names.unit(problem),
        text=problem.text,
        state=problem.state.value,
        deadline=problem.deadline,
        days_overdue=problem.days_overdue(day),
    )


def _done(talk: Talk, what: Act, problem: Problem, told: int | None = None) -> ProblemDone:
    names = problem_views.names(talk.desk, [problem])
    said = problem.events[-1].text if problem.events else ""
    return ProblemDone(
        act=what.value,
        problem_id=problem.id,
        number=problem.number,
        project=names.project(problem),
        text=problem.text if what is Act.ISSUE else said,
        unit=names.unit(problem),
        deadline=problem.deadline,
        told=told,
    )


def press(talk: Talk, name: str, number: str) -> Answers:
    """acknowledge:12, close:12, extend:12 are done at once; the others need words first."""
    try:
        what = Act(name)
    except ValueError as error:
        raise Invalid("button_unknown", action=name) from error
    if not number.isdecimal():
        raise NotFound("problem_not_found", ref=number)
    if what in (Act.ANSWER, Act.RETURN, Act.SEND_BACK, Act.REFUSE_EXTENSION):
        return act_or_ask(talk, int(number), what)
    return act(talk, int(number), what)
