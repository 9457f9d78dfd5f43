"""Which tickets a policy is for: a structured condition that can say which part of it failed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol

from slaclock.hours.calendar import Calendar
from slaclock.instant import format_instant
from slaclock.policy.question import Question, show_value

if TYPE_CHECKING:
    from slaclock.timeline.ticket import Ticket

Reader = Callable[["Ticket"], Hashable]
"""Reads one thing about a ticket; tickets that read alike are matched alike."""


class Condition(Protocol):
    """A question about a ticket that explains its no."""

    def matches(self, ticket: Ticket) -> bool:
        """Whether the ticket is meant."""
        ...

    def failures(self, ticket: Ticket) -> list[str]:
        """Why not, one line a failed part; empty when it matches."""
        ...

    def readers(self) -> Iterator[Reader]:
        """Everything the answer depends on."""
        ...


@dataclass(frozen=True, slots=True)
class Field:
    """One of a ticket's own fields; `tier` and `language` are fields with a name everybody uses."""

    name: str

    def __call__(self, ticket: Ticket) -> object:
        return ticket.fields.get(self.name)


@dataclass(frozen=True, slots=True)
class Exactly:
    """A fact together with its type, because true, 1 and 1.0 are one key to Python but not to a person."""

    read: Callable[[Ticket], object]

    def __call__(self, ticket: Ticket) -> Hashable:
        value = self.read(ticket)
        return value.__class__, value


FACTS: dict[str, Callable[[Ticket], object]] = {
    "customer": attrgetter("customer"),
    "requester": attrgetter("requester"),
    "priority": attrgetter("priority"),
    "channel": attrgetter("channel"),
    "group": attrgetter("group"),
    "assignee": attrgetter("assignee"),
    "by": attrgetter("by"),
    "tags": attrgetter("tags"),
    "tier": Field("tier"),
    "language": Field("language"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the ticket and what it must be."""

    name: str
    read: Callable[[Ticket], object]
    question: Question

    def matches(self, ticket: Ticket) -> bool:
        """Whether the fact is as wanted."""
        return self.question.passes(self.read(ticket))

    def failures(self, ticket: Ticket) -> list[str]:
        """What the fact is and what was wanted."""
        value = self.read(ticket)
        return (
            []
            if self.question.passes(value)
            else [f"{self.name} is {show_value(value)}, wanted {self.question.wanted}"]
        )

    def readers(self) -> Iterator[Reader]:
        """The fact itself."""
        yield Exactly(self.read)


@dataclass(frozen=True, slots=True)
class Created:
    """When the ticket came in: from `after` on, until `before`, inside or outside a calendar's hours."""

    after: int | None = None
    before: int | None = None
    during: Calendar | None = None
    outside: Calendar | None = None

    def matches(self, ticket: Ticket) -> bool:
        """Whether the ticket was created then."""
        return not self.failures(ticket)

    def failures(self, ticket: Ticket) -> list[str]:
        """Which of the limits the creation misses."""
        at = ticket.created_at
        wanted = []
        if self.after is not None and at < self.after:
            wanted.append(f"{format_instant(self.after)} or later")
        if self.before is not None and at >= self.before:
            wanted.append(f"before {format_instant(self.before)}")
        if self.during is not None and not self.during.index.is_open(at):
            wanted.append(f"during the hours of {self.during.name!r}")
        if self.outside is not None and self.outside.index.is_open(at):
            wanted.append(f"outside the hours of {self.outside.name!r}")
        return [f"created {format_instant(at)}, wanted {want}" for want in wanted]

    def readers(self) -> Iterator[Reader]:
        """Only the answer: two instants on the same side of every limit are alike."""
        yield self.matches


@dataclass(frozen=True, slots=True)
class All:
    """Every part must match; no parts at all match every ticket."""

    parts: tuple[Condition, ...]

    def matches(self, ticket: Ticket) -> bool:
        """Whether every part matches."""
        return all(part.matches(ticket) for part in self.parts)

    def failures(self, ticket: Ticket) -> list[str]:
        """The failures of every part, so that nothing hides behind the first."""
        return [failure for part in self.parts for failure in part.failures(ticket)]

    def readers(self) -> Iterator[Reader]:
        """What all the parts depend on."""
        for part in self.parts:
            yield from part.readers()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part must match."""

    parts: tuple[Condition, ...]

    def matches(self, ticket: Ticket) -> bool:
        """Whether one part matches."""
        return any(part.matches(ticket) for part in self.parts)

    def failures(self, ticket: Ticket) -> list[str]:
        """Why none of the parts matched, in one line."""
        if self.matches(ticket):
            return []
        return ["none of: " + "; or ".join(" and ".join(part.failures(ticket)) for part in self.parts)]

    def readers(self) -> Iterator[Reader]:
        """What the parts depend on."""
        for part in self.parts:
            yield from part.readers()


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not match; `said` is the part as it was written."""

    part: Condition
    said: str

    def matches(self, ticket: Ticket) -> bool:
        """Whether the part does not match."""
        return not self.part.matches(ticket)

    def failures(self, ticket: Ticket) -> list[str]:
        """What was ruled out and is so."""
        return [] if self.matches(ticket) else [f"ruled out: {self.said}"]

    def readers(self) -> Iterator[Reader]:
        """What the part depends on."""
        yield from self.part.readers()


ALWAYS = All(())
"""Matches every ticket."""
