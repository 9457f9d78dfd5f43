"""What a storm left behind, read with plain SQL and from plain files. Knows nothing of slaclock."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

Row = dict[str, Any]
TABLES = ("tickets", "events", "clocks", "timers", "firings", "outbox", "deliveries", "wants")


def lines(path: Path) -> list[Row]:
    """The rows of a file of JSON Lines; none where there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def instant(text: str) -> int:
    """RFC 3339 as microseconds."""
    at = datetime.fromisoformat(text)
    return round(at.replace(microsecond=0).timestamp()) * 1_000_000 + at.microsecond


@contextmanager
def connected(url: str) -> Generator[Any]:
    """A connection of our own to the store."""
    if url.startswith("sqlite:///"):
        connection: Any = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=60)
    else:
        import psycopg

        connection = psycopg.connect(url)
    try:
        yield connection
    finally:
        connection.close()


def rows(connection: Any, statement: str) -> list[Row]:
    """What a query finds, as mappings."""
    cursor = connection.cursor()
    cursor.execute(statement)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Evidence:
    """Everything there is to judge by."""

    world: Row
    toll: Row
    tables: Mapping[str, Sequence[Row]]
    texts: Mapping[str, Sequence[str]]
    """Every text that stands in a table, by tenant: what nobody may find a forgotten name in."""
    told: Sequence[Row]
    acked: Sequence[Row]
    erased: Sequence[Row]
    notices: Sequence[Row]
    seen: Sequence[Row]
    """Firings as they were seen while the storm went on."""
    effects: Mapping[str, Sequence[Row]]
    """The helpdesks' own logs, by tenant."""


def gather(folder: Path) -> Evidence:
    """Read it all."""
    world = json.loads((folder / "world.json").read_text(encoding="utf-8"))
    toll = json.loads((folder / "toll.json").read_text(encoding="utf-8"))
    with connected(world["url"]) as connection:
        tables = {name: rows(connection, f"SELECT * FROM {name}") for name in TABLES}  # noqa: S608 - our own names
        tables["conflicts"] = rows(connection, "SELECT * FROM conflicts")
    texts: dict[str, list[str]] = defaultdict(list)
    for found in tables.values():
        for row in found:
            texts[row["tenant"]] += [str(value) for value in row.values() if isinstance(value, (str, dict, list))]
    effects = {path.stem.removeprefix("desk-"): lines(path) for path in sorted(folder.glob("desk-*.jsonl"))}
    names = ("told", "acked", "erased", "notices", "seen")
    told, acked, erased, notices, seen = (lines(folder / f"{name}.jsonl") for name in names)
    return Evidence(world, toll, tables, texts, told, acked, erased, notices, seen, effects)
