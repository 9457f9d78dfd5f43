"""Deadlines by the million: the index's arithmetic over numpy arrays, in blocks that stay in the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slaclock.errors import InvalidInput, OutOfRange
from slaclock.hours.arrays import ROWS, Arrays, Ints, Work
from slaclock.hours.block import Block
from slaclock.hours.index import HORIZON, Index
from slaclock.instant import FIRST, LAST

import numpy as np  # isort: skip  # `arrays` has explained its absence, if it is absent

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def add_many(index: Index, starts_us: ArrayLike, open_us: ArrayLike) -> Ints:
    """`add` for every row: starts in microseconds UTC, open time in microseconds; one value serves all rows."""
    shape, starts, lengths = _rows(_whole(starts_us, "starts_us"), _whole(open_us, "open_us"))
    out = np.empty(starts.size, np.int64)
    if out.size:
        low, high = _extent(starts)
        back, ahead = max(-int(lengths.min()), 0), max(int(lengths.max()), 0)
        if max(back, ahead) > HORIZON:
            _refuse(index, starts, lengths, (lengths > HORIZON) | (lengths < -HORIZON))
        arrays = _twin(index, index.spanning(low, high, ahead, back))
        work = Work.of(min(ROWS, out.size))
        for row in range(0, out.size, ROWS):
            part = slice(row, row + ROWS)
            _add(index, arrays, starts[part], lengths[part], out[part], work)
    return out.reshape(shape)


def between_many(index: Index, starts_us: ArrayLike, ends_us: ArrayLike) -> Ints:
    """`between` for every row: both in microseconds UTC; negative where they are reversed."""
    shape, starts, ends = _rows(_whole(starts_us, "starts_us"), _whole(ends_us, "ends_us"))
    out = np.empty(starts.size, np.int64)
    if out.size:
        (low, high), (lowest, highest) = _extent(starts), _extent(ends)
        arrays = _twin(index, index.covering(min(low, lowest), max(high, highest)))
        work = Work.of(min(ROWS, out.size))
        for row in range(0, out.size, ROWS):
            here = out[row : row + ROWS]
            room = work.head(here.size)
            arrays.open_before(ends[row : row + ROWS], here, room)
            arrays.open_before(starts[row : row + ROWS], room.three, room)
            np.subtract(here, room.three, out=here)
    return out.reshape(shape)


def _add(index: Index, arrays: Arrays, starts: Ints, lengths: Ints, out: Ints, work: Work) -> None:
    """One block of rows: those that go ahead, those that go back, those that stay."""
    if lengths.min() > 0:
        _move(index, arrays, starts, lengths, out, work.head(out.size), 1)
    elif lengths.max() < 0:
        _move(index, arrays, starts, lengths, out, work.head(out.size), 0)
    else:
        out[:] = starts
        for sign, chosen in ((1, lengths > 0), (0, lengths < 0)):
            some = np.empty(int(np.count_nonzero(chosen)), np.int64)
            if some.size:
                _move(index, arrays, starts[chosen], lengths[chosen], some, work.head(some.size), sign)
                out[chosen] = some


def _move(index: Index, arrays: Arrays, starts: Ints, lengths: Ints, out: Ints, work: Work, ahead: int) -> None:
    """Rows that all go ahead (1) or all go back (0). Ahead, what is used up at a closing ends there: hence the 1."""
    block = arrays.block
    arrays.open_before(starts, out, work)
    np.add(out, lengths, out=out)
    if ahead and out.max() > block.total:
        _refuse(index, starts, lengths, out > block.total)
    if not ahead and out.min() < 0:
        _refuse(index, starts, lengths, out < 0)
    arrays.add_closed(out, np.subtract(out, ahead, out=work.three), work)
    if block.last - block.first > HORIZON:
        away = np.subtract(out, starts, out=work.three)
        if away.max() > HORIZON or away.min() < -HORIZON:
            _refuse(index, starts, lengths, abs(away) > HORIZON)


def _refuse(index: Index, starts: Ints, lengths: Ints, rows: NDArray[np.bool_]) -> None:
    """Let the first row that has no answer say so itself."""
    row = int(np.argmax(rows))
    start, length = int(starts[row]), int(lengths[row])
    index.add(start, length) if length > 0 else index.subtract(start, -length)


def _twin(index: Index, block: Block) -> Arrays:
    if index.twin is None or index.twin.block is not block:
        index.twin = Arrays.of(block)
    twin: Arrays = index.twin
    return twin


def _whole(values: ArrayLike, name: str) -> Ints:
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise InvalidInput(f"{name} holds {array.dtype} values; give whole microseconds (int64)")
    return array.astype(np.int64, copy=False)


def _rows(one: Ints, other: Ints) -> tuple[tuple[int, ...], Ints, Ints]:
    """Both as long columns, a single value repeated without being copied; and the shape of the answer."""
    try:
        one, other = np.broadcast_arrays(one, other)
    except ValueError:
        shapes = f"{one.shape} and {other.shape}"
        raise InvalidInput(f"arrays of shapes {shapes} do not go together row by row") from None
    return one.shape, one.reshape(-1), other.reshape(-1)


def _extent(instants: Ints) -> tuple[int, int]:
    low, high = int(instants.min()), int(instants.max())
    if low < FIRST or high >= LAST:
        raise OutOfRange(f"row {_odd(instants)} is outside the years 1970 to 2200 that slaclock serves")
    return low, high


def _odd(instants: Ints) -> Any:
    return int(np.argmax((instants < FIRST) | (instants >= LAST)))
