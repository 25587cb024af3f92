"""Projects and their annual plans; every list takes a scope."""

from sqlalchemy import Connection


class Projects:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
