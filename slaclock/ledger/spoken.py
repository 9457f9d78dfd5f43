"""What a ticket's customer is told now: in his own language and zone, where his ticket or his browser names them."""

from __future__ import annotations

from slaclock.desk import Desk
from slaclock.errors import InvalidInput
from slaclock.outlook import Outlook
from slaclock.promise.habit import Habits
from slaclock.promise.listener import zone_named
from slaclock.promise.making import Manner, promise_of
from slaclock.promise.promise import Promise
from slaclock.store import habits
from slaclock.store.unit import Unit


def usual(unit: Unit, desk: Desk) -> Habits | None:
    """How long answers usually take, where customers are to be told."""
    return habits.known(unit, desk.place) if desk.usual else None


def manner(seen: Outlook, habit: Habits | None, zone: str | None = None, locale: str | None = None) -> Manner:
    """How a ticket's customer is spoken to: as asked for, else by the fields `zone` and `language` of his ticket."""
    return Manner(zone if zone is not None else known_zone(seen.ticket.fields.get("zone")), locale, habit)


def known_zone(name: object) -> str | None:
    """The IANA name that somebody's browser or profile told, if it is one."""
    try:
        return zone_named(name).key if isinstance(name, str) else None
    except InvalidInput:
        return None


def promised(desk: Desk, seen: Outlook, now: int, how: Manner, held: int | None = None) -> Promise:
    """What a ticket's customer is to be told now; `held` is the instant he was told before, where that one binds."""
    calendars = desk.config.calendars
    only = next(iter(calendars.values())) if len(calendars) == 1 else None
    return promise_of(seen.life, desk.config.metrics, now, how, desk=only, ticket=seen.ticket.id, held=held)
