"""Every reading in a file, one a row: for a spreadsheet (CSV) or the next program (JSON Lines)."""

from __future__ import annotations

import csv
import json
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from slaclock.clock.reading import Reading
from slaclock.errors import InvalidInput
from slaclock.replay.keeping import EXPORTED, PromiseKept
from slaclock.replay.story import Story

_FACTS = ("priority", "channel", "customer", "group", "assignee")
_UNSAFE = ("=", "+", "-", "@", "\t", "\r")


def export_readings(
    readings: Iterable[Reading], path: Path | str, promises: Iterable[PromiseKept] | None = None
) -> int:
    """Write readings to `path`, as CSV if it ends in .csv and as JSON Lines otherwise; the number written.

    With `promises`, each row also says what its customer would have been promised, and whether that was kept.
    """
    file = Path(path)
    rows = [_row(reading) for reading in readings] if promises is None else list(_with(readings, promises))
    with _writing(file) as out:
        if file.suffix.lower() == ".csv":
            writer = csv.writer(out)
            writer.writerow(rows[0] if rows else ())
            writer.writerows([_cell(value) for value in row.values()] for row in rows)
        else:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return len(rows)


def export_events(stories: Iterable[Story], path: Path | str) -> int:
    """Write the events of tickets as JSON Lines, for `slaclock read` and `slaclock explain`; the number written."""
    lines = [json.dumps(event.as_mapping(), ensure_ascii=False) + "\n" for story in stories for event in story.events]
    with _writing(Path(path)) as out:
        out.writelines(lines)
    return len(lines)


@contextmanager
def _writing(file: Path) -> Generator[TextIO]:
    try:
        with file.open("w", encoding="utf-8", newline="") as out:
            yield out
    except OSError as error:
        why = error.strerror or error
        raise InvalidInput(f"{file}: cannot write it: {why}; name a file in a folder of yours") from None


def _row(reading: Reading) -> dict[str, object]:
    return reading.to_dict() | {fact: getattr(reading.facts, fact) for fact in _FACTS}


def _with(readings: Iterable[Reading], promises: Iterable[PromiseKept]) -> Iterator[dict[str, object]]:
    """Each reading's row with what its customer was promised, or with nothing in those places."""
    kept = {id(each.reading): each.to_dict() for each in promises}
    nothing = dict.fromkeys(EXPORTED)
    for reading in readings:
        yield _row(reading) | kept.get(id(reading), nothing)


def _cell(value: object) -> object:
    """A value for a spreadsheet: text that it would take for a formula is quoted, as text from customers must be."""
    if isinstance(value, str) and value.startswith(_UNSAFE):
        return "'" + value
    return value
