"""Moves a store's tables from one revision to another, with what is in them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine as Database

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database: Database, to: str = "head") -> None:
    """Upgrade or downgrade to a revision: 'head', 'base', or its number."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with database.connect() as connection:
        connection.execution_options(slaclock_writes=True)
        with connection.begin():
            config.attributes["connection"] = connection
            stands = MigrationContext.configure(connection).get_current_revision() or "base"
            (command.downgrade if _older(to, stands) else command.upgrade)(config, to)


def _older(to: str, stands: str) -> bool:
    """Revisions are numbered in their order, from 'base' to 'head'."""
    return to == "base" or (to != "head" and stands != "base" and to < stands)
