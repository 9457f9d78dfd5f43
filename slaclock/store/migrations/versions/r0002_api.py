"""What the API needs: answers to writes under a key, the priority of a clock; and whose worker gave a sign of life."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Signs of life begin anew; tickets are read anew at the next housekeeping, which fills in the priorities."""
    op.create_table(
        "answers",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "digest", name=op.f("pk_answers")),
    )
    op.create_index("ix_answers_stored_at", "answers", ["tenant", "stored_at"], unique=False)
    op.add_column("clocks", sa.Column("priority", sa.String(), nullable=True))
    op.execute("UPDATE tickets SET config = ''")
    op.drop_table("heartbeats")
    _heartbeats(sa.Column("tenant", sa.String(), nullable=False))


def downgrade() -> None:
    """Back to before."""
    op.drop_table("heartbeats")
    _heartbeats()
    op.drop_column("clocks", "priority")
    op.drop_index("ix_answers_stored_at", "answers")
    op.drop_table("answers")


def _heartbeats(*whose: sa.Column[str]) -> None:
    op.create_table(
        "heartbeats",
        *whose,
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lasted", NUMBER, nullable=False),
        sa.Column("done", NUMBER, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint(*(column.name for column in whose), "worker", "round", name=op.f("pk_heartbeats")),
    )
