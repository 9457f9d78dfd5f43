"""The tables of the first service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TABLES = (
    "wants",
    "tombstones",
    "timers",
    "tickets",
    "outbox",
    "merges",
    "heartbeats",
    "firings",
    "events",
    "deliveries",
    "cursors",
    "conflicts",
    "clocks",
    "buckets",
)


def upgrade() -> None:
    """The tables of the first service."""
    op.create_table(
        "buckets",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("tokens", NUMBER, nullable=False),
        sa.Column("filled_at", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("shut_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "helpdesk", "account", name=op.f("pk_buckets")),
    )
    op.create_table(
        "clocks",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("stopped_at", sa.BigInteger(), nullable=True),
        sa.Column("budget", NUMBER, nullable=True),
        sa.Column("budget_text", sa.String(), nullable=False),
        sa.Column("elapsed", NUMBER, nullable=False),
        sa.Column("remaining", NUMBER, nullable=False),
        sa.Column("deadline", sa.BigInteger(), nullable=True),
        sa.Column("breached_at", sa.BigInteger(), nullable=True),
        sa.Column("breach_cause", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "helpdesk", "ticket", "policy", "metric", "cycle", name=op.f("pk_clocks")),
    )
    op.create_index("ix_clocks_deadline", "clocks", ["tenant", "deadline"], unique=False)

    op.create_table(
        "conflicts",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "helpdesk", "ticket", "event", "digest", name=op.f("pk_conflicts")),
    )
    op.create_table(
        "cursors",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("moved_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "helpdesk", name=op.f("pk_cursors")),
    )
    op.create_table(
        "deliveries",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("tenant", "helpdesk", "key", name=op.f("uq_deliveries_tenant_helpdesk_key")),
    )
    op.create_index("ix_deliveries_received_at", "deliveries", ["received_at"], unique=False)
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["tenant", "helpdesk", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )

    op.create_table(
        "events",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "helpdesk", "ticket", "event", name=op.f("pk_events")),
    )
    op.create_table(
        "firings",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("deliver_at", sa.BigInteger(), nullable=False),
        sa.Column("fired_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant", "helpdesk", "ticket", "policy", "metric", "cycle", "step", "repeat", name=op.f("pk_firings")
        ),
    )
    op.create_index("ix_firings_fired_at", "firings", ["tenant", "fired_at"], unique=False)

    op.create_table(
        "heartbeats",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lasted", NUMBER, nullable=False),
        sa.Column("done", NUMBER, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("worker", "round", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "merges",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("survivor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "helpdesk", "ticket", "survivor", name=op.f("pk_merges")),
    )
    op.create_index("ix_merges_survivor", "merges", ["tenant", "helpdesk", "survivor"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint(
            "tenant", "helpdesk", "ticket", "cause", name=op.f("uq_outbox_tenant_helpdesk_ticket_cause")
        ),
    )
    op.create_index(
        "ix_outbox_line",
        "outbox",
        ["tenant", "helpdesk", "ticket", "account", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["tenant", "helpdesk", "rank", "next_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.create_index("ix_outbox_settled_at", "outbox", ["settled_at"], unique=False)

    op.create_table(
        "tickets",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("config", sa.String(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("priority", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("customer", sa.String(), nullable=True),
        sa.Column("requester", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("due_generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "helpdesk", "ticket", name=op.f("pk_tickets")),
    )
    op.create_index("ix_tickets_config", "tickets", ["tenant", "helpdesk", "config", "ticket"], unique=False)

    op.create_table(
        "timers",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Boolean(), nullable=False),
        sa.Column("messages", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
        sa.UniqueConstraint(
            "tenant", "helpdesk", "ticket", "kind", "policy", "metric", "cycle", "step", "repeat", name="uq_timers_key"
        ),
    )
    op.create_index("ix_timers_due", "timers", ["tenant", "helpdesk", "at", "id"], unique=False)

    op.create_table(
        "tombstones",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("erased_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "helpdesk", "digest", name=op.f("pk_tombstones")),
    )
    op.create_table(
        "wants",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("helpdesk", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "helpdesk", "ticket", name=op.f("pk_wants")),
    )
    op.create_index("ix_wants_next_at", "wants", ["tenant", "helpdesk", "next_at"], unique=False)


def downgrade() -> None:
    """Back to before."""
    for name in TABLES:
        op.drop_table(name)
