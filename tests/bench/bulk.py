"""Ten million tickets at once, beside a plain copy of the same memory and beside workclock's own batch call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from slaclock.instant import HOUR, to_us
from tests.bench.goals import Goals
from tests.bench.measure import Race, number, table
from tests.bench.peers import workclock_schedule
from tests.bench.work import calendar, federal_holidays, instants

Ints: TypeAlias = NDArray[np.int64]
COPY = "numpy.copyto, 16 bytes a ticket"


def run(goals: Goals, rounds: int, count: int) -> None:
    chance = np.random.default_rng(2024)
    low = to_us(instants(1)[0].replace(month=1, day=2))
    starts = chance.integers(low, low + 365 * 24 * HOUR, count, dtype=np.int64)
    budgets = chance.integers(1, 400 * HOUR, count, dtype=np.int64)
    ends = starts + budgets
    out, ours = np.empty_like(starts), calendar()
    four = np.full(count, 4 * HOUR, dtype=np.int64)
    race = Race(rounds)
    race.enter(COPY, lambda: np.copyto(out, starts), count)
    race.enter("slaclock add_many, 4 h each", lambda: ours.add_many(starts, four), count)
    race.enter("slaclock add_many, up to 400 h", lambda: ours.add_many(starts, budgets), count)
    race.enter("slaclock add_many, up to 400 h, sorted", _sorted(ours.add_many, starts, budgets), count)
    race.enter("slaclock between_many", lambda: ours.between_many(starts, ends), count)
    theirs = _workclock(race, starts[:100_000], 4)
    differ = (
        None if theirs is None else int(np.count_nonzero(theirs != ours.add_many(starts[:100_000], four[:100_000])))
    )
    times = race.run()
    print(
        table(
            f"{count:,} tickets",
            ["ns of CPU a ticket", "times the copy"],
            {name: [number(value), number(value / times[COPY])] for name, value in times.items()},
        )
    )
    if differ is not None:
        print(f"workclock's answers that differ: {differ} of 100,000")
    goals.at_most("add_many, up to 400 h, times the copy", times["slaclock add_many, up to 400 h"] / times[COPY], 22)
    goals.at_most("add_many, 4 h each, times the copy", times["slaclock add_many, 4 h each"] / times[COPY], 22)
    if differ is not None:
        ratio = times["workclock add_many, 4 h each"] / times["slaclock add_many, 4 h each"]
        goals.at_least("add_many 4 h, times quicker than workclock's", ratio, 80)


def _sorted(add_many: Callable[[Ints, Ints], Ints], starts: Ints, budgets: Ints) -> Callable[[], Ints]:
    ordered = np.sort(starts)
    return lambda: add_many(ordered, budgets)


def _workclock(race: Race, starts: Ints, hours: int) -> Ints | None:
    try:
        office = workclock_schedule(federal_holidays())
    except ImportError:
        return None
    given, length = starts.astype("datetime64[us]"), timedelta(hours=hours)
    race.enter("workclock add_many, 4 h each", lambda: office.add_many(given, length), len(starts))
    answers: Ints = office.add_many(given, length).astype(np.int64)
    return answers
