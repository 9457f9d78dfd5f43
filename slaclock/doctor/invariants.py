"""What must never be found in a store: each invariant as the query for rows that break it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select

from slaclock.actions import ESCALATION, NOTIFY
from slaclock.instant import DAY, MINUTE
from slaclock.store import strange
from slaclock.store.outbox import DUE_DATE, OPEN, Fate
from slaclock.store.place import Place, same
from slaclock.store.tables import (
    clocks,
    conflicts,
    corrections,
    cursors,
    deliveries,
    events,
    firings,
    outbox,
    promises,
    strange_words,
    tickets,
    timers,
    wants,
)
from slaclock.store.wants import GIVEN_UP

Query = Callable[[Place, int], Select[Any]]

LATE = 5 * MINUTE
"""How late a timer or message may be before somebody should look."""
REMEMBERED = 89 * DAY
"""Messages older than this may have been removed."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """One thing to look for: its name, what it means when found, whether the store is broken then, and the query."""

    name: str
    meaning: str
    broken: bool
    query: Query


_STEP = ("ticket", "policy", "metric", "cycle", "step", "repeat")


def _caused() -> ColumnElement[bool]:
    """Whether a message was written by a firing: its cause begins with the firing's key."""
    key = firings.c.policy + "/" + firings.c.metric + "/" + cast(firings.c.cycle, String) + "/" + firings.c.step
    whole = key + "/" + cast(firings.c.repeat, String) + "/"
    return and_(same(outbox, firings, "ticket"), func.substr(outbox.c.cause, 1, func.length(whole)) == whole)


def _amended() -> ColumnElement[bool]:
    """Whether a message tells a later promise that the ledger has."""
    number = cast(promises.c.cycle, String) + "/" + cast(promises.c.number, String)
    return and_(same(outbox, promises, "ticket"), outbox.c.cause == "promise/" + promises.c.metric + "/" + number)


def _fired_and_armed(place: Place, _now: int) -> Select[Any]:
    return select(timers.c.ticket).join(firings, same(timers, firings, *_STEP)).where(place.of(timers))


def _without_ticket(place: Place, _now: int) -> Select[Any]:
    joined = select(timers.c.ticket).outerjoin(tickets, same(timers, tickets, "ticket"))
    return joined.where(place.of(timers), or_(tickets.c.ticket.is_(None), tickets.c.version != timers.c.version))


def _overdue(place: Place, now: int) -> Select[Any]:
    joined = select(timers.c.ticket).join(tickets, same(timers, tickets, "ticket"))
    return joined.where(place.of(timers), timers.c.at < now - LATE, tickets.c.failures == 0)


def _unreadable(place: Place, _now: int) -> Select[Any]:
    return select(tickets.c.ticket).where(place.of(tickets), tickets.c.failures > 0)


def _early(place: Place, _now: int) -> Select[Any]:
    return select(firings.c.ticket).where(place.of(firings), firings.c.fired_at < firings.c.deliver_at)


def _twice(place: Place, _now: int) -> Select[Any]:
    key = [firings.c[name] for name in _STEP]
    return select(firings.c.ticket).where(place.of(firings)).group_by(*key).having(func.count() > 1)


def _silent(place: Place, now: int) -> Select[Any]:
    loud = (place.of(firings), firings.c.muted.is_(False), firings.c.fired_at > max(now - REMEMBERED, 0))
    return select(firings.c.ticket).where(*loud, ~select(outbox.c.id).where(_caused()).exists())


def _uncaused(place: Place, now: int) -> Select[Any]:
    mine = (place.of(outbox), outbox.c.rank == ESCALATION, outbox.c.created_at > max(now - REMEMBERED, 0))
    caused = select(firings.c.ticket).where(_caused()).exists()
    return select(outbox.c.ticket).where(*mine, ~caused, ~select(promises.c.ticket).where(_amended()).exists())


def _doubled(place: Place, _now: int) -> Select[Any]:
    sent = (place.of(outbox), outbox.c.state == Fate.SENT)
    return select(outbox.c.action).where(*sent).group_by(outbox.c.action).having(func.count() > 1)


def _backwards(place: Place, _now: int) -> Select[Any]:
    # by the order of the line, and not by the wall: a clock may be set back between one message and the next
    older, newer = outbox.alias("older"), outbox.alias("newer")
    pair = and_(same(older, newer, "ticket", "account"), older.c.generation < newer.c.generation)
    dates = (
        place.of(older),  # type: ignore[arg-type]
        older.c.kind == DUE_DATE,
        newer.c.kind == DUE_DATE,
        newer.c.state.in_([Fate.SENT, Fate.FOUND]),
    )
    behind = or_(older.c.state.in_(OPEN), and_(older.c.state == Fate.SENT, older.c.id > newer.c.id))
    return select(older.c.ticket).join(newer, pair).where(*dates, behind)


def _promised_early(place: Place, _now: int) -> Select[Any]:
    return select(promises.c.ticket).where(place.of(promises), promises.c.shown < promises.c.deadline)


def _abreast(place: Place, _now: int) -> Select[Any]:
    sending = (place.of(outbox), outbox.c.state == Fate.SENDING)
    line = (outbox.c.ticket, outbox.c.account)
    return select(outbox.c.ticket).where(*sending).group_by(*line).having(func.count() > 1)


def _unpushed(place: Place, _now: int) -> Select[Any]:
    pushed = and_(same(outbox, tickets, "ticket"), outbox.c.generation == tickets.c.due_generation)
    due = (place.of(tickets), tickets.c.due_generation > 0)
    return select(tickets.c.ticket).where(*due, ~select(outbox.c.id).where(pushed, outbox.c.kind == DUE_DATE).exists())


def _orphans(place: Place, _now: int) -> Select[Any]:
    joined = select(events.c.ticket).outerjoin(tickets, same(events, tickets, "ticket"))
    return joined.where(place.of(events), tickets.c.ticket.is_(None))


def _clockless(place: Place, _now: int) -> Select[Any]:
    joined = select(clocks.c.ticket).outerjoin(tickets, same(clocks, tickets, "ticket"))
    return joined.where(place.of(clocks), tickets.c.ticket.is_(None))


def _baseless(place: Place, _now: int) -> Select[Any]:
    joined = select(corrections.c.ticket).outerjoin(firings, same(corrections, firings, *_STEP))
    return joined.where(place.of(corrections), firings.c.ticket.is_(None))


def _abandoned(place: Place, now: int) -> Select[Any]:
    late = and_(outbox.c.state == Fate.SENDING, outbox.c.next_at < now - LATE)
    return select(outbox.c.ticket).where(place.of(outbox), late)


def _stuck(place: Place, now: int) -> Select[Any]:
    late = and_(outbox.c.state.in_(OPEN), outbox.c.created_at < now - 12 * LATE)
    return select(outbox.c.ticket).where(place.of(outbox), late)


def _dead(place: Place, _now: int) -> Select[Any]:
    return select(outbox.c.ticket).where(place.of(outbox), outbox.c.state == Fate.DEAD)


def _doubtful(place: Place, _now: int) -> Select[Any]:
    blind = and_(outbox.c.doubtful, outbox.c.state == Fate.SENT, outbox.c.kind == NOTIFY)
    return select(outbox.c.ticket).where(place.of(outbox), blind)


def _unread(place: Place, now: int) -> Select[Any]:
    waiting = and_(deliveries.c.state == "waiting", deliveries.c.received_at < now - LATE)
    number = cast(deliveries.c.id, String)
    return select(number).where(place.of(deliveries), or_(waiting, deliveries.c.state == "failed"))


def _unfetched(place: Place, now: int) -> Select[Any]:
    late = (wants.c.asked_at < now - LATE, wants.c.next_at < GIVEN_UP)
    return select(wants.c.ticket).where(place.of(wants), *late)


def _refused(place: Place, _now: int) -> Select[Any]:
    return select(wants.c.ticket).where(place.of(wants), wants.c.next_at >= GIVEN_UP)


def _contradicted(place: Place, _now: int) -> Select[Any]:
    return select(conflicts.c.ticket).where(place.of(conflicts))


def _outdated(config: str) -> Query:
    return lambda place, _now: select(tickets.c.ticket).where(place.of(tickets), tickets.c.config != config)


def _unpolled(place: Place, now: int) -> Select[Any]:
    return select(cursors.c.helpdesk).where(place.of(cursors), cursors.c.moved_at < now - 3 * LATE)


def _strange(words: str) -> Query:
    named = strange_words.c.kind + " " + strange_words.c.word
    return lambda place, _now: select(named).where(strange.still(place, words))


def invariants(config: str, words: str = "") -> tuple[Invariant, ...]:
    """Everything to look for; `config` is the configuration in force, `words` what it says about the helpdesk's."""
    return (
        Invariant("fired and armed", "a step that was fired waits to be fired again", True, _fired_and_armed),
        Invariant("plan out of date", "a timer was planned on less than what is known", True, _without_ticket),
        Invariant("fired early", "a step was fired before it was due", True, _early),
        Invariant("fired twice", "two firings have one key", True, _twice),
        Invariant("fired silently", "a step was fired and no message of it exists", True, _silent),
        Invariant("message without cause", "an escalation was written that no step fired", True, _uncaused),
        Invariant("sent twice", "one action was sent by two messages", True, _doubled),
        Invariant("due date backwards", "an older due date is pushed after a newer one", True, _backwards),
        Invariant("promise too early", "a customer was promised an instant before the deadline", True, _promised_early),
        Invariant("line broken", "two messages for one ticket are under way at once", True, _abreast),
        Invariant("due date lost", "a due date was decided and no message of it exists", True, _unpushed),
        Invariant("facts without ticket", "events belong to no ticket", True, _orphans),
        Invariant("clocks without ticket", "readings belong to no ticket", True, _clockless),
        Invariant("correction without firing", "something is said about a step that was never fired", True, _baseless),
        Invariant("timers overdue", "timers wait for longer than five minutes: no tick", True, _overdue),
        Invariant(
            "tickets unreadable", "what is due of them fails and is tried again: the log says why", True, _unreadable
        ),
        Invariant("leases lapsed", "messages were taken up and never heard of again: no sync", True, _abandoned),
        Invariant("messages waiting", "messages wait for an hour: the helpdesk does not take them", False, _stuck),
        Invariant("dead letters", "messages were given up; see: slaclock outbox list", False, _dead),
        Invariant("perhaps told twice", "notices of unknown fate were sent again", False, _doubtful),
        Invariant("deliveries unread", "deliveries wait or cannot be read", False, _unread),
        Invariant("tickets unfetched", "tickets that changed were not fetched for five minutes", False, _unfetched),
        Invariant("tickets refused", "the helpdesk does not show them; see: slaclock outbox list", False, _refused),
        Invariant("words unmapped", "nobody said what they mean; map them under [helpdesks]", False, _strange(words)),
        Invariant("conflicts", "one event id was told with two contents; the first stands", False, _contradicted),
        Invariant("other configuration", "tickets were last read under another one", False, _outdated(config)),
        Invariant("polling stands still", "the cursor has not moved for a quarter of an hour", False, _unpolled),
    )
