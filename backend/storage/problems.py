"""Problem assignments, their log of events and their numbers."""

from sqlalchemy import Connection


class Problems:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
