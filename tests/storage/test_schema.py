"""The migrations build exactly the tables, on both databases, and lose nothing on the way."""

from datetime import date
from decimal import Decimal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from backend.domain.plan import LagUnit, Link, Nature, Plan, Step
from backend.storage import schema
from backend.storage.engine import Database
from backend.storage.tables import metadata
from tests import builders
from tests.builders import MORNING

FIRST = "2026_11_22_0900"


def test_migrations_and_tables_agree(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection)

        assert compare_metadata(context, metadata) == []


def test_a_migrated_database_is_at_the_head(database: Database) -> None:
    assert schema.current(database) == schema.head()


def test_an_upgrade_a_second_time_changes_nothing(database: Database) -> None:
    assert schema.upgrade(database) == schema.head()


def test_a_filled_database_keeps_its_plans_and_they_say_what_they_said(database: Database) -> None:
    permit = Step("a", "施工许可", 5, weight=Decimal("2.5"), actual_finish=date(2026, 7, 8))
    plan = Plan(date(2026, 7, 1), date(2026, 12, 31), (permit, Step("b", "桩基", 9, (Link("a", lag=2),))))
    with builders.open_desk(database) as desk:
        project = builders.project(desk, "A", "甲")
        desk.unit.plans.add(project.id, plan, source="模板", reason="首版", person_id=None, at=MORNING)
    config = schema._config()
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, FIRST)
        assert connection.execute(text("SELECT count(*) FROM steps")).scalar_one() == 2

    schema.upgrade(database)

    with builders.open_desk(database) as desk:
        stored = desk.unit.plans.newest([project.id])[project.id]
    assert (stored.plan, stored.approver_id, stored.promise.steps) == (plan, None, {})
    assert {step.nature for step in stored.plan.steps} == {Nature.WORK}
    assert stored.plan.steps[1].after[0].unit is LagUnit.WORK
