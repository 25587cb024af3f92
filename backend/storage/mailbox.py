"""Inbox, outbox, conversations and channel tokens."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, cast, get_args

import msgspec
from sqlalchemy import (
    Connection,
    Dialect,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError, StatementError

from backend.domain.letter import Letter, OpenLetter, Parcel
from backend.domain.notice import Notice
from backend.storage.prepared import Prepared
from backend.storage.tables import accounts, channel_tokens, conversations, inbox, outbox

KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Notice)}


def encode_notice(notice: Notice) -> bytes:
    return msgspec.json.encode({field.name: getattr(notice, field.name) for field in fields(notice)})


def decode_notice(kind: str, payload: bytes) -> Notice:
    """The inverse; `kind` is the class name the row was stored under."""
    notice: Notice = msgspec.json.decode(payload, type=KINDS[kind])
    return notice


# Statements of the hot paths are built once: building one costs more than running it.

# Both dialects spell ON CONFLICT alike; the types of one stand for both.
INSERT: dict[str, Callable[[Table], sqlite.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": cast(Any, postgresql.insert),
}


@cache
def _keep(dialect: Dialect) -> tuple[str, Callable[[datetime], Any]]:
    """Keeping a letter as the driver takes it, (channel, key, sender, body, received_at, attempts), and how it takes
    an instant. Every callback goes through here, and binding the rows by name and type cost more than storing them.
    """
    columns = ("channel", "key", "sender", "body", "received_at", "attempts")
    insert = INSERT[dialect.name](inbox).values({name: bindparam(name) for name in columns})
    plain = insert.on_conflict_do_nothing(index_elements=["channel", "key"]).inline()
    by_position = dialect if dialect.positional else cast(Any, type(dialect))(paramstyle="format")
    instant = inbox.c.received_at.type.bind_processor(dialect)
    assert instant is not None  # noqa: S101  our own type has one
    return str(plain.compile(dialect=by_position)), instant


# Whether a row came of it is asked of RETURNING: the row count of such an insert is not reported on PostgreSQL.
PUT = {
    name: Prepared(insert(outbox).on_conflict_do_nothing(index_elements=["key"]).returning(outbox.c.id))
    for name, insert in INSERT.items()
}

_older = inbox.alias("older")
# Only the oldest open letter of a sender can be claimed. On PostgreSQL its lock keeps every other worker away from
# this sender until the end of the transaction; on SQLite there is one writer at a time anyway.
CLAIM = (
    select(*(inbox.c[name] for name in ("id", "channel", "key", "sender", "body", "attempts")))
    .where(
        inbox.c.done_at.is_(None),
        ~exists().where(
            _older.c.done_at.is_(None),
            _older.c.id < inbox.c.id,
            _older.c.channel == inbox.c.channel,
            _older.c.sender == inbox.c.sender,
        ),
    )
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=inbox)
)
DONE = update(inbox).where(inbox.c.id.in_(bindparam("ids", expanding=True))).values(done_at=bindparam("at"))

_before = outbox.alias("before")
_free = or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= bindparam("at"))
# A recipient's row waits for the older ones, unless those are held back for the morning and were never tried.
_HEADS = (
    select(outbox.c.id)
    .where(
        outbox.c.state == "open",
        outbox.c.due_at <= bindparam("at"),
        outbox.c.channel.in_(bindparam("channels", expanding=True)),
        _free,
        ~exists().where(
            _before.c.channel == outbox.c.channel,
            _before.c.account == outbox.c.account,
            _before.c.state == "open",
            _before.c.id < outbox.c.id,
            or_(_before.c.due_at <= bindparam("at"), _before.c.attempts > 0),
        ),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
# Compare and swap: two pumps may see the same heads, but the second finds the lease taken and gets no row.
TAKE = (
    update(outbox)
    .where(outbox.c.id.in_(_HEADS.scalar_subquery()), outbox.c.state == "open", _free)
    .values(token=outbox.c.token + 1, attempts=outbox.c.attempts + 1, lease_until=bindparam("until"))
    .returning(
        *(
            outbox.c[name]
            for name in (
                "id",
                "token",
                "key",
                "channel",
                "account",
                "kind",
                "payload",
                "attempts",
                "created_at",
            )
        )
    )
)


_here = and_(
    conversations.c.channel == bindparam("of_channel"), conversations.c.account == bindparam("of_account")
)
CONVERSATION = Prepared(
    select(conversations.c.body).where(_here, conversations.c.expires_at > bindparam("at"))
)
FORGET = Prepared(delete(conversations).where(_here))


def _upsert(dialect: str, table: Table) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    others = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


UPSERT = {
    (dialect, table.name): Prepared(_upsert(dialect, table))
    for dialect in ("sqlite", "postgresql")
    for table in (conversations, channel_tokens)
}


@dataclass(frozen=True, slots=True)
class Counts:
    """`inbox_oldest`: when the oldest open letter came in."""

    inbox_open: int
    inbox_oldest: datetime | None
    inbox_dead: int
    outbox_open: int
    outbox_dead: int


_mine = and_(
    outbox.c.id == bindparam("of_id"), outbox.c.token == bindparam("of_token"), outbox.c.state == "open"
)
SETTLE = {
    name: update(outbox).where(_mine).values(lease_until=None, **{each: bindparam(each) for each in columns})
    for name, columns in {
        "sent": ("state", "sent_at", "error"),
        "later": ("due_at", "error"),
        "dead": ("state", "error"),
    }.items()
}


class Mailbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def counts(self) -> Counts:
        waiting = select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.done_at.is_(None))
        open_, oldest = self._connection.execute(waiting).one()
        dead = select(func.count()).where(inbox.c.failed.is_not(None))
        states = (
            select(outbox.c.state, func.count().label("n"))
            .where(outbox.c.state != "sent")
            .group_by(outbox.c.state)
        )
        parcels = {row.state: row.n for row in self._connection.execute(states)}
        return Counts(
            open_, oldest, self._connection.scalar(dead) or 0, parcels.get("open", 0), parcels.get("dead", 0)
        )

    # ---- in

    def keep(self, letters: Sequence[Letter], at: datetime) -> None:
        """Into the inbox, each once: one that is there already is left as it is."""
        statement, instant = _keep(self._connection.dialect)
        received_at = instant(at)
        self._connection.exec_driver_sql(
            statement, [(each.channel, each.key, each.sender, each.body, received_at, 0) for each in letters]
        )

    def keep_or_refuse(self, letter: Letter, at: datetime) -> bool:
        """One, in a savepoint; False when it is such that the database cannot hold it."""
        try:
            with self._connection.begin_nested():
                self.keep([letter], at)
        except OperationalError:  # locked, full or gone: not the letter's fault
            raise
        except (StatementError, UnicodeError):
            return False
        return True

    def claim(self, most: int) -> list[OpenLetter]:
        """Open letters, oldest first and one a sender, this transaction's until it ends."""
        return [OpenLetter(*row) for row in self._connection.execute(CLAIM, {"most": most})]

    def done(self, ids: Sequence[int], at: datetime) -> None:
        if ids:
            self._connection.execute(DONE, {"ids": ids, "at": at})

    def failed(self, id: int, error: str | None, at: datetime) -> None:
        """One more failed attempt; with `error` it was the last one."""
        final = {"failed": error, "done_at": at} if error else {}
        self._connection.execute(
            update(inbox).where(inbox.c.id == id).values(attempts=inbox.c.attempts + 1, **final)
        )

    # ---- out

    def put(
        self,
        *,
        key: str,
        channel: str,
        account: str,
        kind: str,
        payload: bytes,
        at: datetime,
        due_at: datetime,
        person_id: int | None = None,
    ) -> bool:
        """One outbox row; False when a row with that key is already there (said once is enough)."""
        row = {
            "key": key,
            "channel": channel,
            "account": account,
            "person_id": person_id,
            "kind": kind,
            "payload": payload,
            "created_at": at,
            "due_at": due_at,
            "state": "open",
            "attempts": 0,
            "token": 0,
        }
        statement = PUT[self._connection.dialect.name]
        return statement.scalar(self._connection, row) is not None

    def take(self, channels: Collection[str], at: datetime, until: datetime, most: int) -> list[Parcel]:
        """Due parcels, at most one a recipient, leased until `until`."""
        if not channels:
            return []
        parameters = {"channels": sorted(channels), "at": at, "until": until, "most": most}
        return sorted(
            (Parcel(*row) for row in self._connection.execute(TAKE, parameters)), key=lambda parcel: parcel.id
        )

    def sent(self, parcel: Parcel, at: datetime) -> bool:
        return self._settle("sent", parcel, state="sent", sent_at=at, error=None)

    def later(self, parcel: Parcel, due_at: datetime, error: str) -> bool:
        return self._settle("later", parcel, due_at=due_at, error=error)

    def dead(self, parcel: Parcel, error: str) -> bool:
        return self._settle("dead", parcel, state="dead", error=error)

    def _settle(self, outcome: str, parcel: Parcel, **values: Any) -> bool:
        """False when the lease ran out and somebody else has the parcel now: the outcome is theirs to write."""
        parameters = {"of_id": parcel.id, "of_token": parcel.token, **values}
        return self._connection.execute(SETTLE[outcome], parameters).rowcount == 1

    def gone(self, channel: str, account: str) -> None:
        """The channel says that nobody is there any more."""
        mine = and_(accounts.c.channel == channel, accounts.c.account == account)
        self._connection.execute(update(accounts).where(mine).values(gone=True))

    def addresses(self, person_id: int) -> list[tuple[str, str]]:
        """Every (channel, account) the person can be reached at, oldest binding first."""
        query = (
            select(accounts.c.channel, accounts.c.account)
            .where(accounts.c.person_id == person_id, accounts.c.gone.is_(False))
            .order_by(accounts.c.bound_at, accounts.c.channel)
        )
        return [(row.channel, row.account) for row in self._connection.execute(query)]

    # ---- conversations

    def conversation(self, channel: str, account: str, at: datetime) -> bytes | None:
        """What the dialog left there; None when there is none or it has expired."""
        values = {"of_channel": channel, "of_account": account, "at": at}
        body: bytes | None = CONVERSATION.scalar(self._connection, values)
        return body

    def remember(self, channel: str, account: str, body: bytes, expires_at: datetime) -> None:
        self._upsert(conversations, channel=channel, account=account, body=body, expires_at=expires_at)

    def forget(self, channel: str, account: str) -> None:
        FORGET.run(self._connection, {"of_channel": channel, "of_account": account})

    # ---- channel tokens

    def token(self, name: str) -> tuple[str, datetime] | None:
        """The value and when it expires."""
        query = select(channel_tokens.c.value, channel_tokens.c.expires_at).where(
            channel_tokens.c.name == name
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else (row.value, row.expires_at)

    def keep_token(self, name: str, value: str, expires_at: datetime) -> None:
        self._upsert(channel_tokens, name=name, value=value, expires_at=expires_at)

    def _upsert(self, table: Table, **values: Any) -> None:
        UPSERT[self._connection.dialect.name, table.name].run(self._connection, values)
