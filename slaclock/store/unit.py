"""Unit: one transaction. What is written in it stands together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.sql.base import Executable

Fault = Callable[[str], None]
"""Told the name of every place where a crash could come; a test lets it come there."""


def no_fault(_point: str) -> None:
    """Nothing goes wrong on purpose."""


def named(statement: Executable) -> str:
    """What a statement does, as a fault is told: `insert outbox`, `select`."""
    table = getattr(statement, "table", None)
    kind = type(statement).__name__.lower()
    return f"{kind} {table.name}" if isinstance(table, Table) else kind


@dataclass(frozen=True, slots=True)
class Unit:
    """One transaction on the store, handed to everything that has to happen together."""

    connection: Connection
    fault: Fault = no_fault

    @property
    def postgres(self) -> bool:
        """Whether rows can be locked one by one; on SQLite a writing transaction has the store for itself."""
        return self.connection.dialect.name == "postgresql"

    def run(
        self, statement: Executable, rows: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None
    ) -> CursorResult[Any]:
        """Execute one statement, once (with the values of its parameters, if it has any) or for many rows."""
        if self.fault is not no_fault:
            self.fault(named(statement))
        return self.connection.execute(statement, rows) if rows is not None else self.connection.execute(statement)

    def all(self, statement: Executable) -> list[dict[str, Any]]:
        """The rows a query finds, as mappings."""
        return [dict(row) for row in self.run(statement).mappings()]

    def one(self, statement: Executable) -> dict[str, Any] | None:
        """The only row a query finds, if it finds one."""
        row = self.run(statement).mappings().one_or_none()
        return dict(row) if row is not None else None

    def changed(self, statement: Executable) -> int:
        """How many rows a statement changed."""
        return self.run(statement).rowcount

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that can say what to do when the row is there already."""
        return postgresql.insert(table) if self.postgres else sqlite.insert(table)

    def add(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows, if there are any."""
        many = list(rows)
        if many:
            self.run(Insert(table), many)

    def add_new(self, table: Table, rows: Iterable[Mapping[str, Any]], *told: str) -> list[dict[str, Any]]:
        """Insert the rows that are not there yet; answers with columns of those that were new."""
        many = list(rows)
        if not many:
            return []
        statement = self.insert(table).on_conflict_do_nothing().returning(*(table.c[name] for name in told))
        return [dict(row) for row in self.run(statement, many).mappings()]
