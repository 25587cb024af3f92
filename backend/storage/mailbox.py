"""Inbox, outbox, conversations and channel tokens."""

from sqlalchemy import Connection


class Mailbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
