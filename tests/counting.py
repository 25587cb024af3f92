"""How many statements a block sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from backend.storage.engine import Database


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
