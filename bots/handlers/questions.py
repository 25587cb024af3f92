"""The bot asked; here is the answer."""

import re
from dataclasses import replace
from typing import assert_never

from bots.dialogs.conversation import Answer, Asked, Chosen, Declined, Question
from bots.handlers import messages, milestones, problems, queries, site
from bots.handlers.talk import Answers, Talk
from bots.intents import Kind as Sort
from bots.message import Kind
from bots.prompts import Dropped, NotUnderstood, WhichValue
from bots.reading import number_in, read


def resume(talk: Talk, asked: Asked, given: Answer) -> Answers:
    if isinstance(given, Declined):
        return [Dropped()]
    words = given.value if isinstance(given, Chosen) else given.text
    match asked.question:
        case Question.PROJECT:
            return _project(talk, asked, int(words))
        case Question.VALUE:
            return _value(talk, asked, words)
        case Question.INVESTMENT:
            return site.investment_confirmed(talk, asked)
        case Question.CORRECTION:
            return _correction(talk, asked, words)
        case Question.STEP:
            return milestones.finish_named(talk, asked, words)
        case Question.PROBLEM_TEXT:
            return problems.act_with_words(talk, asked, words)
        case _:
            assert_never(asked.question)


def _project(talk: Talk, asked: Asked, project_id: int) -> Answers:
    """The message that waited goes the way it would have gone, with its project known."""
    held = asked.held
    if held is None:
        return [Dropped()]
    talk.incoming = replace(
        talk.incoming,
        kind=held.kind,
        text=held.text,
        media=held.media,
        lat=held.lat,
        lon=held.lon,
        place=held.place,
    )
    match held.kind:
        case Kind.LOCATION:
            return messages.location(talk, project_id)
        case Kind.PHOTO:
            return messages.photo_of(talk, asked.photo_id or 0, project_id)
        case _ if asked.field == "problem":
            return problems.raise_on(talk, talk.named(project_id), held.text)
        case _ if asked.field == "progress":
            return queries.card(talk, project_id)
        case _:
            today = talk.desk.moment.day_of(talk.incoming.at)
            (reading, *_) = read(held.text, today)
            return site.file(talk, talk.named(project_id), reading, today)


def _value(talk: Talk, asked: Asked, words: str) -> Answers:
    number = number_in(words)
    if number is None:
        talk.asked = asked
        project = talk.named(asked.project_id or 0)
        return [WhichValue(asked.field, project.name, words, asked.options)]
    return site.exact(talk, asked, number)


def _correction(talk: Talk, asked: Asked, words: str) -> Answers:
    project = talk.named(asked.project_id or 0)
    today = talk.desk.moment.day_of(talk.incoming.at)
    said = words if re.match(r"更正|改", words) else f"更正 {words}"
    readings = read(said, today, (project.name, *project.aliases))
    if not readings or readings[0].kind is Sort.UNKNOWN:
        talk.asked = asked
        return [NotUnderstood(words)]
    return site.file(talk, project, replace(readings[0], day=asked.day, kind=Sort.CORRECTION), today)
