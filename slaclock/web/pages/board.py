"""The board: what a wallboard shows at an instant. It names tickets and promises, never a customer or a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slaclock.app import App
from slaclock.desk import Desk
from slaclock.errors import SlaclockError
from slaclock.instant import HOUR, MINUTE, from_us, to_us
from slaclock.policy.load import Config
from slaclock.policy.target import Target
from slaclock.store import board, heartbeats
from slaclock.web.pages.kept import kept_today
from slaclock.web.pages.level import Level, level_today

SOON = timedelta(minutes=30)
"""A clock is at risk when so little of its own time is left: open time, or wall time for a promise in wall time."""
AHEAD = HOUR
"""Clocks that turn within this are told one by one, so that a board turns by itself at their instants."""
SILENT = 2 * MINUTE
ANSWERS = ("first_response", "next_response", "queue_wait", "requester_wait")
"""Metrics in which somebody waits for an answer."""


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that runs: when it is at risk, and when it is due (microseconds UTC)."""

    key: str
    ticket: str
    metric: str
    priority: str | None
    risk_at: int
    due_at: int

    def to_dict(self) -> dict[str, Any]:
        """The clock as a board is told it; instants in milliseconds, as browsers count."""
        facts = {"ticket": self.ticket, "metric": self.metric.replace("_", " "), "priority": self.priority}
        return {**facts, "risk": self.risk_at / 1000, "due": self.due_at / 1000}


@dataclass(frozen=True, slots=True)
class Board:
    """Six figures and what they are made of, as they stand at `now`."""

    now: int
    clocks: tuple[Due, ...]
    """Those that turn soon and the next one that is due."""
    breached: int
    paused: int
    waiting: tuple[str, int] | None
    """The ticket whose customer waits longest for an answer, and since when."""
    level: Level
    kept: tuple[int, int] | None
    alive: bool

    @property
    def at_risk(self) -> int:
        """Clocks that are due soon."""
        return sum(each.risk_at <= self.now <= each.due_at for each in self.clocks)

    @property
    def next_due(self) -> Due | None:
        """The clock that is due first."""
        return min(
            (each for each in self.clocks if each.due_at >= self.now), key=lambda each: each.due_at, default=None
        )

    def to_dict(self) -> dict[str, Any]:
        """The board as browsers are told it; its clocks by their keys."""
        waiting = None if self.waiting is None else {"ticket": self.waiting[0], "since": self.waiting[1] / 1000}
        kept = None if self.kept is None else {"kept": self.kept[0], "of": self.kept[1]}
        figures = {"breached": self.breached, "paused": self.paused, "waiting": waiting, "kept": kept}
        clocks = {each.key: each.to_dict() for each in self.clocks}
        return {**figures, "level": self.level.to_dict(), "alive": self.alive, "clocks": clocks}


def board_of(app: App, now: int) -> Board:
    """The board of every helpdesk of a service together."""
    going: list[dict[str, Any]] = []
    with app.store.reading() as unit:
        for desk in app.desks.values():
            going += [{**row, "place": desk.helpdesk} for row in board.going(unit, desk.place)]
        alive = any(
            row["round"] == "tick" and now - row["at"] <= SILENT for row in heartbeats.all_of(unit, app.settings.tenant)
        )
    late = [row for row in going if is_late(row, now)]
    running = [row for row in going if row["deadline"] is not None and not is_late(row, now)]
    ahead = sorted(running, key=lambda row: int(row["deadline"]))
    asked = [row for row in going if row["metric"] in ANSWERS]
    oldest = min(asked, key=lambda row: row["started_at"], default=None)
    return Board(
        now=now,
        clocks=tuple(_told(app.config, ahead, now)),
        breached=len(late),
        paused=len(going) - len(late) - len(running),
        waiting=None if oldest is None else (oldest["ticket"], oldest["started_at"]),
        level=level_today(app, now),
        kept=kept_today(app, now),
        alive=alive,
    )


def is_late(row: Mapping[str, Any], now: int) -> bool:
    """Whether a stored clock is past its deadline by now; exactly at it, it is not."""
    return row["breached_at"] is not None or (row["deadline"] is not None and row["deadline"] < now)


def due(config: Config, row: Mapping[str, Any]) -> Due:
    """A stored clock that runs."""
    key = "/".join([row.get("place", ""), row["ticket"], row["policy"], row["metric"], str(row["cycle"])])
    return Due(key, row["ticket"], row["metric"], row["priority"], risk_at(config, row), row["deadline"])


def risk_at(config: Config, row: Mapping[str, Any]) -> int:
    """The instant at which only half an hour of a clock's own time is left."""
    return _moved(target_of(config, row), row["deadline"], -SOON)


def target_of(config: Config, row: Mapping[str, Any]) -> Target | None:
    """The promise a stored clock is measured by; None if the configuration does not know it any more."""
    for policy in config.policies:
        found = policy.target(row["metric"], row["priority"]) if policy.name == row["policy"] else None
        if found is not None:
            return found
    return None


def _told(config: Config, ahead: Sequence[Mapping[str, Any]], now: int) -> Iterator[Due]:
    """Clocks that turn soon, the next one that is due, and nothing that only matters much later.

    Thousands may run, so how far ahead matters is worked out once a promise and not once a clock.
    """
    edges: dict[tuple[str, str, str | None], int] = {}
    for place, row in enumerate(ahead):
        promise = (row["policy"], row["metric"], row["priority"])
        if promise not in edges:
            edges[promise] = _edge(config, row, now + AHEAD)
        if place == 0 or row["deadline"] <= edges[promise]:
            yield due(config, row)


def _edge(config: Config, row: Mapping[str, Any], at: int) -> int:
    """The latest deadline of a promise that is at risk at an instant."""
    return _moved(target_of(config, row), at, SOON)


def _moved(target: Target | None, at: int, length: timedelta) -> int:
    """An instant moved by a promise's own time; by wall time where it is not known any more or never open again."""
    try:
        if target is not None:
            calendar = target.budget.on(target.calendar)
            return to_us(calendar.add(from_us(at, calendar.zone), length))
    except SlaclockError:
        pass
    return at + length // timedelta(microseconds=1)


def desks_of(app: App, name: str | None) -> list[Desk]:
    """The helpdesks a page is about: the one named, or all."""
    return [app.desk(name)] if name else list(app.desks.values())
