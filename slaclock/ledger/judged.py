"""What has become of a promise: kept, broken, or nothing that could be either any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from slaclock.clock.reading import Reading, State
from slaclock.desk import Desk
from slaclock.instant import to_us
from slaclock.ledger.entry import Row
from slaclock.outlook import Outlook
from slaclock.policy.metric import Outcome
from slaclock.policy.policy import Kind
from slaclock.store import ledger
from slaclock.store.ledger import JUDGED, PromiseState
from slaclock.store.unit import Unit

_ANSWERED = (Outcome.MET, Outcome.MISSED)


def judge(unit: Unit, desk: Desk, found: Mapping[str, Outlook], told: Iterable[Row], now: int) -> dict[str, int]:
    """Say of every promise what has become of it; answers with the next instant at which one lapses, by ticket."""
    lapses: dict[str, int] = {}
    for row in told:
        if row["state"] not in JUDGED:
            continue
        state, answered_at = state_of(row["shown"], _clock(found.get(row["ticket"]), row), now)
        if (state, answered_at) != (row["state"], row["answered_at"]):
            ledger.judge(unit, desk.place, row, state, now, answered_at)
            unit.fault("ledger: promise judged")
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
    stopped, answered = to_us(clock.stopped_at), clock.outcome in _ANSWERED
    if stopped > shown:
        return PromiseState.BROKEN, stopped if answered else None
    return (PromiseState.KEPT, stopped) if answered else (PromiseState.WITHDRAWN, None)


def _clock(seen: Outlook | None, row: Row) -> Reading | None:
    """The clock that was promised about, whatever policy it is judged by now."""
    readings = seen.readings if seen is not None else ()
    mine = (each for each in readings if (each.metric, each.cycle) == (row["metric"], row["cycle"]))
    return next((each for each in mine if each.kind == Kind.CUSTOMER), None)
