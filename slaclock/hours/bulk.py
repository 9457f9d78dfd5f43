"""Deadlines by the million: the index's arithmetic over numpy arrays, in blocks that stay in the cache."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slaclock.errors import InvalidInput, OutOfRange
from slaclock.hours.arrays import ROWS, Ints, Twin, Work
from slaclock.hours.block import Block
from slaclock.hours.index import HORIZON, Index
from slaclock.instant import FIRST, LAST

import numpy as np  # isort: skip  # `arrays` has explained its absence, if it is absent

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Column:
    """Rows of instants with the earliest and the latest of them, or instants beyond those."""

    rows: Ints
    low: int
    high: int


def add_many(index: Index, starts_us: ArrayLike, open_us: ArrayLike) -> Ints:
    """`add` for every row: starts in microseconds UTC, open time in microseconds; one value serves all rows."""
    shape, starts, lengths = _rows(_whole(starts_us, "starts_us"), _whole(open_us, "open_us"))
    out = np.empty(starts.size, np.int64)
    work = Work.of(min(ROWS, out.size))
    for row, part in _blocks(out.size):
        _add(index, _checked(starts[part], row), _part(lengths, part), out[part], work)
    return out.reshape(shape)


def between_many(index: Index, starts_us: ArrayLike, ends_us: ArrayLike) -> Ints:
    """`between` for every row: both in microseconds UTC; negative where they are reversed."""
    shape, starts, ends = _rows(_whole(starts_us, "starts_us"), _whole(ends_us, "ends_us"))
    ends, out = np.broadcast_to(ends, starts.shape), np.empty(starts.size, np.int64)
    work = Work.of(min(ROWS, out.size))
    for row, part in _blocks(out.size):
        begun, done = _checked(starts[part], row), _checked(ends[part], row)
        low, high = min(begun.low, done.low), max(begun.high, done.high)
        arrays = _twin(index, index.covering(low, high)).back
        here, room = out[part], work.head(begun.rows.size)
        arrays.open_before(done.rows, here, room)
        arrays.open_before(begun.rows, room.three, room)
        np.subtract(here, room.three, out=here)
    return out.reshape(shape)


def _add(index: Index, starts: Column, lengths: Ints, out: Ints, work: Work) -> None:
    """One block of rows: those that go ahead, those that go back, those that stay."""
    shortest, longest = int(lengths.min()), int(lengths.max())
    if max(longest, -shortest) > HORIZON:
        _refuse(index, starts.rows, lengths, (lengths > HORIZON) | (lengths < -HORIZON))
    block = index.spanning(starts.low, starts.high, max(longest, 0), max(-shortest, 0))
    twin = _twin(index, block)
    if shortest > 0:
        _ahead(index, twin, starts, lengths, out, work)
    elif longest < 0:
        _back(index, twin, starts, lengths, out, work)
    else:
        out[:] = starts.rows
        for move, those in ((_ahead, lengths > 0), (_back, lengths < 0)):
            chosen = np.broadcast_to(those, out.shape)
            some = Column(starts.rows[chosen], starts.low, starts.high)
            if some.rows.size:
                out[chosen] = move(index, twin, some, _part(lengths, chosen), np.empty_like(some.rows), work)


def _ahead(index: Index, twin: Twin, starts: Column, lengths: Ints, out: Ints, work: Work) -> Ints:
    """Rows that all go ahead. What is used up at a closing ends there, so one microsecond less is looked up."""
    block, room = twin.block, work.head(out.size)
    twin.ahead.open_before(starts.rows, out, room)
    np.add(out, lengths, out=out)
    if block.open_before(starts.high) + int(lengths.max()) > block.total and out.max() >= block.total:
        _refuse(index, starts.rows, lengths, out >= block.total)
    twin.ahead.add_closed(out, room)
    return _near(index, block, starts.rows, lengths, out, room)


def _back(index: Index, twin: Twin, starts: Column, lengths: Ints, out: Ints, work: Work) -> Ints:
    """Rows that all go back."""
    block, room = twin.block, work.head(out.size)
    twin.back.open_before(starts.rows, out, room)
    np.add(out, lengths, out=out)
    if out.min() < 0:
        _refuse(index, starts.rows, lengths, out < 0)
    twin.back.add_closed(out, room)
    return _near(index, block, starts.rows, lengths, out, room)


def _near(index: Index, block: Block, starts: Ints, lengths: Ints, out: Ints, work: Work) -> Ints:
    """The answers, if none lies more than ten years away."""
    if block.last - block.first > HORIZON:
        away = np.subtract(out, starts, out=work.three)
        if away.max() > HORIZON or away.min() < -HORIZON:
            _refuse(index, starts, lengths, abs(away) > HORIZON)
    return out


def _refuse(index: Index, starts: Ints, lengths: Ints, rows: NDArray[np.bool_]) -> None:
    """Let the first row that has no answer say so itself."""
    row = int(np.argmax(rows))
    start, length = int(starts[row]), int(np.broadcast_to(lengths, starts.shape)[row])
    index.add(start, length) if length > 0 else index.subtract(start, -length)


def _twin(index: Index, block: Block) -> Twin:
    if index.twin is None or index.twin.block is not block:
        index.twin = Twin.of(block)
    twin: Twin = index.twin
    return twin


def _blocks(rows: int) -> Iterator[tuple[int, slice]]:
    return ((row, slice(row, min(row + ROWS, rows))) for row in range(0, rows, ROWS))


def _part(values: Ints, rows: Any) -> Ints:
    """Some rows of a column; a single value serves them all."""
    return values if values.size == 1 else values[rows]


def _whole(values: ArrayLike, name: str) -> Ints:
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise InvalidInput(f"{name} holds {array.dtype} values; give whole microseconds (int64)")
    return array.astype(np.int64, copy=False)


def _rows(one: Ints, other: Ints) -> tuple[tuple[int, ...], Ints, Ints]:
    """The shape of the answer and both as long columns, but the second as one value if it is one."""
    try:
        shape = np.broadcast_shapes(one.shape, other.shape)
    except ValueError:
        shapes = f"{one.shape} and {other.shape}"
        raise InvalidInput(f"arrays of shapes {shapes} do not go together row by row") from None
    long = other if other.size == 1 else np.broadcast_to(other, shape)
    return shape, np.broadcast_to(one, shape).reshape(-1), long.reshape(-1)


def _checked(rows: Ints, first: int) -> Column:
    """A block of rows with its extent, all of them inside the years served."""
    low, high = int(rows.min()), int(rows.max())
    if low < FIRST or high >= LAST:
        row = first + int(np.argmax((rows < FIRST) | (rows >= LAST)))
        raise OutOfRange(f"row {row} is outside the years 1970 to 2200 that slaclock serves")
    return Column(rows, low, high)
