"""What is usual: how long answers take for each policy, channel and priority."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = ("tenant", "helpdesk", "policy", "channel", "priority")
LENGTH = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Begin to know."""
    op.create_table(
        "habits",
        *(sa.Column(name, sa.String(), nullable=False) for name in KEY),
        sa.Column("p50", LENGTH, nullable=False),
        sa.Column("p90", LENGTH, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_habits")),
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_table("habits")
