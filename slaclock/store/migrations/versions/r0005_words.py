"""Under which words of the configuration tickets were fetched, and which words of the helpdesk nobody mapped."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = ("tenant", "helpdesk", "kind", "word")


def upgrade() -> None:
    """Begin to know."""
    for table in ("tickets", "cursors"):
        op.add_column(table, sa.Column("words", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "strange_words",
        *(sa.Column(name, sa.String(), nullable=False) for name in (*KEY, "words")),
        sa.Column("met_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_strange_words")),
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_table("strange_words")
    for table in ("tickets", "cursors"):
        op.drop_column(table, "words")
