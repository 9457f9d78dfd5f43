"""Time itself as a door: rings the bell for each round, and does nothing else.

What is due stands in the store, never in the scheduler: a worker that is killed forgets nothing, and any number of them
may ring at once. A round that takes longer than its turn is not begun twice; turns missed are made up for by one.
"""

from __future__ import annotations

import logging
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from threading import Event, Thread
from time import monotonic
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from slaclock.app import App
from slaclock.instant import SECOND
from slaclock.rounds import ROUNDS, Round
from slaclock.store import heartbeats

_LOG = logging.getLogger("slaclock.worker")
BEAT = 10.0
"""Seconds after which an idle round gives a sign of life; one that had work to do, or failed, gives it at once."""
WATCH, DRIFT = 5.0, 2.0
"""How often the wall clock is compared with one that only runs forward, and how far they may drift (seconds)."""


class Worker:
    """Makes its rounds until it is stopped; `stop` lets those that run come to their end."""

    def __init__(self, app: App, rounds: Iterable[Round] = tuple(ROUNDS.values()), name: str = "") -> None:
        self.app = app
        self.rounds = tuple(rounds)
        self.name = name or f"{platform.node()}-{os.getpid()}"
        self._beaten: dict[str, float] = {}
        self._stopped = Event()
        # whatever is late is due: no turn is given up for being late
        settings = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        pool = ThreadPoolExecutor(max(len(self.rounds), 1))
        self._scheduler: Any = BackgroundScheduler(timezone=UTC, executors={"default": pool}, job_defaults=settings)

    def start(self) -> None:
        """Begin, each round at once."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        for each in self.rounds:
            often = IntervalTrigger(seconds=each.every // SECOND, timezone=UTC)
            self._scheduler.add_job(self.make, often, args=[each], id=each.name, next_run_time=_wall_clock())
        self._scheduler.start()
        Thread(target=self._watch, name="watch", daemon=True).start()
        _LOG.info("worker started", extra={"worker": self.name, "rounds": [each.name for each in self.rounds]})

    def make(self, each: Round) -> None:
        """Make one round; whatever goes wrong in it is told, and the next one comes all the same."""
        began, done, error = monotonic(), 0, None
        try:
            done = each.make(self.app)
        except Exception as failure:  # noqa: BLE001 - a round that stumbles must not end the worker
            error = f"{type(failure).__name__}: {failure}"[:500]
            _LOG.exception("round failed", extra={"worker": self.name, "round": each.name})
        self._beat(each, monotonic() - began, done, error)

    def stop(self) -> None:
        """End the rounds that run, begin no other."""
        if not self._stopped.is_set():
            self._stopped.set()
            self._scheduler.shutdown(wait=True)
            with self.app.store.unit() as unit:
                heartbeats.leave(unit, self.app.settings.tenant, self.name)
            _LOG.info("worker stopped", extra={"worker": self.name})

    def _beat(self, each: Round, lasted: float, done: int, error: str | None) -> None:
        if not done and error is None and monotonic() - self._beaten.get(each.name, -BEAT) < BEAT:
            return
        try:
            now = self.app.now()
            with self.app.store.unit() as unit:
                took = round(lasted * SECOND)
                tenant = self.app.settings.tenant
                heartbeats.beat(unit, tenant, self.name, each.name, now, lasted=took, done=done, error=error)
            self._beaten[each.name] = monotonic()
        except Exception:  # noqa: BLE001 - (the same)
            _LOG.exception("no sign of life", extra={"worker": self.name, "round": each.name})

    def _watch(self) -> None:
        """Call every round at once when the wall clock was moved: the scheduler waits by it, and may wait for hours."""
        apart = _wall_clock().timestamp() - monotonic()
        while not self._stopped.wait(WATCH):
            now = _wall_clock()
            moved = now.timestamp() - monotonic() - apart
            if abs(moved) > DRIFT and not self._stopped.is_set():
                _LOG.warning("the clock was moved", extra={"worker": self.name, "seconds": round(moved, 3)})
                apart += moved
                for each in self.rounds:
                    self._scheduler.modify_job(each.name, next_run_time=now)


def work(app: App, rounds: Iterable[Round]) -> Worker:
    """A worker that has begun."""
    worker = Worker(app, rounds)
    worker.start()
    return worker


def _wall_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a door, and only to ring the bell: what is due is asked of the store
