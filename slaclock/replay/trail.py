"""A trail of promises: what a customer would have been told about one run of a clock, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from slaclock.instant import from_us, to_length, to_us
from slaclock.promise.amend import Change, Courtesy, Told, amend
from slaclock.promise.fate import PromiseFate, Run, fate_of
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
    run: Run | None = None
    """What is known of the clock in the end."""
    _latest_at: int = 0
    _pushed_at: int | None = None
    _better: int | None = None

    def look(self, found: Prospect, courtesy: Courtesy) -> int | None:
        """Take in what could be promised now; answers with when to look again if a message must wait."""
        self.lapsed |= self.latest is not None and found.now > self.latest
        if self.lapsed:  # whatever he could be shown from now on mends nothing
            return None
        told = Told(_at(self.latest), _at(self._pushed_at), _at(self._better))
        verdict = amend(told, found, courtesy)
        self._better = to_us(verdict.better) if verdict.better is not None else None
        if verdict.change in (Change.TELL, Change.SHOW):
            self._replace(found, pushed=verdict.change is Change.TELL)
        return to_us(verdict.look_again) if verdict.look_again is not None else None

    def _replace(self, found: Prospect, *, pushed: bool) -> None:
        self.latest, self._latest_at = found.rounded.at if found.rounded is not None else None, found.now
        if pushed:
            self.told, self._pushed_at = self.told + 1, found.now

    def kept_first(self, now: int) -> PromiseFate:
        """Whether the answer came by the instant that was told at first."""
        return fate_of(self.made_at, self.first, self.run, now)

    def kept_latest(self, now: int) -> PromiseFate:
        """Whether the answer came by the instant that was told last."""
        if self.latest is None:
            return PromiseFate.WITHDRAWN
        return fate_of(max(self.made_at, self._latest_at), self.latest, self.run, now)

    def gap(self, now: int) -> timedelta | None:
        """How long after the instant told at first the answer came; negative before it, None if it was taken back."""
        at = self.run.answered_at(self.made_at) if self.run is not None else None
        return None if at is None or self.kept_first(now) is PromiseFate.WITHDRAWN else to_length(at - self.first)


def _at(us: int | None) -> datetime | None:
    return from_us(us) if us is not None else None
