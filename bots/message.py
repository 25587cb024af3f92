"""Messages as we see them, with no channel in sight."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import msgspec


class Kind(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    LOCATION = "location"
    ACTION = "action"  # a button or a menu entry
    ENTER = "enter"  # opened the conversation
    UNSUPPORTED = (
        "unsupported"  # voice, video, file, link: `text` names it; the bot says that it cannot read it
    )
    IGNORED = "ignored"  # stored so that a retry is recognised; nothing to do


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did. `key` is unique within the channel; the same key again is the same thing."""

    channel: str
    key: str
    sender: str  # the channel's own name of the account
    at: datetime  # UTC, when the channel says it happened
    kind: Kind
    text: str = ""
    media: str = ""  # what the channel fetches a photo by
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """`action` comes back as `Incoming.action`: at most 64 bytes, [A-Za-z0-9_:-].

    `typed`: what can be typed instead, on any day. Without it the number of the button means it, in the next message.
    """

    label: str
    action: str
    typed: str = ""


class Drawing(StrEnum):
    ROUTE_MAP = "route_map"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by what it shows. It is drawn when it is sent, as of the instant `at` of the question.

    So neither a deed's transaction waits for a drawing nor does the outbox hold pictures. `title`: what it is called
    where a picture has a name, 清溪县人民医院迁建项目路径图.
    """

    drawing: Drawing
    project_id: int
    at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to appear at the other side. A channel without buttons shows them as 回复 1/2/3."""

    text: str
    buttons: tuple[Button, ...] = ()
    picture: Picture | None = None


def separate(outgoing: Outgoing) -> tuple[Outgoing, ...]:
    """Words and picture as messages of their own, the words first: each is tried again without the other."""
    if outgoing.picture is None or not outgoing.text:
        return (outgoing,)
    return replace(outgoing, picture=None), Outgoing("", picture=outgoing.picture)


def pack(message: Incoming | Outgoing) -> bytes:
    """As it lies in the inbox or, as kind "reply", in the outbox."""
    return msgspec.json.encode(message)


def unpack_incoming(body: bytes) -> Incoming:
    return msgspec.json.decode(body, type=Incoming)


def unpack_outgoing(payload: bytes) -> Outgoing:
    return msgspec.json.decode(payload, type=Outgoing)


def numbered(outgoing: Outgoing) -> str:
    """For a channel without buttons; the dialog takes the bare number as the answer."""
    typed = "、".join(f"“{button.typed}”" for button in outgoing.buttons if button.typed)
    choices = [f"可发：{typed}"] if typed else []
    # A button that is called by its number stands beside its line of the text already.
    choices += [
        f"回复 {number} {button.label}"
        for number, button in enumerate(outgoing.buttons, 1)
        if not button.typed and button.label != str(number)
    ]
    return "\n".join((outgoing.text, *choices))
