"""What stands open between the bot and one account, and how an answer is recognised.

One question at a time. An answer is a button, its number, or words that only make sense as an answer; anything
else is a new message and the question is dropped, so that nobody is ever stuck in a dialog.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bots.intents import Choose, No, Order, Yes
from bots.message import Button, Incoming, Kind


class Question(StrEnum):
    PROJECT = "project"  # which project is this for: options are project ids
    VALUE = "value"  # how many exactly: options are numbers
    INVESTMENT = "investment"  # is this figure right
    CORRECTION = "correction"  # what is to be changed
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
    """One open question. `day` is the day the waiting message is about; `act` a problem.Act value."""

    question: Question
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    held: Held | None = None
    project_id: int | None = None
    problem_id: int | None = None
    photo_id: int | None = None
    day: date | None = None
    field: str = ""
    act: str = ""
    wan: Decimal | None = None
    covers: str = ""
    month: date | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """`actions` are those of the last buttons shown, in order: 回复 1/2/3 means them."""

    asked: Asked | None = None
    actions: tuple[str, ...] = ()


NOTHING_OPEN = Conversation()


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the options, by its value."""

    value: str


@dataclass(frozen=True, slots=True)
class Said:
    """Free words that answer the question."""

    text: str


@dataclass(frozen=True, slots=True)
class Declined:
    pass


Answer = Chosen | Said | Declined


def numbered(incoming: Incoming, order: Order | None, conversation: Conversation) -> Incoming:
    """A bare number after buttons is the button's press; everything else stays what it is."""
    if isinstance(order, Choose) and order.number <= len(conversation.actions):
        return replace(incoming, kind=Kind.ACTION, action=conversation.actions[order.number - 1], text="")
    return incoming


def answer(asked: Asked | None, incoming: Incoming, order: Order | None) -> Answer | None:
    """What the message says to the open question; None when it is about something else."""
    if asked is None:
        return None
    if incoming.kind is Kind.ACTION:
        return _pressed(asked, incoming.action)
    if incoming.kind is not Kind.TEXT:
        return None
    if isinstance(order, No):
        return Declined()
    return _spoken(asked, incoming.text.strip(), order)


def _pressed(asked: Asked, action: str) -> Answer | None:
    name, _, number = action.partition(":")
    if name == "no":
        return Declined()
    if name == "yes" and asked.question is Question.INVESTMENT:
        return Chosen("yes")
    if name == asked.question.value and number.isdigit() and 1 <= int(number) <= len(asked.options):
        return Chosen(asked.options[int(number) - 1])
    return None


def _spoken(asked: Asked, text: str, order: Order | None) -> Answer | None:
    match asked.question:
        case Question.INVESTMENT:
            return Chosen("yes") if isinstance(order, Yes) else None
        case Question.PROJECT | Question.STEP:
            return _named(asked, text)
        case Question.VALUE:
            return Said(text) if len(text) <= 12 and order is None else None
        case Question.CORRECTION | Question.PROBLEM_TEXT:
            return Said(text) if text and order is None else None


def _named(asked: Asked, text: str) -> Answer | None:
    """An option called by its name, or by a part that only one of them has."""
    fits = [
        value
        for value, label in zip(asked.options, asked.labels, strict=True)
        if text and (text in label or label in text)
    ]
    return Chosen(fits[0]) if len(fits) == 1 and len(text) <= 40 else None


def remembered(asked: Asked | None, buttons: Sequence[Button]) -> Conversation:
    return Conversation(asked, tuple(button.action for button in buttons))
