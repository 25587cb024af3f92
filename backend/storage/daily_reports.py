"""Days as told, their revisions, and investment figures."""

from sqlalchemy import Connection


class DailyReports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
