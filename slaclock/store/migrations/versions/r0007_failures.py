"""Which tickets cannot be read, how often that was tried, and when it is tried again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin to know."""
    op.add_column("tickets", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tickets", sa.Column("next_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("tickets", sa.Column("error", sa.Text(), nullable=True))


def downgrade() -> None:
    """Forget it."""
    for column in ("error", "next_at", "failures"):
        op.drop_column("tickets", column)
