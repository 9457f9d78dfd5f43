"""Collects everything wrong in one piece of input, so that a person mends it in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice

from slaclock.errors import Complaint, InvalidConfig, InvalidInput

ENOUGH = 20
"""Unknown keys named in one place: nobody mends more at once, and looking for the nearest name takes its time."""


@dataclass(slots=True)
class Complaints:
    """A place in the input (file, table, key) and the list its complaints go to; `at` steps into a part of it.

    >>> complaints = Complaints("team.toml")
    >>> complaints.at("calendars").at("berlin").add("hours = 7", "write a table of weekdays")
    >>> print(complaints.found[0])
    team.toml: calendars.berlin: hours = 7; write a table of weekdays
    """

    source: str = ""
    path: str = ""
    found: list[Complaint] = field(default_factory=list)

    def at(self, key: str | int) -> Complaints:
        """The same list, one step further inside: a key of a table or the place in an array (counted from 1)."""
        step = f"[{key}]" if isinstance(key, int) else str(key)
        path = f"{self.path}{step}" if isinstance(key, int) or not self.path else f"{self.path}.{step}"
        return Complaints(self.source, path, self.found)

    def add(self, found: str, wanted: str) -> None:
        """Record what was found here and what would be right; nothing hides behind the first mistake."""
        where = ": ".join(part for part in (self.source, self.path) if part) or "configuration"
        self.found.append(Complaint(where, found, wanted))

    def unknown(self, given: Iterable[str], allowed: Iterable[str]) -> None:
        """Complain of every key that means nothing here, naming the nearest one that does."""
        known = list(allowed)
        strange = (key for key in given if key not in known)
        for key in islice(strange, ENOUGH):
            near = get_close_matches(str(key), known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "known here: " + ", ".join(known)
            self.add(f"unknown key {key!r}", hint)

    def table(self, value: object, wanted: str) -> Mapping[str, object]:
        """The value if it is a table; otherwise a complaint and an empty one."""
        if isinstance(value, Mapping):
            return value
        self.add(f"found {show(value)}", wanted)
        return {}

    def settle(self, error: type[InvalidInput] = InvalidConfig) -> None:
        """Refuse now if anything was wrong."""
        if self.found:
            raise error(self.found)


def show(value: object, limit: int = 60) -> str:
    """A value as it stood in the input, short enough for one line."""
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
