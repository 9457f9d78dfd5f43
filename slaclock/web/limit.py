"""Limits: how often one caller may knock, so that none keeps the door shut for the others."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic

MOST = 10_000
"""Callers remembered; of more, the one that was away longest is forgotten."""


class Limit:
    """A bucket of tokens for each caller, in this process: a burst at once, then so many a second."""

    def __init__(self, per_second: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str) -> float:
        """Take one token: 0, or the seconds after which there is one again."""
        now = self._clock()
        with self._lock:
            tokens, filled = self._buckets.pop(caller, (float(self._burst), now))
            tokens = min(tokens + max(now - filled, 0) * self._per_second, self._burst)
            missing = 1 - tokens
            self._buckets[caller] = (tokens if missing > 0 else tokens - 1, now)
            if len(self._buckets) > MOST:
                self._buckets.popitem(last=False)
        return missing / self._per_second if missing > 0 else 0.0
