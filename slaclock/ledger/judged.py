"""What has become of a promise: kept, broken, or nothing that could be either any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from slaclock.desk import Desk
from slaclock.ledger.entry import Row
from slaclock.outlook import Outlook
from slaclock.promise.fate import PromiseFate, Run, fate_of
from slaclock.store import ledger
from slaclock.store.unit import Unit


def judge(unit: Unit, desk: Desk, found: Mapping[str, Outlook], told: Iterable[Row], now: int) -> dict[str, int]:
    """Say of every promise what has become of it; answers with the next instant at which one lapses, by ticket.

    A promise belongs to the day on which its fate was found out; when the answer came may be learnt later.
    """
    lapses: dict[str, int] = {}
    for row in told:
        run = _run(desk, found.get(row["ticket"]), row, now)
        fate = fate_of(row["told_at"], row["shown"], run, now)
        answer = run.answered_at(row["told_at"]) if run is not None else None
        if (fate, answer) != (row["fate"], row["answered_at"]):
            ledger.judge(unit, desk.place, row, fate, row["judged_at"] if fate == row["fate"] else now, answer)
            unit.fault("ledger: promise judged")
        if fate is PromiseFate.OPEN:
            lapses[row["ticket"]] = min(row["shown"] + 1, lapses.get(row["ticket"], row["shown"] + 1))
    return lapses


def _run(desk: Desk, seen: Outlook | None, row: Row, now: int) -> Run | None:
    """The run of a clock that was promised about, whatever policy it is judged by now."""
    return Run.of(seen.life, desk.config.metrics, row["metric"], row["cycle"], now) if seen is not None else None
