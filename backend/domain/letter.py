"""What lies in the mailbox: a letter that came in, a parcel that is to go out. Bodies are the channels' business."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """As it arrives; the same (channel, key) again is the same letter."""

    channel: str
    key: str
    sender: str
    body: bytes


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """One that waits to be dealt with; `attempts` have failed so far."""

    id: int
    channel: str
    key: str
    sender: str
    body: bytes
    attempts: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """One on its way, held by whoever knows `token` until the lease runs out; `attempts` counts this one too."""

    id: int
    token: int
    key: str
    channel: str
    account: str
    kind: str  # "reply", or the name of a Notice
    payload: bytes
    attempts: int
    created_at: datetime
