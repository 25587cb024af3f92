"""The step of the plan that a problem stops."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_1100"
down_revision = "2026_11_25_1000"


def upgrade() -> None:
    op.add_column("problems", sa.Column("step", sa.String(length=60), nullable=True))
    op.add_column("problem_events", sa.Column("step", sa.String(length=60), nullable=True))


def downgrade() -> None:
    op.drop_column("problem_events", "step")
    op.drop_column("problems", "step")
