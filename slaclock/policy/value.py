"""Reads single values of a configuration table; each wrong one becomes one complaint that says what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypeVar

from slaclock.complaints import Complaints, show
from slaclock.errors import InvalidInput, SlaclockError
from slaclock.instant import parse_instant, to_us
from slaclock.policy.budget import Budget

LONGEST_TEXT = 500
ENOUGH = 200
"""Complaints after which the rest of a configuration is not read: nobody mends more at once."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

Table = Mapping[str, object]
T = TypeVar("T")


def keys(table: Mapping[str, object], allowed: Iterable[str], complaints: Complaints) -> None:
    """Refuse every key that means nothing here, naming the nearest that does."""
    complaints.unknown(map(str, table), map(str, allowed))


def items(table: Table, complaints: Complaints) -> Iterator[tuple[str, object]]:
    """The entries of a table somebody names himself; ends once there is enough to mend."""
    for key, value in table.items():
        if len(complaints.found) > ENOUGH:
            return
        yield str(key), value


def text(table: Table, key: str, complaints: Complaints, wanted: str) -> str | None:
    """A non-empty text, or None if the key is missing or wrong."""
    value = table.get(key)
    if value is None or is_text(value):
        return None if value is None else str(value)
    complaints.at(key).add(f"found {show(value)}", wanted)
    return None


def needed_text(table: Table, key: str, complaints: Complaints, wanted: str) -> str | None:
    """A text that must be there."""
    if key not in table:
        complaints.add(f"{key!r} is missing", wanted)
    return text(table, key, complaints, wanted)


def is_text(value: object) -> bool:
    """Whether a value is a text somebody could have meant: something to read, not a novel, nothing unprintable."""
    return isinstance(value, str) and value.isprintable() and 0 < len(value.strip()) <= len(value) <= LONGEST_TEXT


def texts(value: object, complaints: Complaints, wanted: str) -> tuple[str, ...]:
    """One text or a non-empty list of them."""
    values = value if isinstance(value, (list, tuple)) else [value]
    if values and all(is_text(each) for each in values):
        return tuple(str(each) for each in values)
    complaints.add(f"found {show(value)}", wanted)
    return ()


def yes(table: Table, key: str, complaints: Complaints, default: bool = False) -> bool:
    """True or false."""
    value = table.get(key, default)
    if isinstance(value, bool):
        return value
    complaints.at(key).add(f"found {show(value)}", "write true or false")
    return default


def rows(value: object, complaints: Complaints, wanted: str) -> list[tuple[Complaints, Table]]:
    """The tables of an array like [[policies]], each with its place; None is an empty array."""
    if value is None:
        return []
    if not isinstance(value, (list, tuple)):
        complaints.add(f"found {show(value)}", wanted)
        return []
    good: list[tuple[Complaints, Table]] = []
    for place, row in enumerate(value, 1):
        here = complaints.at(place)
        if isinstance(row, Mapping):
            good.append((here, row))
        elif len(complaints.found) <= ENOUGH:
            here.table(row, wanted)
    return good


def budget(value: object, complaints: Complaints) -> Budget | None:
    """A budget, or a complaint in the budget's own words."""
    return parsed(Budget.parse, value, complaints)


def length(value: object, complaints: Complaints) -> Budget | None:
    """A budget that is a length of time, not a number of days."""
    found = budget(value, complaints)
    if found is None or found.length is not None:
        return found
    complaints.add(f"found {show(value)}", "here a length is needed, like '4 business hours' or '72 hours'")
    return None


def parsed(parse: Callable[[object], T], value: object, complaints: Complaints) -> T | None:
    """What a parser makes of a value, its refusal turned into complaints."""
    try:
        return parse(value)
    except InvalidInput as error:
        for complaint in error.complaints:
            complaints.add(complaint.found, complaint.wanted)
    return None


def day_or_instant(table: Table, key: str, complaints: Complaints) -> date | int | None:
    """A local date (it begins at midnight where it applies) or an instant as microseconds UTC."""
    value = table.get(key)
    if value is None:
        return None
    here = complaints.at(key)
    wanted = "write a date like 2026-07-01 or an instant with its offset like 2026-07-01T08:00:00+02:00"
    try:
        if isinstance(value, str):
            value = date.fromisoformat(value) if _DATE.fullmatch(value) else parse_instant(value)
        if isinstance(value, datetime):
            return to_us(value)
        if isinstance(value, date) and 1970 < value.year < 2199:
            return value
    except (SlaclockError, ValueError):
        pass
    here.add(f"found {show_date(table[key])}", wanted)
    return None


def show_date(value: object) -> str:
    """A date or time as it stood in the file, anything else as it is."""
    return value.isoformat() if isinstance(value, date) else show(value)


def nearest(name: str, known: Iterable[str]) -> str:
    """What a misspelt name probably meant, or everything it could mean."""
    names = [str(name) for name in known]
    near = get_close_matches(name, names, n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return ("known: " + ", ".join(names[:12]) + more) if names else "there are none"
