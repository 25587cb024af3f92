"""The migrations build exactly the tables, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from backend.storage import schema
from backend.storage.engine import Database
from backend.storage.tables import metadata


def test_migrations_and_tables_agree(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection)

        assert compare_metadata(context, metadata) == []


def test_a_migrated_database_is_at_the_head(database: Database) -> None:
    assert schema.current(database) == schema.head()


def test_an_upgrade_a_second_time_changes_nothing(database: Database) -> None:
    assert schema.upgrade(database) == schema.head()
