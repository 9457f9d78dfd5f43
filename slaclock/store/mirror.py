"""Makes a ticket's cached rows say what was just worked out, and touches none that say it already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, select, update

from slaclock.store.unit import Unit


def mirror(
    unit: Unit, table: Table, scope: ColumnElement[bool], key: tuple[str, ...], wanted: Iterable[Mapping[str, Any]]
) -> int:
    """Make the rows in a scope equal the wanted ones, told apart by a key; answers how many had to change."""
    names = [column.name for column in table.columns if column.name != "id"]
    stood = {_key(row, key): row for row in unit.all(select(*(table.c[name] for name in names)).where(scope))}
    blank = {column.name: column.default.arg for column in table.columns if column.default is not None}  # type: ignore[attr-defined]
    whole = ({name: row.get(name, blank.get(name)) for name in names} for row in wanted)
    meant = {_key(row, key): row for row in whole}
    same = and_(scope, *(table.c[name] == bindparam(f"key_{name}") for name in key))
    gone = [_named(key, row) for each, row in stood.items() if each not in meant]
    if gone:
        unit.run(delete(table).where(same), gone)
    moved = [row for each, row in meant.items() if each in stood and stood[each] != row]
    if moved:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names if name not in key}
        rows = [_named(key, row) | {f"new_{name}": row[name] for name in values} for row in moved]
        unit.run(update(table).where(same).values(values), rows)
    new = [row for each, row in meant.items() if each not in stood]
    unit.add(table, new)
    return len(gone) + len(moved) + len(new)


def _key(row: Mapping[str, Any], key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in key)


def _named(key: tuple[str, ...], row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"key_{name}": row[name] for name in key}
