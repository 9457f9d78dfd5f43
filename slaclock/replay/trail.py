"""A trail of promises: what a customer would have been told about one run of a clock, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from slaclock.clock.reading import Reading
from slaclock.instant import from_us, to_length, to_us
from slaclock.promise.amend import Change, Courtesy, Told, amend
from slaclock.promise.fate import PromiseFate, answered_at, fate_of
from slaclock.promise.promise import PromiseKind
from slaclock.promise.prospect import Prospect


@dataclass(slots=True)
class PromiseTrail:
    """What was told about one run of a clock, from the first promise to the latest; instants in microseconds.

    `latest` is None while the ticket waits and an answer is promised for after the customer's reply only. `told` counts
    the messages that told a later one.
    """

    ticket: str
    metric: str
    cycle: int
    made_at: int
    first: int
    latest: int | None
    told: int = 0
    lapsed: bool = False
    first_withdrawn: bool = False
    _pushed_at: int | None = None
    _better: int | None = None

    def look(self, found: Prospect, courtesy: Courtesy) -> int | None:
        """Take in what could be promised now; answers with when to look again if a message must wait."""
        if self.lapsed:
            return None
        told = Told(_at(self.latest), _at(self._pushed_at), _at(self._better))
        verdict = amend(told, found, courtesy)
        self._better = to_us(verdict.better) if verdict.better is not None else None
        self.lapsed = verdict.change is Change.LAPSED
        if verdict.change in (Change.TELL, Change.SHOW):
            self._replace(found, pushed=verdict.change is Change.TELL)
        return to_us(verdict.look_again) if verdict.look_again is not None else None

    def _replace(self, found: Prospect, *, pushed: bool) -> None:
        if found.kind is PromiseKind.PAUSED:
            self.first_withdrawn |= found.now <= self.first
        self.latest = found.rounded.at if found.rounded is not None else None
        if pushed:
            self.told, self._pushed_at = self.told + 1, found.now

    def kept_first(self, reading: Reading | None, now: int) -> PromiseFate:
        """Whether the answer came by the instant that was told at first."""
        fate = fate_of(self.first, reading, now)
        return PromiseFate.WITHDRAWN if self.first_withdrawn and fate is not PromiseFate.KEPT else fate

    def kept_latest(self, reading: Reading | None, now: int) -> PromiseFate:
        """Whether the answer came by the instant that was told last."""
        return PromiseFate.WITHDRAWN if self.latest is None else fate_of(self.latest, reading, now)

    def gap(self, reading: Reading | None) -> timedelta | None:
        """How long after the instant told at first the answer came; negative before it, None if it was taken back."""
        at = answered_at(reading)
        return None if at is None or self.first_withdrawn else to_length(at - self.first)


def _at(us: int | None) -> datetime | None:
    return from_us(us) if us is not None else None
