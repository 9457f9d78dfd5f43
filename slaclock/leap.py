"""leap: a clock that jumps ahead makes everything due at once. Nothing fires then until somebody says it is right.

Time is the database's. It is compared with a clock of this machine that only runs forward, and with the latest instant
anybody worked at. Where a clock is set back, what fired stays fired and what is due waits; but nothing is put off until
an instant of the wrong time.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from slaclock.instant import DAY, MINUTE, SECOND, format_instant
from slaclock.store import Store, Unit, marks, waits

_LOG = logging.getLogger("slaclock.leap")
AWAY = 7 * DAY
"""Whoever comes back after so long may have a wrong clock, or the copy of a store: he is asked as well."""
ADJUSTED = 5 * MINUTE
"""A clock that is set back by less is adjusted, not set right."""
NOTED = 10 * SECOND
"""How often it is written down what time it is."""
SETTLED = MINUTE
"""Whoever comes back after longer than a leap writes nothing down before: those who were there have looked by then."""


def uptime() -> int:
    """Microseconds this machine has been up, sleep included where it can tell."""
    boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.monotonic_ns() if boot is None else time.clock_gettime_ns(boot)) // 1000


@dataclass(frozen=True, slots=True)
class Look:
    """A look at the clock: how far time ran ahead of the time that passed since the last one, and since the first look.

    `ahead` is in microseconds that nobody lived through, 0 at the first look and negative if time was set back; `lived`
    is how long this process has been looking.
    """

    ahead: int
    lived: int


@dataclass(slots=True)
class Watch:
    """Compares the store's time with the time that passed, each time from where it was last looked at."""

    passed: Callable[[], int] = uptime
    _began: int | None = None
    _apart: int = 0
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def look(self, now: int) -> Generator[Look]:
        """Look at the clock, one at a time: nobody else looks while it is judged what was seen.

        What could not be judged to the end is seen again by whoever looks next.
        """
        passed = self.passed()
        with self._lock:
            apart, began = now - passed, passed if self._began is None else self._began
            yield Look(apart - (apart if self._began is None else self._apart), passed - began)
            self._apart, self._began = apart, began


@dataclass(frozen=True, slots=True)
class Doubt:
    """Time leapt from one instant to another, and nobody has confirmed it."""

    since: int
    to: int


def believed(store: Store, tenant: str, now: int, watch: Watch, limit: int) -> bool:
    """Whether to work at this instant; if time leapt, not before somebody confirms it or the clock is set right."""
    with watch.look(now) as look:
        with store.reading() as unit:
            mark = marks.of(unit, tenant)
        if mark is None or mark["doubted"] is not None or _odd(mark["latest"], now, look, limit):
            with store.unit() as unit:
                return _judge(unit, tenant, mark, now, look, limit)
        gap = now - mark["latest"]
        if gap >= NOTED and (gap <= limit or look.lived >= SETTLED):
            with store.unit() as unit:
                marks.note(unit, tenant, now)
        return True


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


def _odd(latest: int, now: int, look: Look, limit: int) -> bool:
    return _leapt(latest, now, look, limit) or _set_back(latest, now, look)


def _leapt(latest: int, now: int, look: Look, limit: int) -> bool:
    gap = now - latest
    return gap > max(AWAY, limit) or min(look.ahead, gap) > limit


def _set_back(latest: int, now: int, look: Look) -> bool:
    """Whether this look is the one that finds it earlier than it was; the first one can only go by what is written."""
    return (look.ahead if look.lived else now - latest) < -ADJUSTED


def _judge(unit: Unit, tenant: str, read: Mapping[str, Any] | None, now: int, look: Look, limit: int) -> bool:
    """What to make of a time that is odd; `read` is the mark as it was before anybody could wait for us."""
    mark = marks.of(unit, tenant)
    if mark is None:
        marks.put(unit, tenant, now)
        return True
    if _doubted(mark, now):
        return False
    latest = (read or mark)["latest"]
    if mark["doubted"] is not None or _set_back(latest, now, look):
        _LOG.warning("time was set back", extra={"to": format_instant(now)})
        waits.cut(unit, tenant, now)
    if mark["doubted"] is not None:
        # nothing fired under the time that was in doubt: what was read under it is read anew
        marks.unread_after(unit, tenant, now)
        marks.put(unit, tenant, mark["latest"])
    if _leapt(latest, now, look, limit):
        _LOG.error("time leapt ahead", extra={"since": format_instant(latest), "to": format_instant(now)})
        marks.put(unit, tenant, latest, now)
        return False
    return True
