"""The ledger: what customers are promised is written down as it is told, and what becomes of it is found out later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import available_timezones

from slaclock.clock.reading import Reading, State
from slaclock.desk import Desk
from slaclock.instant import to_us
from slaclock.outlook import Outlook
from slaclock.policy.metric import Outcome
from slaclock.policy.policy import Kind
from slaclock.promise.making import Manner, promise_of
from slaclock.promise.promise import Promise, PromiseKind
from slaclock.store import ledger
from slaclock.store.ledger import JUDGED, PromiseState
from slaclock.store.unit import Unit

Row = Mapping[str, Any]
REPLY = "reply"
"""Told by a message of our own, through the helpdesk."""

_ANSWERED = (Outcome.MET, Outcome.MISSED)


def manner(seen: Outlook, zone: str | None = None, locale: str | None = None) -> Manner:
    """How a ticket's customer is spoken to: as asked for, else by the fields `zone` and `language` of his ticket."""
    told = seen.ticket.fields.get("zone")
    known = told if isinstance(told, str) and told in available_timezones() else None
    return Manner(zone if zone is not None else known, locale)


def promised(desk: Desk, seen: Outlook, now: int, how: Manner) -> Promise:
    """What a ticket's customer is to be told now."""
    calendars = desk.config.calendars
    only = next(iter(calendars.values())) if len(calendars) == 1 else None
    return promise_of(seen.life, desk.config.metrics, now, how, desk=only, ticket=seen.ticket.id)


def entry(
    seen: Outlook, promise: Promise, told: Iterable[Row], via: str, reason: str | None = None
) -> dict[str, Any] | None:
    """The row of a promise that is told now; None where nothing is promised that could be kept or broken.

    `told` is what the ledger has of the ticket: this promise is the next of its clock.
    """
    clock = _clock(seen.readings, promise.metric) if promise.kind is PromiseKind.REPLY_BY else None
    if clock is None or promise.deadline is None or promise.shown is None:
        return None
    return {
        "ticket": clock.ticket,
        "metric": clock.metric,
        "cycle": clock.cycle,
        "number": 1 + sum((row["metric"], row["cycle"]) == (clock.metric, clock.cycle) for row in told),
        "policy": clock.policy,
        "priority": seen.ticket.priority,
        "via": via,
        "told_at": to_us(promise.at),
        "deadline": to_us(promise.deadline),
        "shown": to_us(promise.shown),
        "text": promise.text,
        "locale": promise.locale,
        "zone": promise.zone,
        "zone_known": promise.zone_known,
        "formula": promise.formula,
        "reason": reason,
        "judged_at": to_us(promise.at),
    }


def judge(unit: Unit, desk: Desk, found: Mapping[str, Outlook], told: Iterable[Row], now: int) -> dict[str, int]:
    """Say of every promise what has become of it; answers with the next instant at which one lapses, by ticket."""
    lapses: dict[str, int] = {}
    for row in told:
        if row["state"] not in JUDGED:
            continue
        seen = found.get(row["ticket"])
        state, answered_at = state_of(row["shown"], _cycle(seen, row), now)
        if (state, answered_at) != (row["state"], row["answered_at"]):
            ledger.judge(unit, desk.place, row, state, now, answered_at)
        if state is PromiseState.OPEN:
            lapses[row["ticket"]] = min(row["shown"] + 1, lapses.get(row["ticket"], row["shown"] + 1))
    return lapses


def state_of(shown: int, clock: Reading | None, now: int) -> tuple[PromiseState, int | None]:
    """What has become of a promise to answer by an instant, and when the answer came; no clock, nothing owed."""
    if clock is None:
        return PromiseState.WITHDRAWN, None
    if clock.stopped_at is None:
        if clock.state is State.PAUSED and not clock.breached:
            return PromiseState.WITHDRAWN, None
        return (PromiseState.BROKEN if now > shown else PromiseState.OPEN), None
    stopped = to_us(clock.stopped_at)
    if stopped > shown:
        return PromiseState.BROKEN, stopped if clock.outcome in _ANSWERED else None
    return (PromiseState.KEPT, stopped) if clock.outcome in _ANSWERED else (PromiseState.WITHDRAWN, None)


def _clock(readings: Iterable[Reading], metric: str | None) -> Reading | None:
    """The clock that a promise speaks of: the one of its metric that has not stopped."""
    mine = [each for each in readings if each.metric == metric and each.kind == Kind.CUSTOMER]
    return next((each for each in reversed(mine) if each.state is not State.STOPPED), None)


def _cycle(seen: Outlook | None, row: Row) -> Reading | None:
    """The clock that was promised about, whatever policy it is judged by now."""
    readings = seen.readings if seen is not None else ()
    mine = (each for each in readings if (each.metric, each.cycle) == (row["metric"], row["cycle"]))
    return next((each for each in mine if each.kind == Kind.CUSTOMER), None)
