"""A ticket's life: its turns, its waits, and which policies it stood under when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from slaclock.clock.turns import Turn
from slaclock.clock.waits import Wait
from slaclock.policy.policy import Kind, Policy
from slaclock.timeline.ticket import Ticket


class Stage(NamedTuple):
    """From a place in the events on, the ticket's facts and the policies (one of each kind) that serve it."""

    at: int
    place: int
    ticket: Ticket
    policies: Mapping[Kind, Policy]


class Inheritance(NamedTuple):
    """What a ticket takes over when another is merged into it (law L22)."""

    at: int
    order: tuple[Any, ...]
    source: str
    requester: str | None
    created_at: int
    unanswered: int | None
    type: str = "inherited"


class Acknowledgement(NamedTuple):
    """Somebody saw an escalation: of one step, or (None) of the whole clock."""

    at: int
    target: str
    step: str | None


@dataclass(frozen=True, slots=True)
class Life:
    """What a ticket's events add up to; every reading is measured on it."""

    ticket: Ticket
    born_at: int
    """The ticket's own creation, whose versions of policies and calendars it keeps."""
    created_at: int
    """Its creation, or that of an older ticket merged into it."""
    turns: Sequence[Turn]
    waits: Sequence[Wait]
    stages: Sequence[Stage]
    unanswered: int | None
    """Since when the customer waits for an answer, if he does."""
    acknowledged: Sequence[Acknowledgement]
    over: bool
    """Whether the ticket was merged away or deleted."""
    places: Sequence[int] = field(repr=False, default=())

    def stage_at(self, place: int) -> int:
        """The number of the stage in force at a place of the events."""
        return max(bisect_right(self.places, place) - 1, 0)
