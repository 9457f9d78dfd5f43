"""The crew: starts the outside and the zygotes, has hands born, and writes down how each of them ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from slaclock.instant import DAY, HOUR, MINUTE
from slaclock.store import open_store
from tests.storm import config
from tests.storm.hand import LEFT
from tests.storm.pace import World

ROOT = Path(__file__).parent.parent.parent
PLACES: Sequence[Mapping[str, str]] = (
    {"TZ": "UTC", "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
    {"TZ": "Asia/Kolkata", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
    {"TZ": "America/St_Johns", "PYTHONHASHSEED": "2", "LC_ALL": "POSIX"},
    {"TZ": "Pacific/Chatham", "PYTHONHASHSEED": "3", "LC_ALL": "C.UTF-8"},
)
"""Where the workers' hosts stand: no answer may depend on it."""


def real_time() -> int:
    """The host's time, in microseconds: the storm's own beginning is taken from it."""
    return time.time_ns() // 1_000  # noqa: TID251 - a storm is a door: real processes live in real time


def command(module: str, *told: object) -> list[str]:
    """A program of the storm's, run by the same Python."""
    return [sys.executable, "-m", f"tests.storm.{module}", *(str(each) for each in told)]


def surroundings(package: Path, place: Mapping[str, str]) -> dict[str, str]:
    """The variables of a process that imports the service from a folder, and from nowhere else."""
    path = os.pathsep.join([str(package), str(package / "integrations")])
    return {**os.environ, **place, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass
class Zygote:
    """A process that forks hands, one at a time."""

    process: subprocess.Popen[str]
    package: str = ""
    door: int | None = None
    hand: int | None = None
    stopped: bool = False

    @classmethod
    def start(cls, world: World, package: Path, number: int, *, door: bool = False) -> Zygote:
        """One more, at one of the places."""
        with (world.folder / "hands.log").open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                command("zygote", world.folder, *(["0"] if door else [])),
                cwd=package,
                env=surroundings(package, PLACES[number % len(PLACES)]),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        return cls(process)

    def ready(self) -> Zygote:
        """Wait until it is warm."""
        told = self._hear()
        self.package, self.door = told["package"], told["door"]
        return self

    def bear(self, spec: Mapping[str, Any]) -> int:
        """A hand is born; answers with its process id."""
        self._pipe(self.process.stdin).write(json.dumps(spec) + "\n")
        self._pipe(self.process.stdin).flush()
        self.hand = int(self._hear()["pid"])
        return self.hand

    def buried(self) -> Iterator[str]:
        """What happens to the hand until its end: `stopped` perhaps, and then how it ended."""
        while True:
            told = self._hear()
            if "stopped" in told:
                yield "stopped"
                continue
            self.hand = None
            status = int(told["status"])
            yield {0: "done", -signal.SIGKILL: "killed", LEFT: "left"}.get(status, f"status {status}")
            return

    def end(self) -> None:
        """No more hands; whether it has ended before makes no difference."""
        if self.process.poll() is None and self.hand is not None:
            with suppress(ProcessLookupError):
                os.kill(self.hand, signal.SIGKILL)
        with suppress(BrokenPipeError):
            self._pipe(self.process.stdin).close()
        self.process.wait(20)
        self._pipe(self.process.stdout).close()

    def _hear(self) -> dict[str, Any]:
        line = self._pipe(self.process.stdout).readline()
        if not line:
            raise RuntimeError("a zygote died; see hands.log")
        found: dict[str, Any] = json.loads(line)
        return found

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        if pipe is None:
            raise RuntimeError("no pipe")
        return pipe


@dataclass
class Toll:
    """How many hands died, where, and how the others ended."""

    deaths: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def kills(self) -> int:
        """Processes that really died."""
        return self.ends["killed"] + self.ends["left"]


@contextmanager
def world_of(folder: Path, url: str, *, speed: int, rate: float, seed: int) -> Generator[World]:
    """A store with its tables, the outside running, and the configurations written."""
    store = open_store(url)
    store.migrate()
    born = store.now()
    store.close()
    start = (born - DAY) // HOUR * HOUR + 21 * MINUTE  # the first closing time is near
    # the outside is always the checkout's own: what is broken on purpose is the service only
    told = command("desks", folder, born, start, speed, rate, seed)
    environment = surroundings(ROOT, PLACES[0])
    with subprocess.Popen(
        told, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as desks:
        try:
            addresses = json.loads(desks.stdout.readline()) if desks.stdout is not None else {}
            world = replace(World(folder, url, born, start, speed, {}), desks=addresses)
            world.save()
            config.write(world)
            yield world
        finally:
            if desks.stdin is not None:
                desks.stdin.close()
            desks.wait(20)
