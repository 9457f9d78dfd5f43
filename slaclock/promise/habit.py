"""What is usual, from the desk's own history: how long answers took, those that are still owed among them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from slaclock.clock.reading import Reading
from slaclock.policy.metric import Outcome
from slaclock.promise.promise import Habit

WINDOW = timedelta(days=28)
ANSWERS = ("first_response", "next_response")
_ANSWERED = (Outcome.MET, Outcome.MISSED)
_EXACT = 1e-12


def habit_of(readings: Iterable[Reading], at: datetime, window: timedelta = WINDOW) -> Habit | None:
    """How long customers waited for an answer in the last weeks, in the time their targets count; None: nobody knows.

    Hand over the readings of tickets that are alike: one channel, one priority. An answer that is still owed, or that
    nobody gave, is known to have taken longer than it has; leaving it out would make the slow look quick.
    """
    mine = [each for each in readings if each.metric in ANSWERS and _lately(each, at, window)]
    waits = sorted((each.elapsed, each.outcome in _ANSWERED) for each in mine if each.outcome != Outcome.CANCELLED)
    p50, p90 = _within(waits, 0.5), _within(waits, 0.9)
    return Habit(p50, p90, sum(answered for _, answered in waits)) if p50 is not None and p90 is not None else None


def _lately(reading: Reading, at: datetime, window: timedelta) -> bool:
    return reading.stopped_at is None or at - window <= reading.stopped_at <= at


def _within(waits: list[tuple[timedelta, bool]], share: float) -> timedelta | None:
    """The wait within which such a share is answered, by the product-limit estimate of Kaplan and Meier."""
    unanswered, left = 1.0, len(waits)
    length: timedelta
    for length, alike in groupby(waits, key=lambda wait: wait[0]):
        ended = [answered for _, answered in alike]
        unanswered *= 1 - sum(ended) / left
        left -= len(ended)
        if unanswered <= 1 - share + _EXACT:
            return length
    return None
