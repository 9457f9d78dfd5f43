"""The compiled arithmetic: every question about open time answered in constant time, exact to the microsecond."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any, TypeAlias

from slaclock.errors import NeverCloses, NeverOpens, OutOfRange
from slaclock.hours.block import Block
from slaclock.instant import DAY, FIRST, LAST, from_us

HORIZON = 3_653 * DAY
"""Ten years: no deadline, opening or closing is looked for farther away."""
EARLIEST = FIRST - HORIZON
LATEST = LAST + HORIZON
"""Answers may lie ten years outside the range that may be asked about; so may the next question about them."""
_LEAD = 35 * DAY
_YEAR = 366 * DAY

OpenSpans: TypeAlias = Callable[[int, int], tuple[list[int], list[int]]]
"""Gives starts and ends of the open spans of a range, in order, neither overlapping nor touching."""


class Index:
    """Open time between instants (int microseconds UTC). Compiles what is asked about and keeps it.

    Readers take the current block once and need no lock; a reader that needs more swaps in a longer block under one.
    """

    __slots__ = ("_block", "_lock", "_open_spans", "twin")

    def __init__(self, open_spans: OpenSpans) -> None:
        self._open_spans = open_spans
        self._lock = Lock()
        self._block = Block.of(0, 0, [], [])
        self.twin: Any = None  # what the bulk functions have made of the last block they met

    def add(self, us: int, open_time: int) -> int:
        """The earliest instant by which so much open time (0 or more) has passed."""
        block = self._block
        if block.first <= us < block.last:
            reached = block.open_before(us) + open_time
            if reached <= block.total and open_time:
                due = reached + block.closed_at(reached - 1)
                if due - us <= HORIZON:
                    return due
        return self._add_far(us, open_time)

    def subtract(self, us: int, open_time: int) -> int:
        """The latest instant from which so much open time (0 or more) passes until another."""
        block = self._block
        if block.first <= us < block.last:
            reached = block.open_before(us) - open_time
            if reached >= 0 and open_time:
                begun = reached + block.closed_at(reached)
                if us - begun <= HORIZON:
                    return begun
        return self._subtract_far(us, open_time)

    def between(self, start: int, end: int) -> int:
        """The open time from one instant to another; negative if they are reversed."""
        block = self._block
        first, last = block.first, block.last
        if not (first <= start < last and first <= end < last):
            block = self.covering(min(start, end), max(start, end))
        return block.open_before(end) - block.open_before(start)

    def is_open(self, us: int) -> bool:
        """Whether an instant lies inside open hours."""
        block = self.covering(us, us)
        return block.starts[block.span_at(us)] <= us

    def next_opening(self, us: int) -> int:
        """The instant itself while open, otherwise the next opening."""
        for block in self._reaching(us, us + HORIZON):
            start = block.starts[block.span_at(us)]
            if start < block.last and start - us <= HORIZON:
                return max(start, us)
        raise NeverOpens(f"there is no opening within ten years after {_show(us)}", at=us)

    def next_closing(self, us: int) -> int:
        """The first closing after an instant."""
        for block in self._reaching(us, us + HORIZON):
            end = block.ends[block.span_at(us)]
            if end < block.last and end - us <= HORIZON:
                return end
        raise NeverCloses(f"there is no closing within ten years after {_show(us)}", at=us)

    def spans(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The open spans between two instants, cut off at both."""
        if start >= end:
            return
        block = self.covering(start, end)
        number = block.span_at(start)
        while block.starts[number] < end:
            yield max(block.starts[number], start), min(block.ends[number], end)
            number += 1

    def covering(self, low: int, high: int) -> Block:
        """A block in which both instants lie, compiled if need be."""
        if low > high:
            low, high = high, low
        block = self._block
        if block.first <= low and high < block.last:
            return block
        if low < EARLIEST or high > LATEST:
            raise OutOfRange(f"{_show(low if low < EARLIEST else high)} is too far outside the years 1970 to 2200")
        with self._lock:
            block = self._block
            if not (block.first <= low and high < block.last):
                block = self._block = self._grown(block, low, high)
        return block

    def spanning(self, low: int, high: int, ahead: int, back: int) -> Block:
        """A block for two instants, all between, and so much open time ahead of the one and back from the other."""
        block = self.covering(low, high)
        if ahead:
            for block in self._reaching(high, high + HORIZON):
                if block.open_before(high) + ahead <= block.total:
                    break
        if back:
            for block in self._reaching(low, low - HORIZON):
                if block.open_before(low) >= back:
                    break
        return block

    def _grown(self, block: Block, low: int, high: int) -> Block:
        """A longer block: at least doubled in the direction asked for, so that growing stays cheap on the whole."""
        length = block.last - block.first
        if not length:
            first, last = low - _LEAD, max(high + _LEAD, low + _YEAR)
        else:
            first = block.first if block.first <= low else min(low - _LEAD, block.first - length)
            last = block.last if high < block.last else max(high + _LEAD, block.last + length)
        first, last = max(first, EARLIEST), min(last, LATEST + 1)
        return Block.of(first, last, *self._open_spans(first, last))

    def _reaching(self, us: int, goal: int) -> Iterator[Block]:
        """Blocks that hold an instant and reach ever nearer to a goal, until one holds that too."""
        goal = max(EARLIEST, min(goal, LATEST))
        block = self.covering(us, us)
        yield block
        while not block.first <= goal < block.last:
            step = block.last - block.first
            toward = min(block.last + step, goal) if goal > us else max(block.first - step, goal)
            block = self.covering(min(us, toward), max(us, toward))
            yield block

    def _add_far(self, us: int, open_time: int) -> int:
        if not open_time:
            return us
        for block in self._reaching(us, us + HORIZON):
            reached = block.open_before(us) + open_time
            if reached <= block.total:
                due = reached + block.closed_at(reached - 1)
                if due - us <= HORIZON:
                    return due
                break
        raise NeverOpens(f"{_hours(open_time)} of open time from {_show(us)} end more than ten years later", at=us)

    def _subtract_far(self, us: int, open_time: int) -> int:
        if not open_time:
            return us
        for block in self._reaching(us, us - HORIZON):
            reached = block.open_before(us) - open_time
            if reached >= 0:
                begun = reached + block.closed_at(reached)
                if us - begun <= HORIZON:
                    return begun
                break
        raise NeverOpens(f"{_hours(open_time)} of open time until {_show(us)} begin more than ten years before", at=us)


def _show(us: int) -> str:
    return from_us(us).isoformat()


def _hours(us: int) -> str:
    return f"{us / 3_600_000_000:g} h"
