"""What stands open between the bot and one account, and how an answer is recognised.

One question at a time. An answer is a button, its number, its label, or words that only make sense as an answer;
anything else is a new message and the question is dropped, so that nobody is ever stuck in a dialog.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from bots.intents import Choose, No, Order, Yes
from bots.message import Button, Incoming, Kind

LONGEST_NAME = 40  # characters of a project or a milestone
LONGEST_REASON = 60
LONGEST_COVER = 8  # 是今年累计的


class Question(StrEnum):
    PROJECT = "project"  # which project is this for: options are project ids
    VALUE = "value"  # how many exactly: options are numbers
    INVESTMENT = (
        "investment"  # is this figure right, or what does it cover: options are "yes" or Covers values
    )
    CORRECTION = "correction"  # what is to be changed
    REPORT = "report"  # what is to be told of a day
    REASON = "reason"  # why the work stands
    STEP = "step"  # which milestone: options are names
    PROBLEM_TEXT = "problem_text"  # the words that go with an act on a problem


@dataclass(frozen=True, slots=True)
class Held:
    """The message that waits for the answer, as it came."""

    kind: Kind
    text: str = ""
    media: str = ""
    lat: float | None = None
    lon: float | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One open question. `day` is the day the waiting message is about; `act` a problem.Act value.

    `words`: those that were not clear. `photos`: those that wait together for their project.
    """

    question: Question
    options: tuple[str, ...] = ()
    words: str = ""
    held: Held | None = None
    project_id: int | None = None
    problem_id: int | None = None
    photos: tuple[int, ...] = ()
    day: date | None = None
    field: str = ""
    act: str = ""
    wan: Decimal | None = None
    covers: str = ""
    month: date | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """`actions` and `labels` are those of the last buttons shown, in order: 回复 1/2/3, or the label, means them."""

    asked: Asked | None = None
    actions: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


NOTHING_OPEN = Conversation()


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the options, by its value."""

    value: str


@dataclass(frozen=True, slots=True)
class Said:
    """Free words that may answer the question; whoever asked finds out."""

    text: str


@dataclass(frozen=True, slots=True)
class Declined:
    pass


Answer = Chosen | Said | Declined


def pressed(incoming: Incoming, order: Order | None, conversation: Conversation) -> Incoming:
    """A bare number or a label after buttons is the button's press; everything else stays what it is."""
    if incoming.kind is not Kind.TEXT:
        return incoming
    action = _meant(incoming.text.strip(), order, conversation)
    return replace(incoming, kind=Kind.ACTION, action=action, text="") if action else incoming


def _meant(text: str, order: Order | None, conversation: Conversation) -> str | None:
    actions, labels = conversation.actions, conversation.labels
    if text in labels:
        return actions[labels.index(text)]
    if isinstance(order, Choose) and order.number <= len(actions):
        return actions[order.number - 1]
    # 不对 under an echo means what its second button means.
    if isinstance(order, No) and conversation.asked is None:
        fixes = [action for action in actions if action.startswith("fix:")]
        return fixes[0] if len(fixes) == 1 else "fixes" if fixes else None
    return None


def answer(asked: Asked | None, incoming: Incoming, order: Order | None) -> Answer | None:
    """What the message says to the open question; None when it is about something else."""
    if asked is None:
        return None
    if incoming.kind is Kind.ACTION:
        return _chosen(asked, incoming.action)
    if incoming.kind is not Kind.TEXT:
        return None
    return Declined() if isinstance(order, No) else _spoken(asked, incoming.text.strip(), order)


def _chosen(asked: Asked, action: str) -> Answer | None:
    name, _, number = action.partition(":")
    if name == "no":
        return Declined()
    if name == asked.question.value and number.isdigit() and 1 <= int(number) <= len(asked.options):
        return Chosen(asked.options[int(number) - 1])
    return None


def _spoken(asked: Asked, text: str, order: Order | None) -> Answer | None:
    match asked.question:
        case Question.INVESTMENT:
            return _about_money(asked, text, order)
        case Question.VALUE:
            return Said(text) if order is None or isinstance(order, Choose) else None
        case Question.PROJECT | Question.STEP:
            return Said(text) if order is None and 0 < len(text) <= LONGEST_NAME else None
        case Question.REASON:
            return Said(text) if order is None and 0 < len(text) <= LONGEST_REASON else None
        case Question.CORRECTION | Question.REPORT | Question.PROBLEM_TEXT:
            return Said(text) if order is None and text else None
        case _:
            assert_never(asked.question)


def _about_money(asked: Asked, text: str, order: Order | None) -> Answer | None:
    """Yes to a figure is an answer; to 当月还是累计 it is none, and the question stays."""
    if isinstance(order, Yes):
        return Chosen("yes") if asked.options == ("yes",) else Said(text)
    if order is None and asked.options != ("yes",) and len(text) <= LONGEST_COVER:
        if "累计" in text:
            return Chosen("year_to_date")
        if re.search("当月|本月|月的", text):
            return Chosen("month")
    return None


def remembered(asked: Asked | None, buttons: Sequence[Button]) -> Conversation:
    return Conversation(
        asked, tuple(button.action for button in buttons), tuple(button.label for button in buttons)
    )
