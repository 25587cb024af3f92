"""The bot asked; here is the answer."""

from dataclasses import replace
from typing import assert_never

from bots.dialogs.conversation import Answer, Asked, Chosen, Declined, Held, Question
from bots.handlers import lookup, messages, milestones, orders, problems, site
from bots.handlers.talk import Answers, Talk
from bots.intents import Kind as Sort
from bots.intents import Reading
from bots.message import Kind
from bots.prompts import Dropped, LeftOut, NotUnderstood, WhichValue
from bots.reading import number_in, read
from bots.reading.commands import read_command
from bots.reading.fold import fold

ABOUT_SOMETHING = (Sort.UNKNOWN, Sort.CHATTER, Sort.QUESTION)


def resume(talk: Talk, asked: Asked, given: Answer) -> Answers:
    if isinstance(given, Declined):
        return [Dropped(asked.field)]
    if isinstance(given, Chosen):
        return _chosen(talk, asked, given.value)
    match asked.question:
        case Question.PROJECT:
            return _project_named(talk, asked, given.text)
        case Question.VALUE:
            return _value(talk, asked, given.text)
        case Question.CORRECTION:
            return _correction(talk, asked, given.text)
        case Question.REPORT:
            return _report(talk, asked)
        case Question.REASON:
            return _reason(talk, asked, given.text)
        case Question.STEP:
            return milestones.step_named(talk, asked, given.text) or something_else(talk)
        case Question.PROBLEM_TEXT:
            return _problem_text(talk, asked, given.text)
        case Question.INVESTMENT:
            return [site.money_asked_again(talk, asked)]
        case _:
            assert_never(asked.question)


def _chosen(talk: Talk, asked: Asked, value: str) -> Answers:
    match asked.question:
        case Question.PROJECT:
            return _project(talk, asked, int(value))
        case Question.VALUE:
            return site.exact(talk, asked, int(value)) if value.isdigit() else [_ask_again(talk, asked)]
        case Question.INVESTMENT:
            return site.money_settled(talk, asked, value)
        case Question.STEP:
            return milestones.finish_named(talk, asked, value)
        case Question.CORRECTION | Question.REPORT | Question.REASON | Question.PROBLEM_TEXT:
            return something_else(talk)  # these have no options
        case _:
            assert_never(asked.question)


def something_else(talk: Talk) -> Answers:
    """What came is no answer: it is a message of its own, and the question is dropped."""
    return [*messages.text(talk, None), *left_out(talk)]


def left_out(talk: Talk) -> Answers:
    """What waited for an answer that did not come is not recorded, and nobody may believe that it is.

    Photos are kept, and go on waiting for their project's name.
    """
    asked = talk.open
    if asked is None or asked.held is None or talk.asked == asked:
        return []
    match asked.question:
        case Question.PROJECT if asked.photos and talk.asked is None:
            talk.asked = asked
            return []
        case Question.PROJECT if asked.field in ("report", "problem"):
            return [LeftOut(asked.field, asked.held.text)]
        case Question.INVESTMENT:
            return [LeftOut("investment", asked.held.text)]
        case _:
            return []


# ---- which project


def _project_named(talk: Talk, asked: Asked, words: str) -> Answers:
    readings = _heard(talk)
    if len(readings) == 1 and readings[0].kind is Sort.UNKNOWN:
        offered = [one for one in talk.own if str(one.id) in set(asked.options)]
        for among in (offered, talk.own):
            found = lookup.named(talk, words, among)
            if not isinstance(found, lookup.Unclear):
                return _project(talk, asked, found.id)
            if found.candidates:
                return [lookup.ask(talk, asked.field, found, asked.held or Held(Kind.TEXT), asked.photos)]
    return something_else(talk)


def _project(talk: Talk, asked: Asked, project_id: int) -> Answers:
    """The message that waited goes the way it would have gone, with its project known."""
    held = asked.held or Held(Kind.TEXT)
    project = talk.named(project_id)
    match asked.field:
        case "location":
            return messages.location_of(talk, held, project_id)
        case "photo":
            return messages.photos_of(talk, asked.photos, project_id)
        case "problem":
            return site.raise_on(talk, project, held.text)
        case "order":
            order = read_command(fold(held.text), held.text, talk.today)
            return [Dropped(asked.field)] if order is None else orders.on_project(talk, order, project)
        case _:
            (reading, *_) = read(held.text, talk.today, (project.name, *project.aliases))
            return site.file(talk, project, reading)


# ---- words


def _heard(talk: Talk) -> tuple[Reading, ...]:
    return read(talk.incoming.text, talk.today, talk.names)


def _value(talk: Talk, asked: Asked, words: str) -> Answers:
    number = number_in(words)
    if number is not None:
        return site.exact(talk, asked, number)
    if all(reading.kind is Sort.UNKNOWN for reading in _heard(talk)):
        return [_ask_again(talk, asked)]
    answers = something_else(talk)
    talk.asked = talk.asked or asked  # the rest of the day first: the number may still come
    return answers


def _ask_again(talk: Talk, asked: Asked) -> WhichValue:
    talk.asked = asked
    project = talk.named(asked.project_id or 0)
    return WhichValue(asked.field, project.name, asked.words, asked.options)


def _correction(talk: Talk, asked: Asked, words: str) -> Answers:
    project = talk.named(asked.project_id or 0)
    (heard, *more) = _heard(talk)
    if more or heard.kind in (Sort.CHATTER, Sort.QUESTION) or _names_another(talk, heard, project.id):
        return something_else(talk)
    said = words if heard.kind is Sort.CORRECTION else f"更正 {words}"
    (reading, *_) = read(said, talk.today, (project.name, *project.aliases))
    answers = site.file(talk, project, replace(reading, day=asked.day, kind=Sort.CORRECTION, text=words))
    if any(isinstance(prompt, NotUnderstood) for prompt in answers):
        talk.asked = asked
    return answers


def _names_another(talk: Talk, heard: Reading, project_id: int) -> bool:
    if not heard.project_text:
        return False
    found = lookup.project(talk, heard.project_text)
    return isinstance(found, lookup.Unclear) or found.id != project_id


def _report(talk: Talk, asked: Asked) -> Answers:
    """What is told now is of the day that was asked about, unless it names another."""
    readings = _heard(talk)
    if all(reading.kind in ABOUT_SOMETHING for reading in readings):
        return something_else(talk)
    return site.tell(
        talk, [replace(one, day=asked.day) if one.day == talk.today else one for one in readings]
    )


def _reason(talk: Talk, asked: Asked, words: str) -> Answers:
    """Nearly every short text is a reason; what reports figures or names a project is not."""
    readings = _heard(talk)
    one = readings[0]
    told = (
        one.kind in (Sort.CHATTER, Sort.QUESTION, Sort.COMMAND, Sort.CORRECTION)
        or one.project_text
        or one.workers is not None
        or one.machines is not None
        or one.doubts
        or one.resumed
        or one.stopped
        or one.same_as_before
    )
    if len(readings) > 1 or told:
        return something_else(talk)
    return site.reason_given(talk, asked, words)


def _problem_text(talk: Talk, asked: Asked, words: str) -> Answers:
    if _heard(talk)[0].kind is Sort.CHATTER:
        return something_else(talk)
    return problems.act_with_words(talk, asked, words)
