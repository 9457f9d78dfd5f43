"""Looks for everything that must not be found, and reads tickets again to compare the cache with the truth."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from slaclock.desk import Desk
from slaclock.doctor.invariants import LATE, invariants
from slaclock.instant import format_instant
from slaclock.leap import doubt
from slaclock.planning import hold, reread
from slaclock.store import Store, Unit, heartbeats, marks
from slaclock.store.tables import tickets, timers

SKEW = 5_000_000
"""How far a worker's clock may be from the database's, in microseconds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked for, how often it was found, where for example, and whether that means the store is broken."""

    name: str
    meaning: str
    count: int
    examples: tuple[str, ...] = ()
    broken: bool = False

    @property
    def fine(self) -> bool:
        """Whether nothing was found."""
        return self.count == 0


def doctor(store: Store, desk: Desk, now: int, *, sample: int = 100, wall: int | None = None) -> list[Finding]:
    """Every invariant with what was found against it. `wall` is the caller's own clock, compared with the store's."""
    found: list[Finding] = []
    with store.reading() as unit:
        for each in invariants(desk.config_id, desk.words):
            query = each.query(desk.place, now)
            count = unit.run(select(func.count()).select_from(query.subquery())).scalar_one()
            rows = unit.run(query.limit(5)).scalars().all() if count else ()
            examples = tuple(str(row) for row in rows)
            found.append(Finding(each.name, each.meaning, count, examples, each.broken and count > 0))
        found.append(_silent_workers(unit, desk.tenant, now))
        found += _time(unit, desk.tenant, now)
    found.append(_cache(store, desk, now, sample))
    if wall is not None:
        off = abs(wall - now) > SKEW
        found.append(Finding("clock skew", "this clock and the database's differ by seconds", int(off), (), off))
    return found


def _silent_workers(unit: Unit, tenant: str, now: int) -> Finding:
    late = [row for row in heartbeats.all_of(unit, tenant) if row["at"] < now - LATE]
    names = tuple(f"{row['worker']} {row['round']}" for row in late)
    return Finding("workers silent", "a worker has not made its round for five minutes", len(late), names[:5])


def _time(unit: Unit, tenant: str, now: int) -> list[Finding]:
    leapt, mark = doubt(unit, tenant, now), marks.of(unit, tenant)
    told = (f"from {format_instant(leapt.since)} to {format_instant(leapt.to)}",) if leapt is not None else ()
    meaning = "time leapt ahead, so nothing fires; if it is right: slaclock time --confirm"
    back = mark is not None and now < mark["latest"] - SKEW
    return [
        Finding("time in doubt", meaning, len(told), told, bool(told)),
        Finding("time set back", "it has been later already; what is due waits until then", int(back)),
    ]


def _cache(store: Store, desk: Desk, now: int, sample: int) -> Finding:
    """Read some tickets again and compare their timers with the stored ones; nothing is written."""
    with store.trial() as unit:
        # what is due is about to change anyway
        mine = (timers.c.tenant == tickets.c.tenant, timers.c.helpdesk == tickets.c.helpdesk)
        due = select(timers.c.id).where(*mine, timers.c.ticket == tickets.c.ticket, timers.c.at <= now).exists()
        query = select(tickets.c.ticket).where(desk.place.of(tickets), tickets.c.config == desk.config_id, ~due)
        names = unit.run(query.order_by(tickets.c.read_at.desc()).limit(sample)).scalars().all()
        hold(unit, desk, names, now)
        different = tuple(name for name in names if _differs(unit, desk, name, now))
    meaning = "timers say something else than the facts, if these can be read at all; they are a cache: read them anew"
    return Finding("cache wrong", meaning, len(different), different[:5], bool(different))


def _differs(unit: Unit, desk: Desk, name: str, now: int) -> bool:
    try:
        with unit.connection.begin_nested():
            again = reread(unit, desk, [name], now, fresh=False)
    except Exception:  # noqa: BLE001 - whatever keeps it from being read, there is nothing that its timers could say
        return True
    return again.timers_changed > 0 or again.due_dates > 0
