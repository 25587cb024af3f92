"""Which job has run for which period."""

from sqlalchemy import Connection


class Runs:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
