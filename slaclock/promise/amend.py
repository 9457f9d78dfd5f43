"""When a promise already told must be told anew: neither flapping nor creeping, and never after it has lapsed (P7).

The promise a customer was told binds until he is told another. A later one is worth a message only if the desk now
means to answer after the instant it named, by a whole step of the rounding and a quarter of what is left to wait; and
it must reach him before the earlier one lapses. A better one is shown where he looks, never sent, and only once it has
lasted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from slaclock.errors import NeverCloses
from slaclock.hours.calendar import Calendar
from slaclock.instant import HOUR, MINUTE, from_us, to_us
from slaclock.promise.promise import Promise, PromiseKind
from slaclock.promise.prospect import Prospect
from slaclock.promise.rounding import quantum

GAP = HOUR
"""Between two messages nobody asked for."""
CHAT_GAP = 5 * MINUTE
LATER = 4
"""One part in so many of what is left to wait: what a later promise must add to be worth a message."""
BETTER = 2
"""Steps of the rounding by which a better promise must be better."""


class Change(StrEnum):
    """What becomes of a promise already told."""

    KEEP = "keep"
    """It stands, whatever the present one says."""
    TELL = "tell"
    """A later one is due, and the customer is to be told now."""
    SHOW = "show"
    """A better one, a condition, or a new one in place of one that lapsed: shown where he looks, not sent."""
    LAPSED = "lapsed"
    """Its instant has passed without an answer and no other can be named: it is broken, and no amendment mends it."""


@dataclass(frozen=True, slots=True)
class Told:
    """The last promise a customer was told: the instant it named (None: an answer after his own reply).

    `pushed_at` is when he was last written to unasked, `better` the better instant that the last look found, if it did.
    """

    shown: datetime | None
    pushed_at: datetime | None = None
    better: datetime | None = None


@dataclass(frozen=True, slots=True)
class Courtesy:
    """When a customer may be written to unasked: not twice within `gap`, not while `quiet` is open, or not at all."""

    gap: int = GAP
    quiet: Calendar | None = None
    unasked: bool = True

    @classmethod
    def on(cls, channel: str | None, quiet: Calendar | None = None, *, unasked: bool = True) -> Courtesy:
        """What is usual on a channel: in a chat a message every five minutes, elsewhere every hour."""
        return cls(CHAT_GAP if channel == "chat" else GAP, quiet, unasked)

    def not_before(self, at: int, pushed_at: int | None) -> int | None:
        """The first instant from `at` on at which a message may go out; None: never."""
        if not self.unasked:
            return None
        if pushed_at is not None:
            at = max(at, pushed_at + self.gap)
        if self.quiet is None or not self.quiet.index.is_open(at):
            return at
        try:
            return self.quiet.index.next_closing(at)
        except NeverCloses:
            return None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What to do about a promise, and why; `look_again` is when a message that must wait may go out.

    `better` is to be kept with the promise and handed back at the next look.
    """

    change: Change
    why: str
    look_again: datetime | None = None
    better: datetime | None = None


def amend(told: Told, promise: Promise | Prospect, courtesy: Courtesy) -> Amendment:
    """What becomes of the promise a customer was told, now that the same facts would make this one."""
    now = to_us(promise.at)
    if told.shown is None:
        return _was_conditional(promise)
    shown = to_us(told.shown)
    if promise.kind is PromiseKind.PAUSED:
        return Amendment(Change.SHOW, "the ticket waits, so that no instant can be promised")
    if now > shown and promise.kind is not PromiseKind.NONE:
        return _lapsed(promise, now)
    if promise.kind is not PromiseKind.REPLY_BY or promise.deadline is None or promise.shown is None:
        return Amendment(Change.KEEP, "no other instant can be promised; what was told stands")
    present = to_us(promise.shown)
    if present < shown:
        return _better(told, shown, promise, BETTER * quantum(shown - now))
    if to_us(promise.deadline) <= shown:
        return Amendment(Change.KEEP, "what was told still holds")
    if present - shown < max(quantum(shown - now), (shown - now) / LATER):
        return Amendment(Change.KEEP, "the new one is hardly later; what was told binds")
    return _later(told, shown, now, courtesy)


def _was_conditional(promise: Promise | Prospect) -> Amendment:
    if promise.kind is PromiseKind.REPLY_BY:
        return Amendment(Change.SHOW, "the wait is over, so that an instant can be promised again")
    return Amendment(Change.KEEP, "an answer was promised for after the customer's reply")


def _lapsed(promise: Promise | Prospect, now: int) -> Amendment:
    why = "the promised instant has passed without an answer"
    if promise.shown is not None and to_us(promise.shown) > now:
        return Amendment(Change.SHOW, f"{why}; a new one is named")
    return Amendment(Change.LAPSED, why)


def _later(told: Told, shown: int, now: int, courtesy: Courtesy) -> Amendment:
    at = courtesy.not_before(now, to_us(told.pushed_at) if told.pushed_at is not None else None)
    if at is None or at >= shown:
        return Amendment(Change.KEEP, "the customer cannot be told before it lapses; what was told binds")
    if at > now:
        return Amendment(Change.KEEP, "the customer is not to be disturbed yet", from_us(at))
    return Amendment(Change.TELL, "the desk will answer later than it said")


def _better(told: Told, shown: int, promise: Promise | Prospect, step: int) -> Amendment:
    """An improvement counts once two looks in a row have found one."""
    if promise.shown is None or shown - to_us(promise.shown) < step:
        return Amendment(Change.KEEP, "the new one is hardly better")
    if told.better is None or shown - to_us(told.better) < step:
        return Amendment(Change.KEEP, "a better one was seen once; it must last", better=promise.shown)
    return Amendment(Change.SHOW, "the desk will answer sooner than it said")
