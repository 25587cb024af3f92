"""Messages as we see them, with no channel in sight."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    LOCATION = "location"
    ACTION = "action"  # a button or a menu entry
    ENTER = "enter"  # opened the conversation
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
    """`action` comes back as `Incoming.action`: at most 64 bytes, [A-Za-z0-9_:-]."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to appear at the other side. A channel without buttons shows them as 回复 1/2/3."""

    text: str
    buttons: tuple[Button, ...] = ()
