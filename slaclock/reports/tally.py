"""How the cycles of a set of readings went, counted by class: what every service-level formula is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from slaclock.clock.reading import Reading
from slaclock.instant import to_us
from slaclock.policy.book import PolicyBook
from slaclock.policy.channel import ChannelProfile, profile
from slaclock.policy.metric import Outcome
from slaclock.policy.policy import Kind

Profiles = Callable[[Reading], ChannelProfile]
"""How the channel of a reading behaves: after how long leaving is no longer short."""


def usual(reading: Reading) -> ChannelProfile:
    """The channel as slaclock knows it."""
    return profile(reading.facts.channel)


def under(book: PolicyBook) -> Profiles:
    """The channel as the policy has it that served the ticket then."""

    def its_own(reading: Reading) -> ChannelProfile:
        policy = book.match(reading.facts).get(Kind(reading.kind))
        return policy.channel(reading.facts.channel) if policy is not None else usual(reading)

    return its_own


class Standing(StrEnum):
    """How one cycle counts; in time means within its own target, whatever the budget is counted in."""

    IN_TIME = "answered in time"
    LATE = "answered late"
    SHORT = "abandoned at once"
    LEFT_IN_TIME = "abandoned in time"
    LEFT_LATE = "abandoned late"
    UNANSWERED = "closed unanswered"
    CANCELLED = "cancelled"
    OVERDUE = "open and overdue"
    OPEN = "open"


def standing(reading: Reading, profiles: Profiles = usual) -> Standing:
    """How a cycle counts."""
    match reading.outcome:
        case Outcome.MET:
            return Standing.IN_TIME
        case Outcome.MISSED:
            return Standing.LATE
        case Outcome.ABANDONED:
            return _abandoned(reading, profiles)
        case Outcome.CLOSED_UNANSWERED:
            return Standing.UNANSWERED
        case Outcome.CANCELLED:
            return Standing.CANCELLED
        case None:
            return Standing.OVERDUE if reading.breached else Standing.OPEN


def _abandoned(reading: Reading, profiles: Profiles) -> Standing:
    # real seconds: two wall clocks of one zone do not tell them when summer time begins in between
    waited = to_us(reading.stopped_at or reading.started_at) - to_us(reading.started_at)
    if waited <= profiles(reading).short_abandon:
        return Standing.SHORT
    return Standing.LEFT_LATE if reading.breached else Standing.LEFT_IN_TIME


def counted_at(reading: Reading) -> datetime | None:
    """The instant a cycle enters the count: when it stops or when it crosses its deadline, whichever is first.

    So a figure drops the moment somebody waits too long, not when he is answered at last. None: not judged yet.
    """
    instants = [at for at in (reading.stopped_at, reading.breached_at) if at is not None]
    return min(instants, key=to_us, default=None)


@dataclass(frozen=True, slots=True)
class Tally:
    """The cycles of one group by how they count. Letters as in the formulas: A answered, AB abandoned, F flowed out."""

    in_time: int = 0
    late: int = 0
    short: int = 0
    left_in_time: int = 0
    left_late: int = 0
    unanswered: int = 0
    cancelled: int = 0
    overdue: int = 0
    open: int = 0

    @classmethod
    def of(cls, readings: Iterable[Reading], profiles: Profiles = usual) -> Tally:
        """The tally of some readings."""
        counts = Counter(standing(reading, profiles) for reading in readings)
        return cls(*(counts[each] for each in Standing))

    def __add__(self, other: Tally) -> Tally:
        """Two groups as one: every cycle weighs the same, however large its group was."""
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__slots__))

    @property
    def answered(self) -> int:
        """A: answered, in time or late."""
        return self.in_time + self.late

    @property
    def abandoned(self) -> int:
        """AB: left before an answer."""
        return self.short + self.left_in_time + self.left_late

    @property
    def flowed_out(self) -> int:
        """F: closed unanswered, merged or deleted: gone another way."""
        return self.unanswered + self.cancelled

    @property
    def cycles(self) -> int:
        """Every cycle, however it went."""
        return self.answered + self.abandoned + self.flowed_out + self.overdue + self.open
