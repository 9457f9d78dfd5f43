"""What alembic runs: on the connection it is handed, in the transaction of whoever called."""

from __future__ import annotations

from alembic import context

from slaclock.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot change a column in place
    transactional_ddl=True,
)
context.run_migrations()
