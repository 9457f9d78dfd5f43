"""apology: a customer who was promised an answer that will come later is told so before the promise lapses, once."""

from __future__ import annotations

from collections.abc import Sequence

from slaclock.actions import promise_row
from slaclock.desk import Desk
from slaclock.instant import to_us
from slaclock.ledger import REPLY, Row, amended, entry, manner
from slaclock.outlook import Outlook
from slaclock.promise.amend import Change
from slaclock.promise.fate import PromiseFate
from slaclock.promise.habit import Habits
from slaclock.promise.language import language_of
from slaclock.store import ledger, outbox
from slaclock.store.unit import Unit


def apologise(unit: Unit, desk: Desk, seen: Outlook, told: Sequence[Row], habit: Habits | None, now: int) -> int | None:
    """Write to the customer if he must be told a later promise now; answers with when to look again, if it must wait.

    Only who was written to before is written to again: whoever reads a page sees there what holds.
    """
    if not any(row["via"] == REPLY and row["fate"] == PromiseFate.OPEN for row in told):
        return None
    found = amended(desk, seen, told, now, manner(seen, habit))
    if found.amendment is None or found.amendment.change is not Change.TELL:
        again = found.amendment.look_again if found.amendment is not None else None
        return to_us(again) if again is not None else None
    row = entry(seen, found.promise, told, REPLY, found.amendment.why)
    if row is not None:
        sorry = language_of(found.promise.locale).say("overdue")
        outbox.post(unit, [promise_row(desk, row, f"{sorry} {found.promise.text}", now)])
        unit.fault("apology: message written")
        ledger.write(unit, desk.place, row)
        unit.fault("apology: promise written down")
    return None
