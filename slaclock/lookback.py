"""Look back: many tickets read as they stand now, some at a time, for whoever adds them up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from slaclock.desk import Desk
from slaclock.outlook import Outlook, outlook
from slaclock.store import Store, events

FEW = 200
"""So many tickets are read at once."""


def look_back(store: Store, desk: Desk, names: Iterable[str], now: int) -> Iterator[Outlook]:
    """How each of these tickets stands; those that nobody knows any more are left out."""
    left = iter(names)
    while some := set(islice(left, FEW)):
        with store.reading() as unit:
            told = events.told(unit, desk.place, sorted(events.family(unit, desk.place, some)))
        seen = outlook(desk.config, told, now)
        yield from (seen[name] for name in sorted(some & seen.keys()))
