"""A promise is written down as it is told; its ticket is looked at when it lapses."""

from __future__ import annotations

from slaclock.desk import Desk
from slaclock.ledger.entry import Row, was_late
from slaclock.store import ledger, timers
from slaclock.store.unit import Unit


def record(unit: Unit, desk: Desk, row: Row) -> None:
    """Write down what a customer is told; his ticket is locked.

    Of a clock that runs, somebody looks at the deadline anyway, and the promise lapses after that. Of a late one nobody
    would.
    """
    if ledger.write(unit, desk.place, row) and was_late(row):
        timers.look(unit, desk.place, row["ticket"], row["shown"] + 1)
