"""A customer looks at his ticket: what he reads there is written down when it is news to him."""

from __future__ import annotations

from slaclock.desk import Desk
from slaclock.ledger.amended import Amended, amended
from slaclock.ledger.entry import entry
from slaclock.ledger.spoken import manner
from slaclock.outlook import Outlook, outlook
from slaclock.promise.making import Manner
from slaclock.promise.promise import Promise
from slaclock.store import Store, Unit, events, ledger, tickets


def show(store: Store, desk: Desk, ticket: str, now: int, via: str, how: Manner) -> Promise | None:
    """What a ticket's customer is told now; None if there is no such ticket.

    Whoever looks again at what he was told already costs no write.
    """
    with store.reading() as unit:
        told = events.told(unit, desk.place, sorted(events.family(unit, desk.place, [ticket])))
        before = ledger.of(unit, desk.place, [ticket])
    seen = outlook(desk.config, told, now).get(ticket)
    if seen is None:
        return None
    spoken = manner(seen, how.zone, how.locale)
    found = amended(desk, seen, before, now, spoken)
    if not _written(found, seen, via):
        return found.promise
    with store.unit() as unit:
        tickets.lock(unit, desk.place, [ticket], now)
        # somebody may have looked meanwhile
        found = amended(desk, seen, ledger.of(unit, desk.place, [ticket]), now, spoken)
        _write(unit, desk, found, seen, via)
        unit.fault("ledger: promise shown")
    return found.promise


def _written(found: Amended, seen: Outlook, via: str) -> bool:
    """Whether the ledger has to say anything new."""
    if found.news:
        return entry(seen, found.promise, (), via) is not None
    return found.before is not None and found.better != found.before["better"]


def _write(unit: Unit, desk: Desk, found: Amended, seen: Outlook, via: str) -> None:
    before = found.before
    reason = found.amendment.why if found.amendment is not None else None
    row = entry(seen, found.promise, ledger.of(unit, desk.place, [seen.ticket.id]), via, reason) if found.news else None
    if row is not None:
        ledger.write(unit, desk.place, row)
    elif before is not None and found.better != before["better"]:
        ledger.better(unit, desk.place, before, found.better)
