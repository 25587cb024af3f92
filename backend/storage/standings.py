"""Classes of projects: a change is a row."""

from sqlalchemy import Connection


class Standings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
