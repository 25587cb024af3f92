"""Opening a database: SQLite in one file, or PostgreSQL.

SQLite is run so that acknowledged means on disk: WAL, synchronous=FULL, foreign keys on. All writing goes
through one connection, opened with BEGIN IMMEDIATE: the default mode loses concurrent updates silently, and
SQLite before 3.51.3 has a WAL fault that needs two writing connections.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.domain.errors import Conflict, Invalid, Unavailable

BUSY_SECONDS = 10


class Database:
    """One place to write, many to read. Thread-safe."""

    def __init__(self, url: str) -> None:
        self.url = _with_driver(make_url(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer_turn = threading.Lock()
        if self.is_sqlite:
            self._writer = _sqlite(self.url, "BEGIN IMMEDIATE", read_only=False, size=1)
            self._reader = _sqlite(self.url, "BEGIN", read_only=True, size=4)
        else:
            self._writer = self._reader = create_engine(
                self.url, pool_size=8, max_overflow=4, pool_pre_ping=True
            )

    @property
    def engine(self) -> Engine:
        return self._writer

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; commits when the block ends well. Raises `Unavailable` when the database cannot take it."""
        if not self.is_sqlite:
            with translated(), self._writer.begin() as connection:
                yield connection
            return
        # The turn is taken before the transaction opens, so that threads of this process queue fairly
        # here instead of spinning on SQLITE_BUSY.
        with self._writer_turn, translated(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with translated(), self._reader.begin() as connection:
            yield connection

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unavailable("database_unavailable", reason=type(error.orig).__name__) from error
    except PoolTimeout as error:
        raise Unavailable("database_unavailable", reason="no connection free") from error
    except IntegrityError as error:
        raise Conflict("already_there") from error
    except DataError as error:
        raise Invalid("not_storable") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("database_unavailable", reason="connection lost") from error
        raise


def _with_driver(url: URL) -> URL:
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _sqlite(url: URL, begin: str, *, read_only: bool, size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(dbapi: Any, _record: Any) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            f"query_only={'ON' if read_only else 'OFF'}",
        ):
            dbapi.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
