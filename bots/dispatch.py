"""One message, one unit of work: who? in the middle of what? what is wanted? → handler → words → outbox.

Nothing is sent here: replies become outbox rows in the same transaction as the deed.
"""

from dataclasses import replace
from datetime import date, timedelta

from backend.domain.errors import Refused
from backend.services import mailbox, people
from backend.services.desk import Desk
from bots.dialogs.conversation import NOTHING_OPEN, Conversation, answer, pressed, remembered
from bots.dialogs.memory import pack, unpack
from bots.handlers import binding, buttons, messages, questions
from bots.handlers.talk import Answers, Talk
from bots.intents import Bind, Order
from bots.message import Button, Incoming, Kind, Outgoing, separate
from bots.message import pack as pack_message
from bots.prompts import Refusal
from bots.reading.reader import commanded
from bots.wording.answers import answer as worded

ASIDE = (Kind.PHOTO, Kind.LOCATION, Kind.ENTER, Kind.UNSUPPORTED)


def handle(desk: Desk, incoming: Incoming) -> None:
    """Do what the message wants and queue what is to be said about it.

    It is done as of when it was sent: a report told in time is in time, however long the machine was down.
    """
    if incoming.kind is Kind.IGNORED:
        return
    desk = replace(desk, moment=replace(desk.moment, at=min(incoming.at, desk.moment.at)))
    stem = _stem(desk, incoming)
    parts = [part for outgoing in respond(desk, incoming) for part in separate(outgoing)]
    for n, part in enumerate(parts, 1):
        mailbox.reply(desk, incoming.channel, incoming.sender, pack_message(part), f"{stem}:{n}")


def _stem(desk: Desk, incoming: Incoming) -> str:
    """What the replies' keys begin with. Opening the conversation is greeted once a day: people do it often."""
    if incoming.kind is Kind.ENTER:
        return f"hello:{incoming.channel}:{incoming.sender}:{desk.moment.day_of(incoming.at)}"
    return f"re:{incoming.channel}:{incoming.key}"


def respond(desk: Desk, incoming: Incoming) -> list[Outgoing]:
    today = desk.moment.day_of(incoming.at)
    order = _order(incoming, today)
    channel, account = incoming.channel, incoming.sender
    actor = people.actor_at(desk, channel, account)
    if actor is None and not isinstance(order, Bind):  # with a code, whoever it names has the account now
        actor = people.back_again(desk, channel, account)
    if actor is None:
        return [worded(binding.stranger(desk, incoming, order))]
    before = unpack(mailbox.conversation(desk, channel, account)) or NOTHING_OPEN
    talk = Talk(desk, actor, pressed(incoming, order, before), before.asked)
    said = [worded(prompt) for prompt in _answers(talk, order)]
    _remember(talk, before, said)
    return said


def _order(incoming: Incoming, today: date) -> Order | None:
    """The command or question that a whole text is."""
    if incoming.kind is not Kind.TEXT:
        return None
    return commanded(incoming.text, today)


def _answers(talk: Talk, order: Order | None) -> Answers:
    """A refusal takes back what the message had begun: half a deed is never kept."""
    try:
        with talk.desk.unit.attempt(first=True):  # so far, the speaker and the conversation were looked up
            return _wanted(talk, order)
    except Refused as refused:
        talk.asked = None
        return [Refusal(refused.code, refused.facts)]


def _wanted(talk: Talk, order: Order | None) -> Answers:
    given = answer(talk.open, talk.incoming, order)
    if talk.open is not None and given is not None:
        return questions.resume(talk, talk.open, given)
    match talk.incoming.kind:
        case Kind.ACTION:
            return [*buttons.press(talk, talk.incoming.action), *questions.left_out(talk)]
        case Kind.TEXT:
            return [*messages.text(talk, order), *questions.left_out(talk)]
        case Kind.LOCATION:
            return messages.location(talk)
        case Kind.PHOTO:
            return messages.photo(talk)
        case Kind.ENTER:
            return messages.entered(talk)
        case Kind.UNSUPPORTED:
            return messages.unsupported(talk)
        case Kind.IGNORED:
            return []


def _remember(talk: Talk, before: Conversation, said: list[Outgoing]) -> None:
    """The question left open, and the buttons last shown; a photo or a place in between leaves both as they were."""
    if talk.incoming.kind in ASIDE and talk.asked is None:
        return
    shown: tuple[Button, ...] = next((one.buttons for one in reversed(said) if one.buttons), ())
    after = remembered(talk.asked, shown)
    desk, channel, account = talk.desk, talk.incoming.channel, talk.incoming.sender
    if after == NOTHING_OPEN and before != NOTHING_OPEN:
        mailbox.forget(desk, channel, account)
    elif after != before:
        lasting = timedelta(minutes=desk.policy.conversation_minutes)
        mailbox.remember(desk, channel, account, pack(after), lasting)
