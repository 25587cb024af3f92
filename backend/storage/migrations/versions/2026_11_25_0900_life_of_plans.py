"""What steps say of limits and progress, who approved a version, what it promised, baselines, the office's templates."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from backend.storage.types import Hundredths, Instant

revision = "2026_11_25_0900"
down_revision = "2026_11_22_0900"


def _steps() -> tuple[sa.Column[Any], ...]:
    """Rows that are there already get what a step says that says nothing."""
    return (
        sa.Column("calendar", sa.String(length=60), nullable=False, server_default=""),
        sa.Column("not_before", sa.Date(), nullable=True),
        sa.Column("not_after", sa.Date(), nullable=True),
        sa.Column("finish_on", sa.Date(), nullable=True),
        sa.Column("remaining", sa.Integer(), nullable=True),
        sa.Column("percent", Hundredths(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("nature", sa.String(length=20), nullable=False, server_default="work"),
        sa.Column("deferrable", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_finish", sa.Date(), nullable=True),
        sa.Column("latest_finish", sa.Date(), nullable=True),
    )


def upgrade() -> None:
    for column in _steps():
        op.add_column("steps", column)
    unit = sa.Column("unit", sa.String(length=10), nullable=False, server_default="work")
    op.add_column("links", unit)
    op.add_column("plans", sa.Column("finish", sa.Date(), nullable=True))
    # In one statement both databases know: SQLite adds no constraint to a table that is there.
    op.execute(
        "ALTER TABLE plans ADD COLUMN approver_id INTEGER CONSTRAINT fk_plans_approver_id REFERENCES people (id)"
    )
    op.create_table(
        "baselines",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "version"],
            ["plans.project_id", "plans.version"],
            name=op.f("fk_baselines_project_id_version"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_baselines_person_id")),
        sa.ForeignKeyConstraint(["approver_id"], ["people.id"], name=op.f("fk_baselines_approver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baselines")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_baselines_project_id_name")),
    )
    op.create_table(
        "office_templates",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_office_templates_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_templates")),
        sa.UniqueConstraint("name", name=op.f("uq_office_templates_name")),
    )


def downgrade() -> None:
    op.drop_table("office_templates")
    op.drop_table("baselines")
    op.drop_column("plans", "approver_id")
    op.drop_column("plans", "finish")
    op.drop_column("links", "unit")
    for column in reversed(_steps()):
        op.drop_column("steps", column.name)
