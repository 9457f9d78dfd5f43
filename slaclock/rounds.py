"""The rounds a worker makes, over and over: read what came, fire, send, ask, report, learn, put in order."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from slaclock.app import App
from slaclock.desk import Desk
from slaclock.housekeep import housekeep
from slaclock.ingest import refetch, understand
from slaclock.instant import HOUR, MINUTE, SECOND
from slaclock.learn import learn
from slaclock.poll import poll
from slaclock.report import report
from slaclock.sync import sync
from slaclock.tick import tick

_LOG = logging.getLogger("slaclock.rounds")


@dataclass(frozen=True, slots=True)
class Round:
    """One thing to do again and again: how often (microseconds), and what; it answers how much there was to do."""

    name: str
    every: int
    make: Callable[[App], int]


def each_desk(app: App, make: Callable[[Desk], int]) -> int:
    """Every desk in its turn; what goes wrong at one is raised once all the others had theirs."""
    done, failures = 0, list[Exception]()
    for desk in app.desks.values():
        try:
            done += make(desk)
        except Exception as error:  # noqa: BLE001 - one desk must not keep the others waiting
            _LOG.exception("a desk's turn failed", extra={"helpdesk": desk.helpdesk})
            failures.append(error)
    if failures:
        raise failures[0]
    return done


def _read(app: App) -> int:
    def read(desk: Desk) -> int:
        return understand(app.store, desk, app.now()) + refetch(app.store, desk, app.now(), clock=app.now)

    return each_desk(app, read)


def _tick(app: App) -> int:
    now = app.now()
    return each_desk(app, lambda desk: tick(app.store, [desk], now).claimed) if app.believes(now) else 0


def _sync(app: App) -> int:
    return each_desk(app, lambda desk: sync(app.store, desk, app.now).claimed)


def _poll(app: App) -> int:
    return each_desk(app, lambda desk: poll(app.store, desk, app.now(), clock=app.now))


def _report(app: App) -> int:
    now = app.now()
    return each_desk(app, lambda desk: report(app.store, desk, now)) if app.believes(now) else 0


def _learn(app: App) -> int:
    now = app.now()
    return each_desk(app, lambda desk: learn(app.store, desk, now)) if app.believes(now) else 0


def _housekeep(app: App) -> int:
    now = app.now()
    if not app.believes(now):  # what seems old enough to be removed may be of yesterday
        return 0

    def keep(desk: Desk) -> int:
        kept = housekeep(app.store, desk, now)
        return kept.deliveries + kept.messages + kept.reread

    return each_desk(app, keep)


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
