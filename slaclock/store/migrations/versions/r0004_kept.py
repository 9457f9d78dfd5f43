"""What is kept to look back on: corrections, attainment, deeds, the last use of keys; and what time it has been."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STEP = ("tenant", "helpdesk", "ticket", "policy", "metric", "cycle", "step", "repeat", "number")
WINDOW = ("tenant", "helpdesk", "objective", "period", "policy", "priority", "number")


def upgrade() -> None:
    """Begin to keep them."""
    op.create_table(
        "corrections",
        *(sa.Column(name, _type(name), nullable=False) for name in STEP),
        sa.Column("says", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*STEP, name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_found_at", "corrections", ["tenant", "found_at"], unique=False)
    op.create_table(
        "attainments",
        *(sa.Column(name, _type(name), nullable=False) for name in WINDOW),
        sa.Column("agreement", sa.String(), nullable=True),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("formula", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("numerator", NUMBER, nullable=False),
        sa.Column("denominator", NUMBER, nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*WINDOW, name=op.f("pk_attainments")),
    )
    _doors()
    op.create_table(
        "marks",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("latest", sa.BigInteger(), nullable=False),
        sa.Column("doubted", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_marks")),
    )


def downgrade() -> None:
    """Back to before."""
    for name in ("marks", "key_uses", "deeds", "attainments", "corrections"):
        op.drop_table(name)


def _doors() -> None:
    op.create_table(
        "deeds",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deeds")),
    )
    op.create_index("ix_deeds_at", "deeds", ["tenant", "at"], unique=False)
    op.create_table(
        "key_uses",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "name", name=op.f("pk_key_uses")),
    )


def _type(name: str) -> type[sa.String | sa.Integer]:
    return sa.Integer if name in ("cycle", "repeat", "number") else sa.String
