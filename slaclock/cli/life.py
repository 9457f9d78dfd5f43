"""A ticket's strip: what its explanation and its events say, as bands and marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast
from zoneinfo import ZoneInfo

from slaclock.cli.strip import AHEAD, CLOSED, COUNTED, DEADLINE, EVENT, NOW, PAUSED, Band, Mark, draw_strip
from slaclock.explain import Explanation, LineKind
from slaclock.explain.words import describe
from slaclock.instant import to_us
from slaclock.timeline.event import TicketEvent

_SIGNS = {LineKind.COUNTED: COUNTED, LineKind.CLOSED: CLOSED, LineKind.PAUSED: PAUSED}


def strip_of(found: Explanation, events: Iterable[TicketEvent]) -> list[str]:
    """The lines of the strip of one explained clock."""
    reading = found.reading
    zone = cast("ZoneInfo", reading.started_at.tzinfo)
    end = _end(found)
    bands = []
    for line in found.lines:
        if line.kind is not LineKind.NOTE:
            sign = AHEAD if line.kind is LineKind.COUNTED and to_us(line.start) >= end else _SIGNS[line.kind]
            bands.append(Band(to_us(line.start), to_us(line.end), sign))
    happened = [event for event in events if event.ticket == reading.ticket and event.at <= end]
    return draw_strip(bands, sorted(_marks(found, happened), key=lambda mark: mark.at), zone)


def _end(found: Explanation) -> int:
    """Where what is known ends: the stop, or the instant asked about."""
    if found.reading.stopped_at is not None:
        return to_us(found.reading.stopped_at)
    return max((to_us(line.start) for line in found.lines if line.reason == "asked about"), default=0)


def _marks(found: Explanation, events: Iterable[TicketEvent]) -> Iterator[Mark]:
    for event in events:
        yield Mark(event.at, EVENT, describe(event))
    reading = found.reading
    if reading.deadline is not None:
        yield Mark(to_us(reading.deadline), DEADLINE, "deadline")
    if reading.stopped_at is None:
        yield Mark(_end(found), NOW, "asked about")
