"""What becomes of a promise to answer by an instant: kept, broken, or nothing that could be either any more."""

from __future__ import annotations

from enum import StrEnum

from slaclock.clock.reading import Reading, State
from slaclock.instant import to_us
from slaclock.policy.metric import Outcome

_ANSWERED = (Outcome.MET, Outcome.MISSED)


class PromiseFate(StrEnum):
    """What became of a promise to answer by an instant."""

    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"
    """It could no longer be kept or broken: the ticket came to wait for somebody else, or nothing was owed any more."""
    OPEN = "open"


def fate_of(shown: int, clock: Reading | None, now: int) -> PromiseFate:
    """What has become of a promise by `now`: `clock` is the run it is about, None if there is no such run any more."""
    answered = answered_at(clock)
    if answered is not None:
        return PromiseFate.KEPT if answered <= shown else PromiseFate.BROKEN
    if clock is None or (clock.state is State.PAUSED and not clock.breached):
        return PromiseFate.WITHDRAWN
    if clock.stopped_at is not None:
        return PromiseFate.BROKEN if to_us(clock.stopped_at) > shown else PromiseFate.WITHDRAWN
    return PromiseFate.BROKEN if now > shown else PromiseFate.OPEN


def answered_at(clock: Reading | None) -> int | None:
    """When the answer came (microseconds)."""
    if clock is None or clock.stopped_at is None or clock.outcome not in _ANSWERED:
        return None
    return to_us(clock.stopped_at)
