"""Inbox, outbox, conversations and channel tokens."""

from dataclasses import fields
from datetime import datetime
from typing import Any, get_args

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.domain.notice import Notice
from backend.storage.tables import accounts, outbox

KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Notice)}


def encode_notice(notice: Notice) -> bytes:
    return msgspec.json.encode({field.name: getattr(notice, field.name) for field in fields(notice)})


def decode_notice(kind: str, payload: bytes) -> Notice:
    """The inverse; `kind` is the class name the row was stored under."""
    notice: Notice = msgspec.json.decode(payload, type=KINDS[kind])
    return notice


class Mailbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        statement = (
            dialect.insert(outbox)
            .values(
                key=key,
                channel=channel,
                account=account,
                person_id=person_id,
                kind=kind,
                payload=payload,
                created_at=at,
                due_at=due_at,
                state="open",
                attempts=0,
                token=0,
            )
            .on_conflict_do_nothing(index_elements=["key"])
        )
        return self._connection.execute(statement).rowcount == 1

    def addresses(self, person_id: int) -> list[tuple[str, str]]:
        """Every (channel, account) the person can be reached at, oldest binding first."""
        query = (
            select(accounts.c.channel, accounts.c.account)
            .where(accounts.c.person_id == person_id, accounts.c.gone.is_(False))
            .order_by(accounts.c.bound_at, accounts.c.channel)
        )
        return [(row.channel, row.account) for row in self._connection.execute(query)]
