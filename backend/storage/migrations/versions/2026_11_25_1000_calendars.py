"""Holiday notices, site calendars and what a change of either moved; the office's own days keep their history."""

import sqlalchemy as sa
from alembic import op

from backend.storage.types import Instant

revision = "2026_11_25_1000"
down_revision = "2026_11_25_0900"


def upgrade() -> None:
    op.create_table(
        "holiday_notices",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("off", sa.JSON(), nullable=False),
        sa.Column("make_up", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_holiday_notices_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_notices")),
        sa.UniqueConstraint("year", "version", name=op.f("uq_holiday_notices_year_version")),
    )
    op.create_table(
        "calendar_days",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calendar_days_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_days")),
    )
    op.create_index("ix_calendar_days_day", "calendar_days", ["day", "id"], unique=False)
    op.create_table(
        "site_calendars",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("base", sa.String(length=12), nullable=False),
        sa.Column("spells", sa.JSON(), nullable=False),
        sa.Column("through_holidays", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_site_calendars_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_calendars")),
    )
    op.create_index("ix_site_calendars_name", "site_calendars", ["name", "id"], unique=False)
    op.create_table(
        "calendar_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calendar_changes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_changes")),
        sa.UniqueConstraint(
            "subject", "key", "version", name=op.f("uq_calendar_changes_subject_key_version")
        ),
    )
    op.execute(
        "INSERT INTO calendar_days (day, works, source) "
        "SELECT day, works, source FROM calendar_overrides ORDER BY day"
    )
    op.drop_table("calendar_overrides")


def downgrade() -> None:
    op.create_table(
        "calendar_overrides",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_overrides")),
    )
    op.execute(
        "INSERT INTO calendar_overrides (day, works, source) SELECT day, works, source FROM calendar_days "
        "WHERE works IS NOT NULL AND id IN (SELECT max(id) FROM calendar_days GROUP BY day)"
    )
    op.drop_table("calendar_changes")
    op.drop_table("site_calendars")
    op.drop_table("holiday_notices")
    op.drop_table("calendar_days")
