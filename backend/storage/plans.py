"""Backward schedules by version, with steps and links; office overrides of the calendar."""

from sqlalchemy import Connection


class Plans:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
