"""People, units, duties, leaves, chat accounts, binding codes and API tokens."""

from sqlalchemy import Connection


class People:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
