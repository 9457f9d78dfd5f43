"""Which tickets a policy is for: a structured condition that can say which part of it failed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from slaclock.hours.calendar import Calendar
from slaclock.instant import FIRST, LAST, format_instant
from slaclock.policy.question import Question, show_value

if TYPE_CHECKING:
    from slaclock.timeline.ticket import Ticket

Reader = Callable[["Ticket"], Hashable]
"""Reads one thing about a ticket; tickets that read alike are matched alike."""


class Condition(Protocol):
    """A question about a ticket that explains its no."""

    @property
    def wanted(self) -> str:
        """Which tickets are meant, in words."""
        ...

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
        """The field's value, None if the ticket has none."""
        return ticket.fields.get(self.name)


@dataclass(frozen=True, slots=True)
class Exactly:
    """A field together with its type, because true, 1 and 1.0 are one key to Python but not to a person."""

    field: Field

    def __call__(self, ticket: Ticket) -> Hashable:
        """The type and the value."""
        value = self.field(ticket)
        return value.__class__, value


FACTS: Mapping[str, Callable[[Ticket], object]] = MappingProxyType(
    {
        "customer": attrgetter("customer"),
        "requester": attrgetter("requester"),
        "priority": attrgetter("priority"),
        "channel": attrgetter("channel"),
        "group": attrgetter("group"),
        "by": attrgetter("by"),
        "tags": attrgetter("tags"),
        "tier": Field("tier"),
        "language": Field("language"),
    }
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the ticket and what it must be."""

    name: str
    read: Callable[[Ticket], object]
    question: Question

    @property
    def wanted(self) -> str:
        """The fact and what it must be."""
        return f"{self.name} {self.question.wanted}"

    def matches(self, ticket: Ticket) -> bool:
        """Whether the fact is as wanted."""
        return self.question.passes(self.read(ticket))

    def failures(self, ticket: Ticket) -> list[str]:
        """What the fact is and what was wanted."""
        value = self.read(ticket)
        if self.question.passes(value):
            return []
        return [f"{self.name} is {show_value(value)}, wanted {self.question.wanted}"]

    def readers(self) -> Iterator[Reader]:
        """The fact itself."""
        yield Exactly(self.read) if isinstance(self.read, Field) else self.read


@dataclass(frozen=True, slots=True)
class Created:
    """When the ticket came in: from `after` on, until before `before`, inside or outside a calendar's hours."""

    after: int | None = None
    before: int | None = None
    during: Calendar | None = None
    outside: Calendar | None = None

    @property
    def wanted(self) -> str:
        """The limits in words."""
        return "created " + " and ".join(self._words())

    def matches(self, ticket: Ticket) -> bool:
        """Whether the ticket was created then."""
        at = ticket.created_at
        if at is None or not (self.after or FIRST) <= at < (LAST if self.before is None else self.before):
            return False
        if self.during is not None and not self.during.index.is_open(at):
            return False
        return self.outside is None or not self.outside.index.is_open(at)

    def failures(self, ticket: Ticket) -> list[str]:
        """When it was created and what was wanted."""
        if self.matches(ticket):
            return []
        at = "never" if ticket.created_at is None else format_instant(ticket.created_at)
        return [f"created {at}, wanted " + " and ".join(self._words())]

    def readers(self) -> Iterator[Reader]:
        """Only the answer: two instants on the same side of every limit are alike."""
        yield self.matches

    def _words(self) -> Iterator[str]:
        if self.after is not None:
            yield f"from {format_instant(self.after)}"
        if self.before is not None:
            yield f"before {format_instant(self.before)}"
        if self.during is not None:
            yield f"during the hours of {self.during.name}"
        if self.outside is not None:
            yield f"outside the hours of {self.outside.name}"


@dataclass(frozen=True, slots=True)
class All:
    """Every part must match; no parts at all match every ticket."""

    parts: tuple[Condition, ...]

    @property
    def wanted(self) -> str:
        """All the parts in words."""
        return " and ".join(part.wanted for part in self.parts) or "every ticket"

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

    @property
    def wanted(self) -> str:
        """The parts in words."""
        return "(" + " or ".join(part.wanted for part in self.parts) + ")"

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
    """The part must not match."""

    part: Condition

    @property
    def wanted(self) -> str:
        """What is ruled out."""
        return f"not ({self.part.wanted})"

    def matches(self, ticket: Ticket) -> bool:
        """Whether the part does not match."""
        return not self.part.matches(ticket)

    def failures(self, ticket: Ticket) -> list[str]:
        """What was ruled out and is so."""
        return [] if self.matches(ticket) else [f"ruled out: {self.part.wanted}"]

    def readers(self) -> Iterator[Reader]:
        """What the part depends on."""
        yield from self.part.readers()


ALWAYS = All(())
"""Matches every ticket."""
