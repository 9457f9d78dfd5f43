"""ingest: what a helpdesk tells is stored first, then understood, then everything that follows from it is planned."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slaclock.connectors.protocol import Connector, Denied, NotFound, RateLimited, Refused, Webhook
from slaclock.correction import correct
from slaclock.desk import Clock, Desk, asked, paying
from slaclock.errors import InvalidInput, SlaclockError, in_a_line
from slaclock.instant import MINUTE, SECOND
from slaclock.patience import backoff, rest
from slaclock.planning import Reread, hold, reread
from slaclock.store import Store, Unit, buckets, deliveries, events, strange, tickets, wants
from slaclock.store.place import refuse_long
from slaclock.store.tombstones import names_buried
from slaclock.timeline.event import TicketEvent

LEASE = 5 * MINUTE
GIVE_UP = 20
"""After so many attempts a delivery is left for a person to look at, or a ticket that our rights do not reach."""
REFUSED = 6
"""After so many a ticket is that is not there, or not for us, until somebody hears of it again."""

_LOG = logging.getLogger("slaclock.ingest")
_SECRET = re.compile(r"authorization|cookie|token|secret|signature|api-?key", re.IGNORECASE)
"""Headers that prove who sent a delivery: looked at once, never stored."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What came of some events: how many were new (and which, by ticket and id), and which tickets were read anew."""

    new: int
    tickets: tuple[str, ...]
    timers_changed: int = 0
    due_dates: int = 0
    fresh: frozenset[tuple[str, str]] = frozenset()


def receive(
    store: Store, desk: Desk, headers: Mapping[str, str], body: bytes, now: int, *, key: str | None = None
) -> int | None:
    """Keep a delivery as it came; once this returns it may be answered with 2xx. None: it was here before.

    `key` is the helpdesk's own name for the delivery, if it has one. Raises BadSignature before anything is stored.
    """
    if desk.connector is not None:
        desk.connector.verify(headers, body, now)
    with store.unit() as unit:
        kept = {name: value for name, value in headers.items() if not _SECRET.search(name)}
        number = deliveries.store(unit, desk.place, kept, body.decode("utf-8", "surrogateescape"), now, key)
        unit.fault("receive: stored")
    return number


def ingest(store: Store, desk: Desk, told: Iterable[TicketEvent], now: int) -> Ingested:
    """Take in events of one ticket or many: stored once each, and their tickets read anew, in one transaction."""
    with store.unit() as unit:
        return take_in(unit, desk, told, now)


def take_in(unit: Unit, desk: Desk, told: Iterable[TicketEvent], now: int, *, whole: str | None = None) -> Ingested:
    """The same inside a transaction that somebody else began; `whole` is a ticket whose whole timeline this is."""
    told = list(told)
    names = {event.ticket for event in told} | {e.data["into"] for e in told if e.type == "merged"}
    if not names:
        return Ingested(0, ())
    refuse_long({*names, *(event.id for event in told)})
    held = hold(unit, desk, names, now)
    unit.fault("ingest: locked")
    restored, retold = frozenset[str](), frozenset[str]()
    if whole is not None and whole in held:
        restored, retold = _told_anew(unit, desk, held[whole], told, now)
    fresh = events.append(unit, desk.place, told, now, retold=retold)
    unit.fault("ingest: events stored")
    touched = {event.ticket for event in fresh} | restored
    if not touched:
        return Ingested(0, ())
    found: Reread = reread(unit, desk, touched, now, fresh=True)
    unit.fault("ingest: reread")
    if fresh:
        correct(unit, desk, found.tickets, fresh, now)
    named = frozenset((event.ticket, event.id) for event in fresh)
    return Ingested(len(fresh), found.tickets, found.timers_changed, found.due_dates, named)


def _told_anew(
    unit: Unit, desk: Desk, row: Mapping[str, Any], told: Sequence[TicketEvent], now: int
) -> tuple[frozenset[str], frozenset[str]]:
    """The ticket of a whole timeline, if it was taken for deleted; and if it was told in other words before."""
    one, none = frozenset({str(row["ticket"])}), frozenset[str]()
    there = row["over"] and events.take_back_deletion(unit, desk.place, row["ticket"], told, now - MINUTE)
    if row["words"] == desk.words:
        return one if there else none, none
    tickets.save(unit, desk.place, row["ticket"], {"words": desk.words})
    return one if there else none, one


def understand(store: Store, desk: Desk, now: int, limit: int = 50) -> int:
    """Read the deliveries that wait: their events are taken in, their tickets asked for. Answers how many were read."""
    connector = desk.connector
    if connector is None:
        return 0
    with store.unit() as unit:
        waiting = deliveries.claim(unit, desk.place, now, limit, LEASE)
    store.fault("understand: claimed")
    for row in waiting:
        webhook = _read(store, connector, row)
        if webhook is None:
            continue
        try:
            _believe(store, desk, connector, row, webhook, now)
        except Exception as error:  # noqa: BLE001 - one delivery must not keep the others from being read
            _not_understood(store, row, now, error)
    return len(waiting)


def _believe(
    store: Store, desk: Desk, connector: Connector, row: Mapping[str, Any], webhook: Webhook, now: int
) -> None:
    """Take in what a delivery tells, and be done with it."""
    with store.unit() as unit:
        believed, hinted = _weighed(connector, webhook)
        take_in(unit, desk, believed, now)
        wants.ask(unit, desk.place, hinted, now)
        if names_buried(unit, desk.place, believed):
            deliveries.remove(unit, row["id"])
        else:
            deliveries.settle(unit, row["id"], "done")
        unit.fault("understand: done")


def _not_understood(store: Store, row: Mapping[str, Any], now: int, error: Exception) -> None:
    """Read it again later; what fails again and again, or names what has no name, is left for a person to look at."""
    number, attempts = row["id"], row["attempts"] + 1
    told = _told(error, delivery=number)
    with store.unit() as unit:
        if attempts >= GIVE_UP or isinstance(error, InvalidInput):
            deliveries.settle(unit, number, "failed", told)
        else:
            deliveries.put_back(unit, number, now + backoff(attempts, str(number)), attempts, told)


def _told(error: Exception, **what: object) -> str:
    """What is kept of an error; one that slaclock cannot explain is logged with where it came from."""
    if not isinstance(error, SlaclockError):
        _LOG.error("not taken in", exc_info=error, extra=what)
    return in_a_line(error)


def _weighed(connector: Connector, webhook: Webhook) -> tuple[Sequence[TicketEvent], Iterable[str]]:
    """What of a delivery is believed, and which tickets are to be fetched; unsigned, it is only a hint to look."""
    if connector.traits.signed:
        return webhook.events, webhook.tickets
    return (), {*webhook.tickets, *(event.ticket for event in webhook.events)}


def _read(store: Store, connector: Connector, row: Mapping[str, Any]) -> Webhook | None:
    """What a delivery tells; None, and a record to look into, if it cannot be read: it would not get any better."""
    body = row["body"].encode("utf-8", "surrogateescape")
    try:
        return asked(lambda: connector.read_webhook(row["headers"], body))
    except SlaclockError as error:
        told = in_a_line(error)
        _LOG.warning("delivery cannot be read", extra={"delivery": row["id"], "error": told})
        with store.unit() as unit:
            deliveries.settle(unit, row["id"], "failed", told)
        return None


def refetch(store: Store, desk: Desk, now: int, limit: int = 20, *, clock: Clock | None = None) -> int:
    """Fetch the tickets that changed and take in what is new about them. Answers how many were fetched.

    `clock` tells the time anew at each ticket.
    """
    connector, clock = desk.connector, clock or (lambda: now)
    if connector is None:
        return 0
    with store.unit() as unit:
        if desk.helpdesk in buckets.closed(unit, desk.place, now):
            return 0
        asked = wants.claim(unit, desk.place, now, limit, LEASE)
    store.fault("refetch: claimed")
    for place, want in enumerate(asked):
        if not _fetch(store, desk, connector, want, clock):
            with store.unit() as unit:  # nobody may call now: the others wait as long
                for other in asked[place + 1 :]:
                    wants.put_back(unit, desk.place, other, clock() + 10 * SECOND)
            return place
    return len(asked)


def _fetch(store: Store, desk: Desk, connector: Connector, want: Mapping[str, Any], clock: Clock) -> bool:
    """Fetch one ticket; False if the helpdesk takes no more calls for now."""
    now = clock()
    with store.unit() as unit:
        free = buckets.take(unit, desk.place, desk.helpdesk, desk.quota, now, urgent=False)
        if free > now:
            wants.put_back(unit, desk.place, want, free)
            return False
        held = wants.hold(unit, desk.place, want, now, LEASE)
    if held is None:  # the tickets before it took so long that somebody else is at it
        return True
    try:
        _take_whole(store, desk, connector, held, clock)
    except RateLimited as error:
        with store.unit() as unit:
            until = rest(unit, desk.place, desk.helpdesk, desk.quota, clock(), error.retry_after)
            wants.put_back(unit, desk.place, held, until, error=str(error))
        return False
    except Exception as error:  # noqa: BLE001 - one ticket must not keep the others from being fetched
        _not_fetched(store, desk, held, clock(), error)
    return True


def _take_whole(store: Store, desk: Desk, connector: Connector, want: Mapping[str, Any], clock: Clock) -> None:
    """Fetch a ticket and take in its whole timeline, unless somebody else took it up meanwhile."""
    ticket = str(want["ticket"])
    with paying(store, desk, desk.helpdesk, clock):
        told = asked(lambda: connector.fetch(ticket))
    now, met = clock(), desk.strange.new()
    store.fault("refetch: fetched")
    with store.unit() as unit:
        if not wants.ours(unit, desk.place, want):
            return
        take_in(unit, desk, told, now, whole=ticket)
        strange.put(unit, desk.place, met, desk.words, now)
        wants.fulfilled(unit, desk.place, want, now)
        if want["error"]:  # it was refused before
            buckets.answered(unit, desk.place, desk.helpdesk)
        unit.fault("refetch: fulfilled")
    desk.strange.kept.update(met)


def _not_fetched(store: Store, desk: Desk, want: Mapping[str, Any], now: int, error: Exception) -> None:
    """Try again later; a ticket the helpdesk refuses to show again and again is left for a person to look at."""
    ticket, attempts, told = want["ticket"], want["attempts"] + 1, _told(error, ticket=want["ticket"])
    most = GIVE_UP if isinstance(error, Denied) else REFUSED
    with store.unit() as unit:
        known = tickets.find(unit, desk.place, ticket) if isinstance(error, NotFound) else {"over": False}
        if known is None or known["over"]:  # a ticket that is none of ours, or was deleted as we know
            wants.fulfilled(unit, desk.place, want, now)
        elif isinstance(error, Refused) and attempts >= most:
            wants.give_up(unit, desk.place, want, told)
        else:
            later = now + backoff(attempts, ticket)
            wants.put_back(unit, desk.place, want, later, attempts=attempts, error=told)
