"""Moves a store's tables from one revision to another, with what is in them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
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
            (command.downgrade if to == "base" else command.upgrade)(config, to)
