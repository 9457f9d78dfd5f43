"""Calendars put together: two teams that cover for each other, hours both share, hours without closures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from heapq import merge
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from slaclock.hours.plan import Reason
from slaclock.hours.shift import DAY_SECONDS, Shift, Shifts
from slaclock.hours.source import Source, Spans
from slaclock.hours.stretch import Stretch, joined
from slaclock.hours.wall import midnight
from slaclock.instant import from_us

Operator: TypeAlias = Literal["|", "&", "-"]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the calendars put together, and what people call it."""

    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Composed:
    """Open when either is (`|`), when both are (`&`), or when the left one is and the right one is not (`-`)."""

    operator: Operator
    left: Part
    right: Part

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the first part."""
        return self.left.source.zone

    @property
    def fingerprint(self) -> str:
        """Equal for equal parts put together in the same way."""
        parts = self.operator, self.left.source.fingerprint, self.right.source.fingerprint
        return sha256(repr(parts).encode()).hexdigest()[:16]

    @property
    def changes(self) -> tuple[int, ...]:
        """The instants from which later versions of any part hold."""
        return tuple(sorted({*self.left.source.changes, *self.right.source.changes}))

    def as_of(self, us: int) -> Composed:
        """What was known of every part at an instant."""
        left, right = self.left.source.as_of(us), self.right.source.as_of(us)
        if left is self.left.source and right is self.right.source:
            return self
        return Composed(self.operator, Part(self.left.name, left), Part(self.right.name, right))

    def open_spans(self, first: int, last: int) -> Spans:
        """All open spans between two instants, cut off at both."""
        left, right = self.left.source.open_spans(first, last), self.right.source.open_spans(first, last)
        match self.operator:
            case "|":
                return united(left, right)
            case "&":
                return shared(left, right)
            case "-":
                return shared(left, inverted(right, first, last))

    def day_hours(self, day: int) -> list[tuple[int, int]]:
        """The open time between the midnights of a date (an ordinal)."""
        starts, ends = self.open_spans(midnight(self.zone, day), midnight(self.zone, day + 1))
        return list(zip(starts, ends, strict=True))

    def shifts_on(self, day: date) -> Shifts:
        """The open time of a date as the first part's wall clock shows it."""
        shown = ((self._shown(start, day), self._shown(end, day)) for start, end in self.day_hours(day.toordinal()))
        return tuple(Shift(start, end) for start, end in shown if start < end)

    def _shown(self, us: int, day: date) -> int:
        wall = from_us(us, self.zone)
        days = wall.toordinal() - day.toordinal()
        return days * DAY_SECONDS + wall.hour * 3_600 + wall.minute * 60 + wall.second

    def reason_on(self, day: date) -> Reason:
        """What decided the hours of a date in the first part."""
        return self.left.source.reason_on(day)

    def stretches(self, first: int, last: int) -> Iterator[Stretch]:
        """A range of instants piece by piece, with the reasons of the parts."""
        return joined(self._pieces(first, last))

    def _pieces(self, first: int, last: int) -> Iterator[Stretch]:
        lefts, rights = self.left.source.stretches(first, last), self.right.source.stretches(first, last)
        left, right, at = next(lefts, None), next(rights, None), first
        while left and right:
            end = min(left.end, right.end)
            yield Stretch(at, end, *self._verdict(left, right))
            left, right, at = (
                next(lefts, None) if left.end == end else left,
                next(rights, None) if right.end == end else right,
                end,
            )

    def _verdict(self, left: Stretch, right: Stretch) -> tuple[bool, str]:
        """Open or not, and why, where each part says one thing."""
        match self.operator:
            case "|" if left.open or right.open:
                return True, left.reason if left.open else right.reason
            case "&" if left.open and right.open:
                return True, right.reason if left.reason == "open" else left.reason
            case "-" if not left.open:
                return False, left.reason
            case "-":
                return not right.open, f"closed: {self.right.name}" if right.open else left.reason
            case _:
                reasons = [stretch.reason for stretch in (left, right) if not stretch.open]
                return False, "closed: " + ", ".join(dict.fromkeys(r.removeprefix("closed: ") for r in reasons))


def united(left: Spans, right: Spans) -> Spans:
    """Where either is open."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in merge(zip(*left, strict=True), zip(*right, strict=True)):
        if not ends or start > ends[-1]:
            starts.append(start)
            ends.append(end)
        elif end > ends[-1]:
            ends[-1] = end
    return starts, ends


def shared(left: Spans, right: Spans) -> Spans:
    """Where both are open."""
    starts: list[int] = []
    ends: list[int] = []
    here = there = 0
    while here < len(left[0]) and there < len(right[0]):
        start, end = max(left[0][here], right[0][there]), min(left[1][here], right[1][there])
        if start < end:
            starts.append(start)
            ends.append(end)
        if left[1][here] == end:
            here += 1
        else:
            there += 1
    return starts, ends


def inverted(spans: Spans, first: int, last: int) -> Spans:
    """The closed time of a range."""
    starts, ends = spans
    pairs = [(start, end) for start, end in zip([first, *ends], [*starts, last], strict=True) if start < end]
    return [start for start, _ in pairs], [end for _, end in pairs]
