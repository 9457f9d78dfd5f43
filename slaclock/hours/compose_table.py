"""Reads calendars put together from others, like `{ union = ["berlin", "austin"] }`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from graphlib import CycleError, TopologicalSorter
from operator import and_, or_, sub

from slaclock.complaints import Complaints
from slaclock.hours.calendar import Calendar
from slaclock.hours.written import written

COMPOSE_KEYS = ("union", "intersection", "base", "minus")
MOST_PARTS = 100

_FORM = 'write { union = [...] }, { intersection = [...] } or { base = "…", minus = "…" }'
_NAMES = 'write a list of calendar names, like ["berlin", "austin"]'


def is_composed(table: Mapping[str, object]) -> bool:
    """Whether a table puts other calendars together."""
    return any(key in table for key in COMPOSE_KEYS)


def read_composed(
    name: str, table: Mapping[str, object], complaints: Complaints, others: Callable[[str], Calendar | None]
) -> Calendar | None:
    """The calendar its parts make; None if a part cannot be used, which has been said where that part stands."""
    before = len(complaints.found)
    if extra := [str(key) for key in table if key not in COMPOSE_KEYS]:
        complaints.add(f"{', '.join(extra)} beside {_form(table)}", "a calendar put together takes all from its parts")
    forms = {key for key in table if key in COMPOSE_KEYS}
    if forms not in ({"union"}, {"intersection"}, {"base", "minus"}):
        complaints.add(f"found {'only ' if len(forms) == 1 else ''}{' and '.join(sorted(forms))}", _FORM)
    parts = {key: _read_names(key, table[key], complaints.at(key)) for key in COMPOSE_KEYS if key in table}
    if len(complaints.found) > before:
        return None
    found = {part: others(part) for names in parts.values() for part in names}
    if missing := [part for part, calendar in found.items() if calendar is None]:
        if not complaints.found:
            complaints.add(f"there is no calendar {missing[0]!r}", "name calendars of the same configuration")
        return None
    calendars = [calendar for names in parts.values() for part in names if (calendar := found[part]) is not None]
    operator = or_ if "union" in forms else and_ if "intersection" in forms else sub
    return reduce(operator, calendars).named(name, ())


def references(table: object) -> list[tuple[str, str]]:
    """The calendars a table builds on: (key, name), as far as they can be read."""
    if not isinstance(table, Mapping):
        return []
    return [(key, name) for key in COMPOSE_KEYS if key in table for name in _read_names(key, table[key], Complaints())]


def in_order(builds_on: Mapping[str, Iterable[str]], complaints: Complaints) -> list[str]:
    """All calendars, each after those it builds on; those that build on themselves are complained of and left out."""
    graph = {name: {part for part in parts if part in builds_on} for name, parts in builds_on.items()}
    while True:
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            circle: list[str] = error.args[1][::-1]
            path = " → ".join(circle if len(circle) < 12 else [*circle[:10], "…", circle[-1]])
            complaints.at(circle[0]).add(f"it is built on itself: {path}", "take it out of one of its parts")
            graph = {name: parts - set(circle) for name, parts in graph.items() if name not in circle}


def _form(table: Mapping[str, object]) -> str:
    return next(key for key in COMPOSE_KEYS if key in table)


def _read_names(key: str, value: object, complaints: Complaints) -> list[str]:
    """The parts named under a key: one for `base`, one or several for `minus`, a list for the others."""
    if key in ("base", "minus") and isinstance(value, str) and value:
        return [value]
    if key == "base":
        complaints.add(f"found {written(value)}", "write the name of one calendar")
        return []
    if not isinstance(value, (list, tuple)) or not value:
        complaints.add(f"found {written(value)}", _NAMES)
        return []
    for place, part in enumerate(value, 1):
        if not isinstance(part, str) or not part:
            wanted = "write the name of a calendar; what it is made of stands in a table of its own"
            complaints.at(place).add(f"found {written(part)}", wanted)
    return list(dict.fromkeys(part for part in value if isinstance(part, str) and part))
