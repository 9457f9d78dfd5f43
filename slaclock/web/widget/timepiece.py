"""The database's time, asked for once a second and counted on in between: visitors cost the store next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic_ns

from slaclock.instant import SECOND


class Timepiece:
    """Shows the time of a store; threads that look at once may ask it twice, and agree."""

    def __init__(self, ask: Callable[[], int], steady: Callable[[], int] = monotonic_ns) -> None:
        self._ask = ask
        self._steady = steady
        self._told: tuple[int, int] | None = None
        """The store's time, and what the steady clock showed then."""

    def now(self) -> int:
        """The present instant, in microseconds."""
        shown, told = self._steady(), self._told
        passed = (shown - told[1]) // 1000 if told is not None else SECOND
        if told is not None and passed < SECOND:
            return told[0] + passed
        at = self._ask()
        self._told = (at, shown)
        return at
