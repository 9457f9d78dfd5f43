"""What has become of a promise: kept, broken, or nothing that could be either any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from slaclock.clock.reading import Reading
from slaclock.desk import Desk
from slaclock.ledger.entry import Row
from slaclock.outlook import Outlook
from slaclock.policy.policy import Kind
from slaclock.promise.fate import PromiseFate, answered_at, fate_of
from slaclock.store import ledger
from slaclock.store.ledger import JUDGED
from slaclock.store.unit import Unit


def judge(unit: Unit, desk: Desk, found: Mapping[str, Outlook], told: Iterable[Row], now: int) -> dict[str, int]:
    """Say of every promise what has become of it; answers with the next instant at which one lapses, by ticket."""
    lapses: dict[str, int] = {}
    for row in told:
        if row["fate"] not in JUDGED:
            continue
        clock = _clock(found.get(row["ticket"]), row)
        fate, answer = fate_of(row["shown"], clock, now), answered_at(clock)
        if (fate, answer) != (row["fate"], row["answered_at"]):
            ledger.judge(unit, desk.place, row, fate, now, answer)
            unit.fault("ledger: promise judged")
        if fate is PromiseFate.OPEN:
            lapses[row["ticket"]] = min(row["shown"] + 1, lapses.get(row["ticket"], row["shown"] + 1))
    return lapses


def _clock(seen: Outlook | None, row: Row) -> Reading | None:
    """The clock that was promised about, whatever policy it is judged by now."""
    readings = seen.readings if seen is not None else ()
    mine = (each for each in readings if (each.metric, each.cycle) == (row["metric"], row["cycle"]))
    return next((each for each in mine if each.kind == Kind.CUSTOMER), None)
