"""Migrations up and down with rows in every table: what both revisions know of stays, to the last value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import BigInteger, Boolean, Integer, MetaData, String, Table, Text, func, insert, inspect, select

from slaclock.store import Store
from slaclock.store.migrate import MIGRATIONS
from slaclock.store.tables import METADATA

SCRIPTS = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())
REVISIONS = sorted(script.revision for script in SCRIPTS)
BEGUN_ANEW = {"heartbeats"}
"""Signs of life: whoever lives gives another in a moment."""
READ_ANEW = {("tickets", "config")}
"""Emptied so that housekeeping reads every ticket again."""


def standing(store: Store) -> dict[str, Table]:
    """The tables as they stand in the database, not as the code knows them."""
    found = MetaData()
    found.reflect(store.database)
    return {name: table for name, table in found.tables.items() if name != "alembic_version"}


def sample(table: Table, number: int) -> dict[str, Any]:
    """A row with a value of its own in every column."""
    values: dict[str, Any] = {}
    for place, column in enumerate(table.columns):
        match column.type:
            case Boolean():
                values[column.name] = bool(number % 2)
            case Integer() | BigInteger():
                values[column.name] = 1_000 * number + place
            case String() | Text():
                values[column.name] = f'"{column.name} {number}"'
            case other:
                pytest.fail(f"{table.name}.{column.name} is {other!r}: say here what stands in it")
    return values


def fill(store: Store, rows: int = 3) -> None:
    """Rows into every table that has none."""
    with store.unit() as unit:
        for table in standing(store).values():
            if not unit.run(select(func.count()).select_from(table)).scalar_one():
                unit.run(insert(table), [sample(table, number) for number in range(1, rows + 1)])


def content(store: Store) -> dict[str, list[dict[str, Any]]]:
    with store.reading() as unit:
        return {name: sorted(unit.all(select(table)), key=str) for name, table in standing(store).items()}


def agree(before: Mapping[str, list[dict[str, Any]]], after: Mapping[str, list[dict[str, Any]]]) -> None:
    """Every table and column that both know hold the same."""
    both = before.keys() & after.keys() - BEGUN_ANEW
    assert both >= {"tickets", "events", "timers", "firings", "outbox", "clocks"}
    for name in both:
        columns = before[name][0].keys() & after[name][0].keys()
        columns -= {column for table, column in READ_ANEW if table == name}
        kept = [[{column: row[column] for column in columns} for row in rows[name]] for rows in (before, after)]
        assert sorted(kept[0], key=str) == sorted(kept[1], key=str), name


def test_rows_survive_every_revision_up_and_down_and_up(store: Store) -> None:
    store.migrate("base")
    for revision in REVISIONS:
        store.migrate(revision)
        fill(store)
    stood = {REVISIONS[-1]: content(store)}
    for revision in reversed(REVISIONS[:-1]):
        store.migrate(revision)
        stood[revision] = content(store)
        agree(stood[REVISIONS[-1]], stood[revision])
    for revision in REVISIONS[1:]:
        store.migrate(revision)
        agree(stood[REVISIONS[0]], content(store))
    assert all(len(rows) == 3 for name, rows in content(store).items() if name in stood["0001"].keys() - BEGUN_ANEW)


def test_revisions_are_numbered_in_one_line() -> None:
    numbers = [f"{place:04d}" for place in range(1, len(REVISIONS) + 1)]
    assert numbers == REVISIONS
    assert [script.down_revision for script in reversed(SCRIPTS)] == [None, *REVISIONS[:-1]]


def test_rows_that_stood_before_a_revision_stand_after_it_one_by_one(store: Store) -> None:
    """The way of an operator: each release finds the rows that the one before left."""
    store.migrate("base")
    store.migrate("0001")
    fill(store, rows=50)
    first = content(store)
    store.migrate()
    agree(first, content(store))
    assert {row["config"] for row in content(store)["tickets"]} == {""}


def test_down_to_nothing_with_rows_in_every_table(store: Store) -> None:
    fill(store)
    store.migrate("base")
    assert set(inspect(store.database).get_table_names()) <= {"alembic_version"}
    store.migrate()
    assert set(standing(store)) == set(METADATA.tables)
    assert not any(content(store).values())
