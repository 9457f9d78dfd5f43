"""One database behind one address: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from slaclock.errors import InvalidInput, MissingExtra
from slaclock.instant import SECOND
from slaclock.store.unit import Fault, Unit, no_fault

_WRITES = "slaclock_writes"
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 30000")
"""FULL: with NORMAL the last commits may be lost in a power cut, and a commit is our word to a helpdesk."""
_CLOCK = {
    "sqlite": "SELECT strftime('%s', 'now'), strftime('%f', 'now')",
    "postgresql": "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, '0'",
}


@dataclass(frozen=True, slots=True)
class Store:
    """The database of one slaclock; safe to share between threads, every unit has a connection of its own."""

    database: Database
    fault: Fault = field(default=no_fault, compare=False)

    @contextmanager
    def unit(self) -> Generator[Unit]:
        """One writing transaction: committed at the end, rolled back when anything is raised."""
        with self.database.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield Unit(connection, self.fault)
                self.fault("commit")
        self.fault("committed")

    @contextmanager
    def reading(self) -> Generator[Unit]:
        """One reading transaction, which keeps nobody waiting."""
        with self.database.connect() as connection, connection.begin():
            yield Unit(connection, self.fault)

    @contextmanager
    def trial(self) -> Generator[Unit]:
        """One writing transaction that is undone at the end: to see what would change."""
        with self.database.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin() as transaction:
                yield Unit(connection, self.fault)
                transaction.rollback()

    @property
    def at_hand(self) -> bool:
        """Whether it is a file of this machine, which answers a question without a journey."""
        return self.database.dialect.name == "sqlite"

    def now(self) -> int:
        """The database's own time, so that workers with wrong clocks agree; for doors to hand to use cases."""
        with self.reading() as unit:
            whole, seconds = unit.connection.execute(text(_CLOCK[self.database.dialect.name])).one()
        if not unit.postgres:
            return int(whole) * SECOND + round(float(seconds) % 1 * 1000) * 1000
        return int(whole)

    def migrate(self, to: str = "head") -> None:
        """Bring the tables to a revision, up or down ('base' removes them)."""
        from slaclock.store.migrate import migrate

        migrate(self.database, to)

    def close(self) -> None:
        """Give back every connection."""
        self.database.dispose()


def open_store(url: str, fault: Fault = no_fault) -> Store:
    """The store at an address: `sqlite:///slaclock.db`, `postgresql://user@host/name`, or just a file name."""
    try:
        address = make_url(url if "://" in url else f"sqlite:///{url}")
    except ArgumentError:
        raise InvalidInput("store: this is no address; write sqlite:///slaclock.db or postgresql://host/name") from None
    kind = address.get_backend_name()
    if kind == "sqlite":
        return Store(_sqlite(address), fault)
    if kind in ("postgresql", "postgres"):
        return Store(_postgres(address.set(drivername="postgresql+psycopg")), fault)
    raise InvalidInput(f"store: found {kind!r}; slaclock keeps its store in sqlite or postgresql")


def _postgres(address: Any) -> Database:
    try:
        return create_engine(
            address,
            pool_pre_ping=True,
            pool_size=10,
            hide_parameters=True,  # an error must not tell names to the log
            connect_args={"options": "-c timezone=UTC"},
        )
    except ImportError:
        raise MissingExtra("a store on PostgreSQL needs psycopg; install slaclock[postgres]") from None


def _sqlite(address: Any) -> Database:
    database = create_engine(address, hide_parameters=True, connect_args={"timeout": 30})
    event.listen(database, "connect", _prepare)
    event.listen(database, "begin", _begin)
    return database


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver would begin transactions late and by its own lights
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # a transaction that begins as a reader and then wants to write is refused at once, whatever the timeout
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
