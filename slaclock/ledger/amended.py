"""A promise that cannot be kept is told anew before it lapses; one that stands is said in the same words of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from slaclock.desk import Desk
from slaclock.instant import from_us, to_us
from slaclock.ledger.entry import REPLY, Row, of_clock, spoken_of, was_late
from slaclock.ledger.spoken import promised
from slaclock.outlook import Outlook
from slaclock.policy.policy import Kind
from slaclock.promise.amend import Amendment, Change, Courtesy, Told, amend
from slaclock.promise.fate import PromiseFate
from slaclock.promise.making import Manner
from slaclock.promise.promise import Promise, PromiseKind

SILENT = ("voice", "letter")
"""Channels on which nobody is written to unasked."""


@dataclass(frozen=True, slots=True)
class Amended:
    """What a customer is told now, beside what he was told last about the same clock.

    `promise` is in the words to be shown: those of the earlier promise where that one binds. `amendment` is None when
    nothing was told before.
    """

    promise: Promise
    before: Row | None = None
    amendment: Amendment | None = None

    @property
    def news(self) -> bool:
        """Whether this is the first promise about its clock, or another than the one told before."""
        return self.amendment is None or self.amendment.change in (Change.SHOW, Change.TELL)

    @property
    def reason(self) -> str | None:
        """Why it is another promise than the one told before."""
        return self.amendment.why if self.amendment is not None else None

    @property
    def better(self) -> int | None:
        """The better instant that was seen once and must last."""
        found = self.amendment.better if self.amendment is not None else None
        return to_us(found) if found is not None else None


def amended(desk: Desk, seen: Outlook, told: Sequence[Row], now: int, how: Manner) -> Amended:
    """What the customer of a ticket is told now, in the light of what the ledger has of it."""
    promise = promised(desk, seen, now, how)
    if promise.kind is PromiseKind.NONE:
        return _standing(desk, seen, told, now, how) or Amended(promise)
    clock = spoken_of(seen.readings, promise)
    mine = of_clock(told, clock) if clock is not None else []
    if any(map(was_late, mine)):
        # who was told a new instant once already, when it was late, is not put off again and again
        how = replace(how, habit=None)
        promise = promised(desk, seen, now, how)
    if not mine or mine[-1]["fate"] in (PromiseFate.WITHDRAWN, PromiseFate.KEPT):
        return Amended(promise)  # taken back, or kept: of a clock that goes on, something new is promised
    last = mine[-1]
    pushed = max((row["told_at"] for row in mine if row["via"] == REPLY), default=None)
    found = amend(_told(last, pushed), promise, _courtesy(desk, seen, promise))
    stands = promise.shown is not None and to_us(promise.shown) == last["shown"]
    binds = found.change is Change.KEEP and last["shown"] >= now and not stands
    return Amended(promised(desk, seen, now, how, last["shown"]) if binds else promise, last, found)


def _standing(desk: Desk, seen: Outlook, told: Sequence[Row], now: int, how: Manner) -> Amended | None:
    """What was told before and stands, where nothing could be promised now: nobody takes it back in silence."""
    running = {
        (each.metric, each.cycle) for each in seen.readings if each.kind == Kind.CUSTOMER and not each.stopped_at
    }
    for row in sorted(told, key=lambda row: row["told_at"], reverse=True):
        if row["fate"] == PromiseFate.OPEN and row["shown"] >= now and (row["metric"], row["cycle"]) in running:
            again = promised(desk, seen, now, how, row["shown"])
            if again.metric == row["metric"]:
                return Amended(again, row, amend(_told(row), again, _courtesy(desk, seen, again)))
    return None


def _told(row: Row, pushed: int | None = None) -> Told:
    better = row["better"]
    return Told(
        from_us(row["shown"]),
        from_us(pushed) if pushed is not None else None,
        from_us(better) if better is not None else None,
    )


def _courtesy(desk: Desk, seen: Outlook, promise: Promise) -> Courtesy:
    quiet = desk.quiet.at(promise.zone) if desk.quiet is not None else None
    return Courtesy.on(seen.ticket.channel, quiet, unasked=seen.ticket.channel not in SILENT)
