"""slaclock beside a live helpdesk: real processes (`slaclock serve`, `slaclock worker`) that live by its wall clock."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Table, func, select

from slaclock.instant import MINUTE, to_us
from slaclock.poll import EVERY
from slaclock.store import Store, Unit, outbox
from slaclock.store.place import Place
from slaclock.store.tables import cursors, timers, wants
from slaclock.store.tables import outbox as messages
from tests.live.wall_clock import WallClock

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 120.0
PLACE = Place("main", "rt")


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Wait until something is so; False if it does not become so."""
    ends, paused = time.monotonic() + seconds, threading.Event()
    while not true():
        if time.monotonic() > ends:
            return False
        paused.wait(0.05)
    return True


@dataclass
class Service:
    """The processes of one slaclock, its configuration and store in a folder of their own."""

    folder: Path
    clock: WallClock
    store: Store
    environ: dict[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list[subprocess.Popen[bytes]])

    @property
    def config(self) -> Path:
        return self.folder / "service.toml"

    @property
    def log(self) -> Path:
        return self.folder / "service.log"

    def start(self, *words: str, module: str = "slaclock") -> subprocess.Popen[bytes]:
        """A process like `slaclock worker`, with this configuration."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(self._command(words, module), env=self._environ(), stdout=log, stderr=log)
        self.running.append(process)
        return process

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command like `slaclock doctor`, to its end."""
        command = self._command(words, "slaclock")
        return subprocess.run(
            command, env=self._environ(), capture_output=True, text=True, check=False, timeout=PATIENCE
        )

    def catch_up(self, patience: float = PATIENCE) -> None:
        """Let time go on until slaclock has seen and done all that was to be seen and done."""
        self.clock.run(self.clock.now() + timedelta(microseconds=EVERY, seconds=2))
        since = to_us(self.clock.now())
        assert until(lambda: self.at_rest(since) or not self.alive(), patience), f"not at rest: {self.told()}"
        assert self.at_rest(since), f"nobody is at work: {self.told()}"

    def alive(self) -> bool:
        """Whether a process of ours still runs."""
        return any(each.poll() is None for each in self.running)

    def at_rest(self, since: int) -> bool:
        """Whether the helpdesk was asked since an instant, and all that was heard and due is done."""
        with self.store.reading() as unit:
            cursor = unit.one(select(cursors).where(PLACE.of(cursors)))
            left = self._left(unit, since)
        # while a page is read, the next turn lies minutes ahead
        asked = (
            cursor is not None and cursor["moved_at"] >= since and 0 < cursor["next_at"] - cursor["moved_at"] <= MINUTE
        )
        return asked and not left

    def left(self) -> int:
        """How much there is to fetch, to send and to fire."""
        with self.store.reading() as unit:
            return self._left(unit, to_us(self.clock.now()))

    def _left(self, unit: Unit, at: int) -> int:
        rows: tuple[tuple[Table, tuple[ColumnElement[bool], ...]], ...] = (
            (wants, ()),
            (messages, (messages.c.state.in_(outbox.OPEN),)),
            (timers, (timers.c.at <= at,)),
        )
        return sum(
            unit.run(select(func.count()).select_from(table).where(PLACE.of(table), *which)).scalar_one()
            for table, which in rows
        )

    def told(self) -> str:
        """The end of what the processes said."""
        return self.log.read_text(encoding="utf-8")[-3000:] if self.log.exists() else "nothing was said"

    def end(self) -> None:
        """End every process that still runs, in good order if it can."""
        for each in self.running:
            each.terminate()
        for each in self.running:
            try:
                each.wait(30)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()
        self.running.clear()

    def _command(self, words: tuple[str, ...], module: str) -> list[str]:
        return [sys.executable, "-m", module, *words, "--config", str(self.config)]

    def _environ(self) -> dict[str, str]:
        path = os.pathsep.join(map(str, (REPOSITORY, REPOSITORY / "integrations")))
        return {**os.environ, "PYTHONPATH": path, **self.clock.environment(), **self.environ}
