"""What a strip shows: stretches of time of one sort, and moments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from slaclock.explain.line import Explanation, Line, LineKind
from slaclock.explain.words import describe, say_clock
from slaclock.instant import MINUTE, from_us, to_us
from slaclock.timeline.event import TicketEvent

_HOLIDAY = "holiday "
_OWN_DAY = "special day"


class TimeSort(StrEnum):
    """What a stretch of time means for the clock."""

    COUNTED = "counted"
    OVER = "over"
    """Counted after the deadline."""
    AHEAD = "ahead"
    """Open hours to come, counted if nothing more happens."""
    PAUSED = "paused"
    HOLIDAY = "holiday"
    """Closed on a day that has a name."""
    CLOSED = "closed"


class DotSort(StrEnum):
    """What happened at a moment."""

    EVENT = "event"
    DEADLINE = "deadline"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class TimeBand:
    """Time of one sort, in microseconds UTC; `word` is what stands in it where there is room."""

    start: int
    end: int
    sort: TimeSort
    word: str
    reason: str

    @property
    def counted(self) -> bool:
        """Whether the clock runs here."""
        return self.sort in (TimeSort.COUNTED, TimeSort.OVER, TimeSort.AHEAD)


@dataclass(frozen=True, slots=True)
class Dot:
    """Something at one instant, in microseconds UTC, and what is written beside it."""

    at: int
    sort: DotSort
    text: str


def bands(found: Explanation) -> list[TimeBand]:
    """Every stretch of an explanation, by its sort."""
    known = known_until(found)
    due = None if found.reading.deadline is None else to_us(found.reading.deadline)
    return [_band(line, known, due) for line in found.lines if line.kind is not LineKind.NOTE]


def known_until(found: Explanation) -> int:
    """Where what is known ends: the stop, or the instant asked about."""
    if found.reading.stopped_at is not None:
        return to_us(found.reading.stopped_at)
    return max((to_us(line.start) for line in found.lines if line.reason == "asked about"), default=0)


def _band(line: Line, known: int, due: int | None) -> TimeBand:
    start, end = to_us(line.start), to_us(line.end)
    if line.kind is LineKind.PAUSED:
        return TimeBand(start, end, TimeSort.PAUSED, line.reason.removeprefix("paused: "), line.reason)
    if line.kind is LineKind.CLOSED:
        name = _name(line.reason)
        return TimeBand(start, end, TimeSort.HOLIDAY if name else TimeSort.CLOSED, name, line.reason)
    sort = TimeSort.AHEAD if start >= known else TimeSort.OVER if due is not None and start >= due else TimeSort.COUNTED
    # a half day is open, and says why it ends early
    word = line.reason.removeprefix("open").strip(" ()")
    return TimeBand(start, end, sort, word, line.reason)


def _name(reason: str) -> str:
    """The name of the day that is closed: of a holiday, or of a day of its own."""
    day = reason.removeprefix("closed: ").partition(", and ")[0]
    if day.startswith(_HOLIDAY):
        return day.removeprefix(_HOLIDAY)
    return day if day.startswith(_OWN_DAY) else ""


def dots(found: Explanation, events: Iterable[TicketEvent], zone: tzinfo) -> list[Dot]:
    """The ticket's events, the deadline and the instant asked about, in order; those of one minute as one."""
    known = known_until(found)
    happened = sorted((e.at, describe(e)) for e in events if e.ticket == found.reading.ticket and e.at <= known)
    told = list(_together(happened, zone))
    if found.reading.deadline is not None:
        told.append(_dot(to_us(found.reading.deadline), DotSort.DEADLINE, "deadline", zone))
    if found.reading.stopped_at is None:
        told.append(_dot(known, DotSort.NOW, "asked about", zone))
    return sorted(told, key=lambda dot: dot.at)


def _together(happened: Sequence[tuple[int, str]], zone: tzinfo) -> Iterator[Dot]:
    minutes: dict[int, list[tuple[int, str]]] = {}
    for at, text in happened:
        minutes.setdefault(at // MINUTE, []).append((at, text))
    for told in minutes.values():
        yield _dot(told[0][0], DotSort.EVENT, ", ".join(dict.fromkeys(text for _, text in told)), zone)


def _dot(at: int, sort: DotSort, text: str, zone: tzinfo) -> Dot:
    return Dot(at, sort, f"{say_clock(from_us(at // MINUTE * MINUTE, zone))} {text}")
