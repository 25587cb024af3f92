"""Visits to sites, and photos."""

from sqlalchemy import Connection


class Visits:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
