"""Event rows: each tells one thing that happened to a ticket, as a helpdesk's audit log does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slaclock.instant import from_us
from slaclock.replay.mapping import FACTS
from slaclock.replay.phrase import Phrasebook, Unusable, as_mapping, last_verdict
from slaclock.replay.source import Row
from slaclock.replay.story import Story, Teller
from slaclock.replay.tally import Tally
from slaclock.replay.word import IGNORE, Word, fold
from slaclock.timeline.grammar import AUTHORS, CHANNELS, CREATORS, EVENT_TYPES, OUTCOMES, SESSIONS

NO_CREATION = "ticket without a creation, begun at its first row"
IGNORED = "row of a type the map ignores"
_CHOICES = {"author": AUTHORS, "outcome": OUTCOMES, "channel": CHANNELS, "by": CREATORS}
_LABELS = ("priority", "group", "assignee", "customer")


@dataclass(frozen=True, slots=True)
class Happening:
    """One row understood as far as it goes without the rows before it."""

    row: Row
    at: int
    order: int
    kind: str
    word: Word


def listen(row: Row, book: Phrasebook) -> Happening:
    """Understand one row; Unusable if its type or time cannot be read."""
    text = book.text(row, "type") or book.map.defaults.get("type")
    if text is None:
        raise Unusable("no type")
    word = book.word("type", text) or Word(fold(text))
    if word.to != IGNORE and word.to not in EVENT_TYPES:
        raise Unusable("type not in the map", repr(text))
    at = book.instant(row, "at")
    if at is None:
        raise Unusable("no time")
    return Happening(row, at, book.order(row), str(word.to), word)


def tell_events(ticket: str, rows: Sequence[Happening], book: Phrasebook, unusable: Tally) -> Story:
    """One ticket's rows as events, in the order they happened; a creation the log left out is put before them."""
    rows = sorted(rows, key=lambda each: (each.at, each.kind != "created", each.order, each.row.line))
    teller = Teller(ticket, unusable)
    if all(each.kind != "created" for each in rows):
        _begin(rows[0], book, teller)
    status = str(book.map.defaults.get("status", "new"))
    for number, each in enumerate(rows, 1):
        if each.kind == IGNORE:
            book.notes.add(IGNORED, each.row.line)
            continue
        try:
            data = _data(each, book, status)
        except Unusable as error:
            unusable.add(error.reason, each.row.line, error.example)
            continue
        name = book.text(each.row, "id") or f"row {number} {each.kind}"
        if teller.tell(name, each.at, number, each.row.line, each.kind, **data):
            status = data.get("status" if each.kind == "created" else "to", status) if _moves(each) else status
    return teller.story(last_verdict((each.row for each in rows), book))


def _moves(each: Happening) -> bool:
    return each.kind in ("created", "status")


def _begin(first: Happening, book: Phrasebook, teller: Teller) -> None:
    opened = book.instant(first.row, "created")
    if opened is None:
        book.notes.add(NO_CREATION, first.row.line)
    at = min(opened if opened is not None else first.at, first.at)
    teller.tell("created", at, 0, first.row.line, "created", **_creation(first.row, book, {}))


def _creation(row: Row, book: Phrasebook, more: dict[str, Any]) -> dict[str, Any]:
    text = book.text(row, "status")
    status = book.status(text, "new", row.line)[0] if text is not None else book.map.defaults.get("status")
    told = {key: book.label(row, key) for key in FACTS if key != "channel"}
    told |= {"channel": book.choice(row, "channel", CHANNELS, "email"), "status": status}
    told |= {"requester": book.text(row, "requester"), "by": book.choice(row, "by", CREATORS)}
    return as_mapping(**(told | more), tags=list(book.tags(row)) or None, fields=dict(book.fields(row)) or None)


def _data(each: Happening, book: Phrasebook, status: str) -> dict[str, Any]:
    """The keys the event's type has, from the type's word, then the columns, then the defaults."""
    row, kind, more = each.row, each.kind, dict(each.word.more)
    if kind == "created":
        return _creation(row, book, {key: more[key] for key in more if key == "by"})
    if kind == "status":
        return _status(each, book, status)
    if kind == "tags":
        return {"set": list(book.tags(row))}
    if kind == "fields":
        return {"add": dict(book.fields(row))}
    keys = EVENT_TYPES[kind].keys
    data = {key: more[key] if key in more else _value(key, each, book) for key in keys}
    return {key: value for key, value in data.items() if value is not None or (key == "to" and kind in _LABELS)}


def _status(each: Happening, book: Phrasebook, now: str) -> dict[str, Any]:
    if "to" in each.word.more:
        return {key: each.word.more[key] for key in ("to", "reason") if key in each.word.more}
    text = book.text(each.row, "to") or book.text(each.row, "status")
    if text is None:
        raise Unusable("a change of status that does not say to which")
    to, reason = book.status(text, now, each.row.line)
    return as_mapping(to=to, reason=reason or book.text(each.row, "reason"))


def _value(key: str, each: Happening, book: Phrasebook) -> Any:
    row = each.row
    if key == "to":
        return _target(each, book)
    if key in ("public", "auto"):
        return book.truth(row, key)
    if key == "until":
        return _until(row, book)
    if key == "channel" and "channel" not in book.map.columns:
        return None
    if key in _CHOICES:
        return book.choice(row, key, _CHOICES[key])
    return book.text(row, key)


def _target(each: Happening, book: Phrasebook) -> str | None:
    """Where a change leads: the `to` column, or the column named like the fact that changes."""
    text = book.text(each.row, "to") or (book.text(each.row, each.kind) if each.kind in FACTS else None)
    if text is None:
        return None
    word = book.word(each.kind, text)
    if word is not None:
        return str(word.to)
    return fold(text) if each.kind == "session" and fold(text) in SESSIONS else text


def _until(row: Row, book: Phrasebook) -> Any:
    at = book.instant(row, "until")
    return from_us(at) if at is not None else None
