"""An entry of the ledger: which clock is spoken of, what was said, and how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from slaclock.clock.reading import Reading, State
from slaclock.instant import to_us
from slaclock.outlook import Outlook
from slaclock.policy.policy import Kind
from slaclock.promise.promise import Promise, PromiseKind

Row = Mapping[str, Any]
REPLY = "reply"
"""Told by a message of our own, through the helpdesk."""
WIDGET = "widget"
"""Read by the customer on a page."""


def entry(
    seen: Outlook, promise: Promise, told: Iterable[Row], via: str, reason: str | None = None
) -> dict[str, Any] | None:
    """The row of a promise that is told now; None where nothing is promised that could be kept or broken.

    `told` is what the ledger has of the ticket: this promise is the next of its clock.
    """
    clock = spoken_of(seen.readings, promise)
    if clock is None or promise.deadline is None or promise.shown is None:
        return None
    return {
        "ticket": clock.ticket,
        "metric": clock.metric,
        "cycle": clock.cycle,
        "number": 1 + len(of_clock(told, clock)),
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


def spoken_of(readings: Iterable[Reading], promise: Promise) -> Reading | None:
    """The clock that a promise of an instant speaks of: the one of its metric that has not stopped."""
    if promise.kind not in (PromiseKind.REPLY_BY, PromiseKind.OVERDUE):
        return None
    mine = [each for each in readings if each.metric == promise.metric and each.kind == Kind.CUSTOMER]
    return next((each for each in reversed(mine) if each.state is not State.STOPPED), None)


def was_late(row: Row) -> bool:
    """Whether a promise was told when its deadline had passed already."""
    return bool(row["told_at"] > row["deadline"])


def of_ticket(told: Iterable[Row], ticket: str) -> list[Row]:
    """What was told about a ticket."""
    return [row for row in told if row["ticket"] == ticket]


def of_clock(told: Iterable[Row], clock: Reading) -> list[Row]:
    """What was told about a clock, the first first."""
    return [row for row in told if (row["metric"], row["cycle"]) == (clock.metric, clock.cycle)]
