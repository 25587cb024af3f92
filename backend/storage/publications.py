"""Frozen snapshots, publications and their documents."""

from sqlalchemy import Connection


class Publications:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
