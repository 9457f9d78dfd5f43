"""The numpy twin of a block: the same bounds and totals, with direct indexes fine enough to need no walking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from slaclock.errors import MissingExtra
from slaclock.hours.block import FAR, Block

try:
    import numpy as np
    from numpy.typing import NDArray
except ImportError as error:
    raise MissingExtra("add_many and between_many need numpy: install slaclock[bulk]", extra="bulk") from error

Ints: TypeAlias = NDArray[np.int64]
ROWS = 32_768
"""Rows worked on at a time: enough to forget the cost of a call, few enough to stay in the cache (0.8 MB)."""
_LARGEST = 1 << 18
"""Buckets of a direct index at most; about 2 MB."""
_STEPS = 4
"""More steps than this from bucket to bound cost more than a binary search."""


@dataclass(frozen=True, slots=True)
class Work:
    """Room for one block's intermediate results, used again for the next."""

    one: Ints
    two: Ints
    three: Ints
    flag: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: int) -> Work:
        """Room for so many rows."""
        one, two, three = (np.empty(rows, np.int64) for _ in range(3))
        return cls(one, two, three, np.empty(rows, np.bool_))

    def head(self, rows: int) -> Work:
        """The same room, only so many rows of it."""
        return Work(self.one[:rows], self.two[:rows], self.three[:rows], self.flag[:rows])


@dataclass(frozen=True, slots=True)
class Direct:
    """Finds the first bound after a value: from its bucket's entry it is never more than some steps away."""

    bounds: Ints
    """In order; the last is FAR."""
    table: Ints
    base: int
    bits: int
    steps: int

    @classmethod
    def of(cls, bounds: list[int], first: int, last: int) -> Direct:
        """A direct index for values of `[first, last)`: the coarsest with one bound a bucket, if short enough."""
        sorted_bounds = np.array([*bounds, FAR], np.int64)
        inner = sorted_bounds[:-1] - 1
        length = max(last - first, 1)
        bits = length.bit_length()
        best, fewest = bits, len(bounds)
        while fewest > 1 and bits > 0 and length >> (bits - 1) < _LARGEST:
            bits -= 1
            most = int(np.bincount((inner >> bits) - (first >> bits)).max())
            if most < fewest:
                best, fewest = bits, most
        base = first >> best
        begins = np.arange(base, ((first + length - 1) >> best) + 1, dtype=np.int64) << best
        return cls(sorted_bounds, np.searchsorted(sorted_bounds, begins, side="right"), base, best, fewest)

    def find(self, values: Ints, out: Ints, spare: Ints, flag: NDArray[np.bool_]) -> None:
        """The number of the first bound after each value."""
        if self.steps > _STEPS:
            out[:] = np.searchsorted(self.bounds, values, side="right")
            return
        np.right_shift(values, self.bits, out=spare)
        if self.base:
            np.subtract(spare, self.base, out=spare)
        np.take(self.table, spare, out=out, mode="wrap")  # never wraps: it is the mode with the least checking
        for _ in range(self.steps):
            np.take(self.bounds, out, out=spare, mode="wrap")
            np.less_equal(spare, values, out=flag)
            np.add(out, flag, out=out)


@dataclass(frozen=True, slots=True)
class Arrays:
    """A block's sums for arrays of instants."""

    before: Ints
    closed: Ints
    by_instant: Direct
    by_open: Direct

    def open_before(self, us: Ints, out: Ints, work: Work) -> None:
        """The open time between the block's first instant and each other."""
        number, inside = work.one, work.two
        self.by_instant.find(us, number, inside, work.flag)
        np.take(self.closed, number, out=inside, mode="wrap")
        np.subtract(us, inside, out=inside)
        np.take(self.before, number, out=out, mode="wrap")
        np.maximum(out, inside, out=out)

    def add_closed(self, open_time: Ints, work: Work) -> None:
        """Turn open time into instants: add the closed time that has passed when more than that has."""
        number, spare = work.one, work.two
        self.by_open.find(open_time, number, spare, work.flag)
        np.take(self.closed, number, out=spare, mode="wrap")
        np.add(open_time, spare, out=open_time)


@dataclass(frozen=True, slots=True)
class Twin:
    """A block for arrays, once for going back and once for going ahead, where open time counts one microsecond less."""

    block: Block
    back: Arrays
    ahead: Arrays

    @classmethod
    def of(cls, block: Block) -> Twin:
        """The twin of a block."""
        before, closed = np.array(block.before, np.int64), np.array(block.closed, np.int64)
        by_instant = Direct.of(block.ends[:-1], block.first, block.last)
        by_open = Direct.of(block.until[:-1], 0, block.total)
        back = Arrays(before, closed, by_instant, by_open)
        return cls(block, back, Arrays(before - 1, closed + 1, by_instant, by_open))
