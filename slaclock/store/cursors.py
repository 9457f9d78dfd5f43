"""Cursors: how far each helpdesk has been read, moved only by whoever read from where it stood."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from slaclock.store.place import Place
from slaclock.store.tables import cursors
from slaclock.store.unit import Unit


def begin(unit: Unit, place: Place, now: int, lease: int) -> dict[str, Any] | None:
    """The cursor, held for a while for us to read on; None if somebody reads already or the helpdesk wants a rest."""
    unit.add_new(cursors, [place.row(cursor=None, moved_at=now, next_at=now, failures=0)], "tenant")
    free = (place.of(cursors), cursors.c.next_at <= now)
    return unit.one(update(cursors).where(*free).values(next_at=now + lease).returning(cursors))


def move(unit: Unit, place: Place, old: str | None, new: str | None, now: int, next_at: int) -> bool:
    """Step from where it stood to where a page ended; False if it stands elsewhere by now."""
    here = cursors.c.cursor == old if old is not None else cursors.c.cursor.is_(None)
    values = {"cursor": new, "moved_at": now, "next_at": next_at, "failures": 0, "error": None}
    return unit.changed(update(cursors).where(place.of(cursors), here).values(values)) == 1


def stumble(unit: Unit, place: Place, next_at: int, error: str) -> None:
    """The page could not be read; try again later from the same place."""
    values = {"next_at": next_at, "failures": cursors.c.failures + 1, "error": error}
    unit.run(update(cursors).where(place.of(cursors)).values(values))


def restart(unit: Unit, place: Place, next_at: int, error: str) -> None:
    """The cursor is known no more: read from the beginning, and not at once if that happens again and again."""
    values = {"cursor": None, "next_at": next_at, "failures": cursors.c.failures + 1, "error": error}
    unit.run(update(cursors).where(place.of(cursors)).values(values))


def asked_in(unit: Unit, place: Place, words: str) -> None:
    """Every ticket was asked for under these words of the configuration."""
    unit.run(update(cursors).where(place.of(cursors)).values(words=words))


def find(unit: Unit, place: Place) -> dict[str, Any] | None:
    """Where a helpdesk's cursor stands."""
    return unit.one(select(cursors).where(place.of(cursors)))
