"""What other business-hours projects assert of themselves, asked of slaclock: one table a project, in TOML.

A table of `facts` holds rows of arguments and the answer both give. A table of `differs` holds rows of arguments, our
answer and theirs, and names the heading of `docs/explanation/where-we-differ.md` that says why.
Times without an offset are those of the calendar's own wall clock; an answer that is a bare date says only the date.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slaclock import Calendar

HERE = Path(__file__).parent
DIFFERENCES = HERE.parents[2] / "docs" / "explanation" / "where-we-differ.md"
OPERATIONS = {
    "add": ("at", "length", "at"),
    "subtract": ("at", "length", "at"),
    "between": ("at", "at", "length"),
    "is_open": ("at", "plain"),
    "next_opening": ("at", "at"),
    "next_closing": ("at", "at"),
    "spans": ("at", "at", "spans"),
    "add_days": ("at", "plain", "at"),
    "end_of_day": ("at", "plain", "at"),
}
UNITS = {"h": "hours", "m": "minutes", "s": "seconds", "ms": "milliseconds"}


@dataclass(frozen=True)
class Fact:
    """One row: what is asked of which calendar, what slaclock answers, and what the other project answers."""

    name: str
    file: str
    calendar: str
    operation: str
    row: tuple[Any, ...]
    theirs: object = None
    because: str = ""

    @property
    def answer(self) -> object:
        return self.row[-1]


@cache
def table(file: str) -> Mapping[str, Any]:
    return tomllib.loads((HERE / file).read_text(encoding="utf-8"))


@cache
def calendar(file: str, name: str) -> Calendar:
    return Calendar.from_config(table(file)["calendars"][name])


def facts() -> Iterator[Fact]:
    for path in sorted(HERE.glob("*.toml")):
        for kind in ("facts", "differs"):
            for number, group in enumerate(table(path.name).get(kind, ())):
                yield from facts_of(path, f"{kind}{number}", group)


def facts_of(path: Path, group_name: str, group: Mapping[str, Any]) -> Iterator[Fact]:
    for operation in OPERATIONS:
        for number, row in enumerate(group.get(operation, ())):
            name = f"{path.stem}-{group_name}-{operation}-{number}"
            because = group.get("because", "")
            ours, theirs = (row[:-1], row[-1]) if because else (row, None)
            yield Fact(name, path.name, group["calendar"], operation, tuple(ours), theirs, because)


def at(text: str, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def in_utc(moment: Any) -> Any:
    """Python never calls a time that happens twice equal to one of another zone; in UTC every time happens once."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def length(text: str) -> timedelta:
    parts = re.findall(r"(\d+)(ms|h|m|s)", text)
    assert text.lstrip("-") == "".join(number + unit for number, unit in parts), text
    total = sum((timedelta(**{UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
    return -total if text.startswith("-") else total


def value(kind: str, raw: Any, zone: ZoneInfo) -> Any:
    """A cell of a row as what it stands for."""
    if kind == "at":
        return at(raw, zone)
    if kind == "length":
        return length(raw)
    if kind == "spans":
        return [(at(start, zone), at(end, zone)) for start, end in raw]
    return raw


FACTS = list(facts())


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_fact(fact: Fact) -> None:
    subject = calendar(fact.file, fact.calendar)
    kinds = OPERATIONS[fact.operation]
    arguments = [value(kind, raw, subject.zone) for kind, raw in zip(kinds, fact.row[:-1], strict=False)]
    answer: Any = getattr(subject, fact.operation)(*arguments)
    if fact.operation == "spans":
        answer = [(in_utc(span.start), in_utc(span.end)) for span in answer]
    if kinds[-1] == "at" and len(str(fact.answer)) == len("2006-01-02"):
        assert answer.date().isoformat() == fact.answer
    else:
        assert in_utc(answer) == value(kinds[-1], fact.answer, subject.zone)


def test_every_row_is_asked() -> None:
    rows = sum(
        len(rows)
        for path in HERE.glob("*.toml")
        for kind in ("facts", "differs")
        for group in table(path.name).get(kind, ())
        for rows in group.values()
        if isinstance(rows, list)
    )
    assert rows == len(FACTS) >= 150


def test_every_difference_is_one_and_is_explained() -> None:
    headings = re.findall(r"^## (.+)$", DIFFERENCES.read_text(encoding="utf-8"), re.MULTILINE)
    different = [fact for fact in FACTS if fact.because]
    assert all(fact.theirs != fact.answer for fact in different)
    assert {fact.because.lower() for fact in different} == {heading.lower() for heading in headings}


def test_every_source_that_differs_is_named_where_it_is_explained() -> None:
    sections = DIFFERENCES.read_text(encoding="utf-8").split("\n## ")[1:]
    explained = {heading.lower(): text for heading, text in (section.split("\n", 1) for section in sections)}
    for fact in FACTS:
        if fact.because:
            assert table(fact.file)["source"] in explained[fact.because.lower()], fact
