"""What people do at a helpdesk for some hours, drawn from a seed; the same lives are played at every vendor's desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from slaclock.instant import MINUTE, SECOND

ACTS = {"ask": 4, "answer": 5, "note": 2, "wait": 2, "solve": 1, "open": 1, "raise": 1}
"""What happens to a ticket once it is there, and how often."""


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """Somebody does something to a ticket, at a whole second."""

    at: int
    ticket: int
    deed: str


def lives(numbers: range, first: int, lot: Random, *, acts: int = 8, hours: float = 0.75) -> list[Act]:
    """The acts of all tickets in the order they happen: opened, asked, answered and so on, often in quick turns."""
    found = [act for number in numbers for act in _life(number, first, lot, acts, hours)]
    return sorted(found)


def _life(ticket: int, first: int, lot: Random, acts: int, hours: float) -> Iterator[Act]:
    at = first + lot.randrange(int(hours * 60 * 60)) * SECOND
    yield Act(at, ticket, "create")
    for _ in range(lot.randint(acts // 2, acts + acts // 2)):
        pause = lot.choice((0, 0, 0, 0, 1, 3, 10, 25)) * MINUTE
        at += pause + lot.randrange(2, 9 if not pause else 60) * SECOND
        yield Act(at, ticket, lot.choices(list(ACTS), list(ACTS.values()))[0])
