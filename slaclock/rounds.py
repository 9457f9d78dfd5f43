"""The rounds a worker makes, over and over: read what came, fire, send, ask, report, learn, put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from slaclock.app import App
from slaclock.housekeep import housekeep
from slaclock.ingest import refetch, understand
from slaclock.instant import HOUR, MINUTE, SECOND
from slaclock.learn import learn
from slaclock.poll import poll
from slaclock.report import report
from slaclock.sync import sync
from slaclock.tick import tick


@dataclass(frozen=True, slots=True)
class Round:
    """One thing to do again and again: how often (microseconds), and what; it answers how much there was to do."""

    name: str
    every: int
    make: Callable[[App], int]


def _read(app: App) -> int:
    return sum(
        understand(app.store, desk, app.now()) + refetch(app.store, desk, app.now(), clock=app.now)
        for desk in app.desks.values()
    )


def _tick(app: App) -> int:
    now = app.now()
    return tick(app.store, app.desks.values(), now).claimed if app.believes(now) else 0


def _sync(app: App) -> int:
    return sum(sync(app.store, desk, app.now).claimed for desk in app.desks.values())


def _poll(app: App) -> int:
    return sum(poll(app.store, desk, app.now(), clock=app.now) for desk in app.desks.values())


def _report(app: App) -> int:
    now = app.now()
    return sum(report(app.store, desk, now) for desk in app.desks.values()) if app.believes(now) else 0


def _learn(app: App) -> int:
    now = app.now()
    return sum(learn(app.store, desk, now) for desk in app.desks.values()) if app.believes(now) else 0


def _housekeep(app: App) -> int:
    now = app.now()
    if not app.believes(now):  # what seems old enough to be removed may be of yesterday
        return 0
    kept = [housekeep(app.store, desk, now) for desk in app.desks.values()]
    return sum(each.deliveries + each.messages + each.reread for each in kept)


ROUNDS: Mapping[str, Round] = MappingProxyType(
    {
        each.name: each
        for each in (
            Round("read", SECOND, _read),
            Round("tick", SECOND, _tick),
            Round("sync", SECOND, _sync),
            Round("poll", 10 * SECOND, _poll),
            Round("report", HOUR, _report),
            Round("learn", HOUR, _learn),
            Round("housekeep", MINUTE, _housekeep),
        )
    }
)
"""Every round by its name. `poll` asks each helpdesk only as often as that helpdesk's cursor lets it."""


def chosen(names: Iterable[str]) -> tuple[Round, ...]:
    """Rounds by their names; KeyError names one there is not."""
    return tuple(ROUNDS[name] for name in names)
