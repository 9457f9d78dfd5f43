"""Open time compiled: sorted bounds, running totals, and direct indexes into both."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from operator import sub

FAR = 1 << 62
"""Later than every instant and more than any length."""


@dataclass(frozen=True, slots=True)
class Block:
    """All open spans of `[first, last)` in microseconds. It never changes; a longer one replaces it.

    Beside the spans stands a sentinel (opening at `last`, closing never), so that every instant has a span that ends
    after it. `closed[i]` is the closed time before span i, plus `first`: open time x, reached within span i, is the
    instant `x + closed[i]`. `until[i]` is the open time through the end of span i.
    A direct index cuts a line into buckets of a power of two about as long as the average distance of two spans, and
    says of each bucket which span is the first that can matter; from there it is a step or two.
    """

    first: int
    last: int
    starts: list[int]
    ends: list[int]
    before: list[int]
    until: list[int]
    closed: list[int]
    total: int
    by_instant: list[int]
    instant_bits: int
    instant_base: int
    by_open: list[int]
    open_bits: int

    @classmethod
    def of(cls, first: int, last: int, starts: list[int], ends: list[int]) -> Block:
        """Compile the open spans of a range."""
        count = len(starts)
        until = list(accumulate(map(sub, ends, starts)))
        total = until[-1] if until else 0
        before = [0, *until]
        starts, ends = [*starts, last], [*ends, FAR]
        instant_bits = _bits(last - first, count)
        open_bits = _bits(total, count)
        base = first >> instant_bits
        return cls(
            first,
            last,
            starts,
            ends,
            before,
            [*until, FAR],
            list(map(sub, starts, before)),
            total,
            _direct(ends[:-1], base, ((last - 1) >> instant_bits) + 1 - base, instant_bits),
            instant_bits,
            base,
            _direct(until, 0, ((total - 1) >> open_bits) + 1, open_bits),
            open_bits,
        )

    def span_at(self, us: int) -> int:
        """The number of the first span that ends after an instant within the block."""
        number = self.by_instant[(us >> self.instant_bits) - self.instant_base]
        ends = self.ends
        while ends[number] <= us:
            number += 1
        return number

    def open_before(self, us: int) -> int:
        """The open time between the block's first instant and another within it."""
        number = self.by_instant[(us >> self.instant_bits) - self.instant_base]
        ends = self.ends
        while ends[number] <= us:
            number += 1
        before = self.before[number]
        inside = us - self.closed[number]
        return inside if inside > before else before  # noqa: FURB136  calling max costs a third of all this

    def closed_at(self, open_time: int) -> int:
        """The closed time (plus `first`) that has passed when more than some open time has; less than `total`."""
        number = self.by_open[open_time >> self.open_bits]
        until = self.until
        while until[number] <= open_time:
            number += 1
        return self.closed[number]


def _bits(length: int, count: int) -> int:
    """The power of two for buckets of a line with so many spans."""
    return max(length // (count + 1), 1).bit_length() - 1


def _direct(bounds: list[int], base: int, size: int, bits: int) -> list[int]:
    """For each bucket the number of the first bound that lies after the bucket's begin."""
    passed = [0] * (size + 1)  # how many bounds each bucket leaves behind
    shift = 1 - base
    for bound in bounds:
        passed[((bound - 1) >> bits) + shift] += 1
    return list(accumulate(passed))[:size]
