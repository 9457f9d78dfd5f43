"""The plot: what happens at the helpdesks during a storm, drawn from a seed. Tenants have tickets of the same names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from slaclock.instant import MINUTE, format_instant

CROWD = 80
"""Tickets of one delivery of the bulk desk."""


@dataclass(frozen=True, slots=True)
class Move:
    """Something that happens: facts that a helpdesk tells, all at once, at an instant of the storm's time."""

    at: int
    tenant: str
    helpdesk: str
    events: tuple[dict[str, Any], ...]
    free: bool = False
    """What follows for these tickets is not foretold, only that it happens once."""


class Plot:
    """Draws tickets; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._drawn = 0

    def gold(self, tenant: str, at: int) -> Iterator[Move]:
        """One ticket at the front desk: ten stories, in turn."""
        number, self._drawn = self._drawn, self._drawn + 1
        ticket, story = f"G-{number:06}", number % 10
        free = story in (2, 7, 8)  # leaves our care; merged into the one before, which inherits

        def move(minutes: float, type_: str, told_after: float = 0, /, **data: Any) -> Move:
            event = self._event(ticket, at + round(minutes * MINUTE), type_, **data)
            return Move(at + round((minutes + told_after) * MINUTE), tenant, "front", (event,), free)

        asker = f"person-{number % 7}@storm.example"
        born = {"channel": "email", "priority": "normal", "customer": "Gold", "requester": asker}
        yield move(0, "created", **born)
        match story:
            case 2:
                yield move(0.1, "customer", 1, to="Nobody")
            case 3:
                yield move(1, "message", author="agent", public=True)
                yield move(1.5, "status", to="solved")
            case 4:
                yield move(1, "message", 2, author="agent", public=True)
            case 5:
                yield move(1, "priority", to="urgent")
            case 6:
                yield move(1, "status", to="pending")
                yield move(3, "status", to="open")
            case 7:
                yield move(3, "message", author="agent", public=True)
                yield move(4, "status", to="solved")
            case 8:
                yield move(2, "merged", into=f"G-{number - 1:06}")
            case 9:
                once = self._event(ticket, at + MINUTE, "tags", add=["blue"])
                yield Move(at + MINUTE, tenant, "front", (once,))
                yield Move(at + MINUTE, tenant, "front", ({**once, "add": ["green"]},))
            case _:
                pass

    def bulk(self, tenant: str, at: int) -> Iterator[Move]:
        """A crowd of tickets in one delivery; some are answered, deliveries come late, twice, the wrong way round."""
        first, self._drawn = self._drawn, self._drawn + CROWD
        names = [f"B-{number:06}" for number in range(first, first + CROWD)]
        late = 1.5 * MINUTE if self._chance.random() < 0.3 else 0
        asker = f"crowd-{first // CROWD % 5}@storm.example"
        born = {"channel": "email", "customer": "Bulk", "requester": asker}
        told = tuple(self._event(name, at + place, "created", **born) for place, name in enumerate(names))
        yield Move(at + round(late), tenant, "bulk", told)
        if self._chance.random() < 0.2:
            yield Move(at + round(late) + MINUTE, tenant, "bulk", told)
        answered = names[:: self._chance.randint(8, 12)]
        replies = [self._event(name, at + MINUTE, "message", author="agent", public=True) for name in answered]
        self._chance.shuffle(replies)
        yield Move(at + MINUTE, tenant, "bulk", tuple(replies))

    def _event(self, ticket: str, at: int, type_: str, **data: Any) -> dict[str, Any]:
        name = f"{self._chance.getrandbits(48):012x}"  # an id whose order says nothing
        return {"ticket": ticket, "id": name, "at": format_instant(at), "type": type_, **data}
