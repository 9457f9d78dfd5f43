"""Pace: the time of a storm. It runs many times as fast as a wall clock, so that leases of minutes lapse in seconds.

Every quarter of a minute it jumps, backwards and forwards in turn, for real clocks are set too. It is a function of the
database's own time: all processes agree on it, the helpdesk's included.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from slaclock.instant import SECOND
from slaclock.store import Store

JUMP = 90 * SECOND
"""How far the clock jumps."""
TURN = 15 * SECOND
"""How long it stays there, in real time."""


@dataclass(frozen=True, slots=True)
class World:
    """Where a storm takes place: its folder, the stores' address, and the pace of its time (microseconds)."""

    folder: Path
    url: str
    born: int
    start: int
    speed: int
    desks: Mapping[str, str]
    """The helpdesks' addresses by tenant; `receiver` is where notices go, `door` where webhooks do."""

    def time(self, real: int) -> int:
        """The storm's time at a real instant."""
        passed = real - self.born
        return self.start + passed * self.speed - (JUMP if passed // TURN % 2 else 0)

    def save(self) -> None:
        """Write it down for the other processes."""
        told = {**asdict(self), "folder": str(self.folder)}
        (self.folder / "world.json").write_text(json.dumps(told), encoding="utf-8")


def load(folder: Path) -> World:
    """The storm that takes place in a folder."""
    told: dict[str, Any] = json.loads((folder / "world.json").read_text(encoding="utf-8"))
    told["folder"] = folder
    return World(**told)


class Hurried(Store):
    """A store whose time is the storm's."""

    __slots__ = ("world",)
    world: World

    @classmethod
    def of(cls, store: Store, world: World) -> Hurried:
        """The same store with another time."""
        made = cls(store.database, store.fault)
        object.__setattr__(made, "world", world)
        return made

    def now(self) -> int:
        """The database's time, hurried."""
        return self.world.time(super().now())
