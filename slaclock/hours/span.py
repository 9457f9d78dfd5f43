"""A stretch of time between two instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import total_ordering

from slaclock.errors import InvalidInput, NaiveDatetime


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """A stretch of time: the start belongs to it, the end does not.

    Python compares and subtracts two datetimes of one zone by their wall clocks, which is wrong by an hour over a
    clock change; a span always compares and measures instants.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        for at in (self.start, self.end):
            if at.utcoffset() is None:
                raise NaiveDatetime(f"{at.isoformat()} has no time zone; a span runs between two aware datetimes")
        if self._instants[0] > self._instants[1]:
            raise InvalidInput(f"a span cannot end before it starts: {self.start.isoformat()}, {self.end.isoformat()}")

    @property
    def _instants(self) -> tuple[datetime, datetime]:
        return self.start.astimezone(UTC), self.end.astimezone(UTC)

    @property
    def length(self) -> timedelta:
        """The real time that passes, also over a clock change."""
        start, end = self._instants
        return end - start

    def __contains__(self, at: datetime) -> bool:
        start, end = self._instants
        return start <= at.astimezone(UTC) < end

    def __and__(self, other: Span) -> Span | None:
        start = max(self.start, other.start, key=_instant)
        end = min(self.end, other.end, key=_instant)
        return Span(start, end) if _instant(start) < _instant(end) else None

    def __eq__(self, other: object) -> bool:
        return self._instants == other._instants if isinstance(other, Span) else NotImplemented

    def __lt__(self, other: Span) -> bool:
        return self._instants < other._instants

    def __hash__(self) -> int:
        return hash(self._instants)


def _instant(at: datetime) -> datetime:
    return at.astimezone(UTC)
