"""The best budget for one priority, exactly: the limit that explains most verdicts, and the roundest such number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OPEN_STEPS = (144_000, 28_800, 14_400, 3_600, 1_800, 900, 300, 60, 1)
"""Round lengths of open time in seconds: a week of 40 hours, a day of 8, half a day, an hour, down to a second."""
ODD_ONES = 2_000
"""Of so many verdicts one may be given up for a rounder number: nobody promises 62 hours and five minutes."""
WALL_STEPS = (604_800, 86_400, 14_400, 3_600, 1_800, 900, 300, 60, 1)


@dataclass(frozen=True, slots=True)
class Limit:
    """Any budget in [low, high) seconds gives the same `hits` of `count` verdicts; `budget` is the roundest one."""

    hits: int
    count: int
    low: int
    high: int | None
    budget: int
    step: int
    """How round the budget is: its place in the table of steps, 0 the roundest."""


def best_limit(spent: NDArray[np.int64], met: NDArray[np.bool_], steps: Sequence[int]) -> Limit:
    """The limit that agrees with most verdicts; of (almost) equally good ones the roundest, then the widest margin.

    `spent` is in half seconds, the odd ones for tickets that used an even number of them and ended later, out of hours:
    a budget used up exactly at closing is due at closing, not the next morning.
    """
    import numpy as np

    order = np.argsort(spent, kind="stable")
    times, verdicts = spent[order], met[order]
    # hits[k]: the first k are called met, the others missed
    hits = np.concatenate(([0], np.cumsum(np.where(verdicts, 1, -1)))) + int((~verdicts).sum())
    # a cut is worth looking at if some budget of whole seconds, one at least, lies between its two neighbours
    least_budgets = np.concatenate(([1], np.maximum(-(-times[:-1] // 2), 1)))
    cuts = np.concatenate((2 * least_budgets < times, [True]))
    least = int(hits[cuts].max()) - len(times) // ODD_ONES
    limits = [_limit(times, int(k), int(hits[k]), steps) for k in np.flatnonzero(cuts & (hits >= least))]
    return max(limits, key=lambda limit: (-limit.step, limit.hits, _margin(limit)))


def _limit(times: NDArray[np.int64], k: int, hits: int, steps: Sequence[int]) -> Limit:
    low = max(-(-int(times[k - 1]) // 2), 1) if k else 1
    high = -(-int(times[k]) // 2) if k < len(times) else None
    budget, step = roundest(low, high if high is not None else low + max(low // 2, 3_600), steps)
    return Limit(hits, len(times), low, high, budget, step)


def _margin(limit: Limit) -> float:
    return (limit.high or limit.low * 2) / limit.low


def roundest(low: int, high: int, steps: Sequence[int]) -> tuple[int, int]:
    """The roundest number in [low, high), nearest the middle of those equally round, and its place among the steps."""
    middle = (low + high) / 2
    for place, step in enumerate(steps):
        first, last = -(-low // step) * step, (high - 1) // step * step
        if first <= last:
            nearest = min(max(round(middle / step) * step, first), last)
            return nearest, place
    return low, len(steps)


def write_budget(seconds: int, *, wall: bool) -> str:
    """A budget as a configuration writes it: `55 business hours`, `90 business minutes`, `12 hours`."""
    kind = "" if wall else "business "
    for size, name in ((3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds % size == 0:
            number = seconds // size
            return f"{number} {kind}{name}{'' if number == 1 else 's'}"
    raise AssertionError  # every whole number of seconds is a multiple of one
