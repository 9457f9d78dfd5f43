"""Place: whose rows and which helpdesk's. Every statement on them is bound to one, so tenants never mix."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Table, and_


class Place(NamedTuple):
    """A helpdesk of a tenant, as every row names it."""

    tenant: str
    helpdesk: str

    def of(self, table: Table, ticket: str | None = None) -> ColumnElement[bool]:
        """The rows of this place, or of one of its tickets."""
        here = and_(table.c.tenant == self.tenant, table.c.helpdesk == self.helpdesk)
        return here if ticket is None else and_(here, table.c.ticket == ticket)

    def row(self, **columns: Any) -> dict[str, Any]:
        """A row that stands here."""
        return {"tenant": self.tenant, "helpdesk": self.helpdesk, **columns}


def same(one: FromClause, other: FromClause, *names: str) -> ColumnElement[bool]:
    """Rows of two tables that stand at one place and agree in some columns."""
    return and_(*(one.c[name] == other.c[name] for name in ("tenant", "helpdesk", *names)))
