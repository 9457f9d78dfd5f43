"""learn: works out what is usual, from how long customers have waited for an answer in the last four weeks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slaclock.desk import Desk
from slaclock.instant import length_us
from slaclock.lookback import look_back
from slaclock.promise.habit import WINDOW, Wait, habits_among, wait_of, waits_for_answer
from slaclock.store import Store, habits


def learn(store: Store, desk: Desk, now: int) -> int:
    """Write down what is usual now; answers how many habits are new or other ones.

    How long ended waits took stands in their clocks; whoever waits still has waited until now.
    """
    with store.reading() as unit:
        ended = list(habits.ended(unit, desk.place, now - length_us(WINDOW), now))
        names = habits.waiting(unit, desk.place)
    found = habits_among([*ended, *_waiting(store, desk, names, now)])
    with store.unit() as unit:
        return habits.put(unit, desk.place, found)


def _waiting(store: Store, desk: Desk, names: Iterable[str], now: int) -> Iterator[Wait]:
    for seen in look_back(store, desk, names, now):
        yield from (wait_of(each) for each in seen.readings if each.stopped_at is None and waits_for_answer(each))
