"""leap: a clock that jumps ahead makes everything due at once. Nothing fires then until somebody says it is right.

Time is the database's. It is compared with a clock of this machine that only runs forward, and with the latest instant
anybody worked at. A clock that is set back needs no such care: what fired stays fired, what is due waits.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from slaclock.instant import DAY, MINUTE, SECOND, format_instant
from slaclock.store import Store, Unit, marks

_LOG = logging.getLogger("slaclock.leap")
AWAY = 7 * DAY
"""Whoever comes back after so long may have a wrong clock, or the copy of a store: he is asked as well."""
ADJUSTED = 5 * MINUTE
"""A clock that is set back by less is adjusted, not set right."""
NOTED = 10 * SECOND
"""How often it is written down what time it is."""


def uptime() -> int:
    """Microseconds this machine has been up, sleep included where it can tell."""
    boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.monotonic_ns() if boot is None else time.clock_gettime_ns(boot)) // 1000


@dataclass(slots=True)
class Watch:
    """Tells how far the store's time ran ahead of the time that passed, each time since it was last looked at."""

    passed: Callable[[], int] = uptime
    _seen: tuple[int, int] | None = None
    _lock: Lock = field(default_factory=Lock)

    def ahead(self, now: int) -> int:
        """Microseconds that nobody lived through; 0 at the first look, negative if time was set back."""
        passed = self.passed()
        with self._lock:
            before, self._seen = self._seen, (now, passed)
        return 0 if before is None else (now - before[0]) - (passed - before[1])


@dataclass(frozen=True, slots=True)
class Doubt:
    """Time leapt from one instant to another, and nobody has confirmed it."""

    since: int
    to: int


def believed(store: Store, tenant: str, now: int, ahead: int, limit: int) -> bool:
    """Whether to work at this instant; if time leapt, not before somebody confirms it or the clock is set right."""
    with store.reading() as unit:
        mark = marks.of(unit, tenant)
    if mark is not None and mark["doubted"] is None and not _leapt(mark["latest"], now, ahead, limit):
        if now >= mark["latest"] + NOTED:
            with store.unit() as unit:
                marks.note(unit, tenant, now)
        return True
    with store.unit() as unit:
        return _judge(unit, tenant, now, ahead, limit)


def confirm(store: Store, tenant: str, now: int) -> None:
    """Somebody looked at the clock and says it is right."""
    with store.unit() as unit:
        marks.put(unit, tenant, now)


def doubt(unit: Unit, tenant: str, now: int) -> Doubt | None:
    """What is in doubt now, if anything."""
    mark = marks.of(unit, tenant)
    return Doubt(mark["latest"], mark["doubted"]) if mark is not None and _doubted(mark, now) else None


def _doubted(mark: Mapping[str, Any], now: int) -> bool:
    """Whether the clock still shows the time that is in doubt: it was not set back by more than an adjustment."""
    return mark["doubted"] is not None and now > mark["doubted"] - ADJUSTED


def _leapt(latest: int, now: int, ahead: int, limit: int) -> bool:
    gap = now - latest
    return gap > max(AWAY, limit) or min(ahead, gap) > limit


def _judge(unit: Unit, tenant: str, now: int, ahead: int, limit: int) -> bool:
    mark = marks.of(unit, tenant)
    if mark is None:
        marks.put(unit, tenant, now)
        return True
    if _doubted(mark, now):
        return False
    if mark["doubted"] is not None:
        # the clock was set right: what was read under the wrong time is read anew
        _LOG.warning("time was set right", extra={"to": format_instant(now)})
        marks.unread_after(unit, tenant, now)
        marks.put(unit, tenant, mark["latest"])
    if _leapt(mark["latest"], now, ahead, limit):
        _LOG.error("time leapt ahead", extra={"since": format_instant(mark["latest"]), "to": format_instant(now)})
        marks.put(unit, tenant, mark["latest"], now)
        return False
    return True
