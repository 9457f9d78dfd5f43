"""Place: whose rows and which helpdesk's. Every statement on them is bound to one, so tenants never mix."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Table, and_

from slaclock.complaints import show
from slaclock.errors import Complaint, InvalidInput

LONGEST = 500
"""Bytes of a name; longer ones are no names, and an index of a database cannot hold them."""


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


def fits(name: str) -> bool:
    """Whether a name is short enough to be one."""
    return len(name.encode("utf-8", "replace")) <= LONGEST


def refuse_long(names: Iterable[str]) -> None:
    """Raises InvalidInput for a name that is too long to be one."""
    for name in names:
        if not fits(name):
            size = len(name.encode("utf-8", "replace"))
            raise InvalidInput([Complaint(show(name), f"{size:,} bytes", f"a name has at most {LONGEST}")])


def same(one: FromClause, other: FromClause, *names: str) -> ColumnElement[bool]:
    """Rows of two tables that stand at one place and agree in some columns."""
    return and_(*(one.c[name] == other.c[name] for name in ("tenant", "helpdesk", *names)))
