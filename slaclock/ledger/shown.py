"""A customer looks at his ticket: what he reads there is written down when it is news to him."""

from __future__ import annotations

from dataclasses import dataclass

from slaclock.desk import Desk
from slaclock.ledger.amended import Amended, amended
from slaclock.ledger.entry import entry
from slaclock.ledger.record import record
from slaclock.ledger.spoken import manner, usual
from slaclock.outlook import Outlook, outlook
from slaclock.promise.making import Manner
from slaclock.promise.promise import Promise
from slaclock.store import Store, Unit, events, ledger, tickets


@dataclass(frozen=True, slots=True)
class Look:
    """What a ticket's customer is told at one look, before anything of it is written down."""

    seen: Outlook
    how: Manner
    found: Amended
    via: str
    now: int

    @property
    def promise(self) -> Promise:
        """What he is told, if it is no news."""
        return self.found.promise

    @property
    def news(self) -> bool:
        """Whether the ledger has to say anything new. Whoever looks again at what he was told costs no write."""
        if self.found.news:
            return entry(self.seen, self.found.promise, (), self.via) is not None
        return self.found.before is not None and self.found.better != self.found.before["better"]


def look(store: Store, desk: Desk, ticket: str, now: int, via: str, how: Manner) -> Look | None:
    """What a ticket's customer is told now; None if there is no such ticket."""
    with store.reading() as unit:
        told = events.told(unit, desk.place, sorted(events.family(unit, desk.place, [ticket])))
        before = ledger.of(unit, desk.place, [ticket])
        habit = usual(unit, desk)
    seen = outlook(desk.config, told, now).get(ticket)
    if seen is None:
        return None
    spoken = manner(seen, habit, how.zone, how.locale)
    return Look(seen, spoken, amended(desk, seen, before, now, spoken), via, now)


def write_down(store: Store, desk: Desk, look: Look) -> Promise:
    """Write down what is told at a look, and tell it; somebody may have looked meanwhile, so it is worked out anew."""
    ticket = look.seen.ticket.id
    with store.unit() as unit:
        tickets.lock(unit, desk.place, [ticket], look.now)
        found = amended(desk, look.seen, ledger.of(unit, desk.place, [ticket]), look.now, look.how)
        _write(unit, desk, found, look)
        unit.fault("ledger: promise shown")
    return found.promise


def _write(unit: Unit, desk: Desk, found: Amended, look: Look) -> None:
    before = found.before
    told = ledger.of(unit, desk.place, [look.seen.ticket.id])
    row = entry(look.seen, found.promise, told, look.via, found.reason) if found.news else None
    if row is not None:
        record(unit, desk, row)
    elif before is not None and found.better != before["better"]:
        ledger.better(unit, desk.place, before, found.better)
