"""The post room: letters in, each dealt with once; parcels out, in order for each recipient."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from backend.domain.letter import Letter, OpenLetter, Parcel
from backend.domain.notice import Notice
from backend.services.desk import Desk
from backend.storage.mailbox import decode_notice

MOST_ATTEMPTS = 3


def read_notice(kind: str, payload: bytes) -> Notice:
    """The notice a parcel carries."""
    return decode_notice(kind, payload)


def receive(desk: Desk, letters: Sequence[Letter]) -> None:
    """Into the inbox, each once. All or none: one that the database cannot hold raises for the whole unit of work."""
    desk.unit.mailbox.keep(letters, desk.moment.at)


def receive_each(desk: Desk, letters: Sequence[Letter]) -> list[bool]:
    """The slow way, after `receive` has failed: which of them are in the inbox now?"""
    return [desk.unit.mailbox.keep_or_refuse(letter, desk.moment.at) for letter in letters]


def claim(desk: Desk, most: int) -> list[OpenLetter]:
    """Letters to be dealt with in this unit of work: oldest first, only the oldest of each sender."""
    return desk.unit.mailbox.claim(most)


def done(desk: Desk, ids: Sequence[int]) -> None:
    desk.unit.mailbox.done(ids, desk.moment.at)


def failed(desk: Desk, letter: OpenLetter, error: str) -> bool:
    """Dealing with it raised `error` (a class name). True when that was the last attempt and it is put aside."""
    last = letter.attempts + 1 >= MOST_ATTEMPTS
    desk.unit.mailbox.failed(letter.id, error if last else None, desk.moment.at)
    return last


def reply(desk: Desk, channel: str, account: str, payload: bytes, key: str) -> bool:
    """Queue an answer to somebody who waits for it now: no waking hours. False when that key was said before."""
    at = desk.moment.at
    return desk.unit.mailbox.put(
        key=key, channel=channel, account=account, kind="reply", payload=payload, at=at, due_at=at
    )


def collect(desk: Desk, channels: Collection[str], most: int, lease: timedelta) -> list[Parcel]:
    """Parcels to send now: for each recipient the oldest, and nobody else has them while the lease lasts."""
    at = desk.moment.at
    return desk.unit.mailbox.take(channels, at, at + lease, most)


def sent(desk: Desk, parcel: Parcel) -> bool:
    """False, here and below: the lease ran out and the parcel is somebody else's."""
    return desk.unit.mailbox.sent(parcel, desk.moment.at)


def postpone(desk: Desk, parcel: Parcel, wait: timedelta, reason: str) -> bool:
    return desk.unit.mailbox.later(parcel, desk.moment.at + wait, reason)


def give_up(desk: Desk, parcel: Parcel, reason: str) -> bool:
    """A dead letter; the recipient's next one may go."""
    return desk.unit.mailbox.dead(parcel, reason)


def nobody_there(desk: Desk, parcel: Parcel, reason: str) -> bool:
    """The address itself is dead: no notice is queued for it any more."""
    desk.unit.mailbox.gone(parcel.channel, parcel.account)
    return desk.unit.mailbox.dead(parcel, reason)


def conversation(desk: Desk, channel: str, account: str) -> bytes | None:
    """Where the dialog stood, if that is not too long ago."""
    return desk.unit.mailbox.conversation(channel, account, desk.moment.at)


def remember(desk: Desk, channel: str, account: str, body: bytes, lasting: timedelta) -> None:
    desk.unit.mailbox.remember(channel, account, body, desk.moment.at + lasting)


def forget(desk: Desk, channel: str, account: str) -> None:
    desk.unit.mailbox.forget(channel, account)


def channel_token(desk: Desk, name: str) -> tuple[str, datetime] | None:
    """The value and when it expires."""
    return desk.unit.mailbox.token(name)


def keep_channel_token(desk: Desk, name: str, value: str, expires_at: datetime) -> None:
    desk.unit.mailbox.keep_token(name, value, expires_at)
