"""poll: asks the helpdesk what changed. The source of truth; webhooks only make it quicker."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slaclock.connectors.protocol import BadCursor, Connector, Page, RateLimited
from slaclock.desk import Clock, Desk, asked, paying
from slaclock.errors import SlaclockError
from slaclock.ingest import take_in
from slaclock.instant import MINUTE, SECOND
from slaclock.patience import backoff
from slaclock.store import Store, buckets, cursors, tickets, wants
from slaclock.store.place import fits

_LOG = logging.getLogger("slaclock.poll")
LEASE = 5 * MINUTE
EVERY = 30 * SECOND
AGAIN = MINUTE
"""Before polling begins again, lest a cursor that is lost each time becomes an endless loop."""


def poll(store: Store, desk: Desk, now: int, *, pages: int = 20, every: int = EVERY, clock: Clock | None = None) -> int:
    """Read on from where the cursor stands; answers how many pages were read. `clock` tells the time anew at each page.

    A page's tickets are asked for and its events taken in, in the transaction that moves the cursor: what was read is
    never lost, and what was not is read again. Two that poll at once are one too many; the second goes away.
    """
    connector = desk.connector
    if connector is None or not connector.traits.polls:
        return 0
    clock = clock or (lambda: now)
    for read in range(pages):
        now = clock()
        with store.unit() as unit:
            stands = cursors.begin(unit, desk.place, now, LEASE)
            if stands is None:
                return read
            if stands["words"] != desk.words:  # what tickets say is said in other words now
                wants.ask(unit, desk.place, tickets.going(unit, desk.place), now)
                cursors.asked_in(unit, desk.place, desk.words)
            free = buckets.take(unit, desk.place, desk.helpdesk, desk.quota, now, urgent=False)
            if free > now:
                cursors.move(unit, desk.place, stands["cursor"], stands["cursor"], now, free)
                return read
        store.fault("poll: begun")
        page = _read(store, desk, connector, stands, clock)
        if page is None:
            return read
        now = clock()
        store.fault("poll: page read")
        try:
            _take_in(store, desk, page, stands, now, every)
        except Exception as error:  # noqa: BLE001 - one ticket must not keep the desk's others from being heard of
            _LOG.error("page not taken in, its tickets are fetched", exc_info=error, extra={"helpdesk": desk.helpdesk})
            _take_in(store, desk, _hinted(page), stands, now, every)
        if not page.more:
            return read + 1
    return pages


def _take_in(store: Store, desk: Desk, page: Page, stands: Mapping[str, Any], now: int, every: int) -> None:
    """Take in a page and move on."""
    with store.unit() as unit:
        take_in(unit, desk, page.events, now)
        wants.ask(unit, desk.place, page.tickets, now)
        unit.fault("poll: taken in")
        cursors.move(unit, desk.place, stands["cursor"], page.cursor, now, now if page.more else now + every)


def _hinted(page: Page) -> Page:
    """The page as a hint to look at each of its tickets by itself, those without a proper name left out."""
    named = {*page.tickets, *(event.ticket for event in page.events)}
    return replace(page, tickets=tuple(sorted(filter(fits, named))), events=())


def _read(store: Store, desk: Desk, connector: Connector, stands: Mapping[str, Any], clock: Clock) -> Page | None:
    """One page, or None and a later time to try again."""
    try:
        with paying(store, desk, desk.helpdesk, clock):
            return asked(lambda: connector.poll(stands["cursor"], clock()))
    except BadCursor as error:
        _begin_again(store, desk, clock(), error)
    except SlaclockError as error:
        now, wait = clock(), getattr(error, "retry_after", None) or backoff(stands["failures"] + 1, desk.helpdesk)
        with store.unit() as unit:
            cursors.stumble(unit, desk.place, now + wait, str(error))
            if isinstance(error, RateLimited):
                buckets.shut(unit, desk.place, desk.helpdesk, desk.quota, now, now + wait)
    return None


def _begin_again(store: Store, desk: Desk, now: int, error: BadCursor) -> None:
    """Read everything that is open from the beginning, and fetch what we take for open: it may have been closed."""
    _LOG.warning("cursor lost, polling begins again", extra={"helpdesk": desk.helpdesk, "error": str(error)})
    with store.unit() as unit:
        cursors.restart(unit, desk.place, now + AGAIN, str(error))
        wants.ask(unit, desk.place, tickets.going(unit, desk.place), now)
