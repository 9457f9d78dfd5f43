"""Promises kept today, as the wallboard shows them: read from the ledger of what customers were told."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from slaclock.app import App
from slaclock.hours.wall import local_day, midnight
from slaclock.promise.fate import PromiseFate
from slaclock.store import board


def first_zone(app: App) -> ZoneInfo:
    """The zone of a desk that says no other: its first calendar's."""
    return next((calendar.zone for calendar in app.config.calendars.values()), ZoneInfo("UTC"))


def kept_today(app: App, now: int) -> tuple[int, int] | None:
    """How many of the promises judged today were kept; None where none was judged: nothing is not 0 %.

    Today begins at midnight in the zone of the first calendar.
    """
    zone = first_zone(app)
    begin = midnight(zone, local_day(zone, now))
    found = Counter[str]()
    with app.store.reading() as unit:
        for desk in app.desks.values():
            found.update(board.judged(unit, desk.place, begin))
    kept, broken = found[PromiseFate.KEPT], found[PromiseFate.BROKEN]
    return (kept, kept + broken) if kept + broken else None
