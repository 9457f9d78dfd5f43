"""Snapshot rows: each shows a whole ticket after an update; the differences between two of them are what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slaclock.replay.mapping import FACTS, MOMENTS
from slaclock.replay.phrase import Phrasebook, as_mapping, last_verdict
from slaclock.replay.source import Row
from slaclock.replay.story import Story, Teller
from slaclock.timeline.grammar import CHANNELS, CREATORS

EARLY = "row dated before the ticket was opened, read as at its opening"
AFTER_CLOSE = "solved after it was closed, left out"
ENDED = ("solved", "closed")


@dataclass(frozen=True, slots=True)
class Shot:
    """One row understood: when, in which order, and what it shows. `at` is None in an export with one row a ticket."""

    row: Row
    at: int | None
    order: int
    moments: Mapping[str, int]
    status: str | None
    facts: Mapping[str, str | None]
    tags: tuple[str, ...]


def look(row: Row, book: Phrasebook) -> Shot:
    """Understand one row; Unusable if a time in it cannot be read."""
    moments = {key: book.instant(row, key) for key in MOMENTS}
    facts = {key: book.label(row, key) for key in FACTS if key != "channel"}
    facts["channel"] = book.choice(row, "channel", CHANNELS, "email")
    return Shot(
        row=row,
        at=book.instant(row, "at"),
        order=book.order(row),
        moments={key: at for key, at in moments.items() if at is not None},
        status=book.text(row, "status"),
        facts=facts,
        tags=book.tags(row),
    )


def tell_snapshots(ticket: str, shots: Sequence[Shot], book: Phrasebook) -> Story:
    """One ticket's rows as events: its creation, each change between two rows, and the ends only a column tells."""
    shots = sorted(shots, key=lambda shot: (shot.at or 0, shot.order, shot.row.line))
    telling = _Telling(book, Teller(ticket, book.notes), shots)
    telling.create()
    for number, shot in enumerate(shots, 1):
        telling.change(number, shot)
    telling.end(shots[-1])
    return telling.teller.story(last_verdict((shot.row for shot in shots), book))


class _Telling:
    """One ticket on its way from rows to events: what is known so far."""

    def __init__(self, book: Phrasebook, teller: Teller, shots: Sequence[Shot]) -> None:
        self.book, self.teller = book, teller
        self.first = shots[0]
        opened = next((shot.moments["created"] for shot in shots if "created" in shot.moments), None)
        self.created: int = opened if opened is not None else (self.first.at or 0)
        self.status: str = book.map.defaults.get("status", "new")
        self.reason: str | None = None
        self.facts = dict(self.first.facts)
        self.tags = self.first.tags
        self.latest = self.created
        self.ends: dict[str, int] = {}

    def create(self) -> None:
        first, book = self.first, self.book
        extra = as_mapping(
            **{key: first.facts[key] for key in FACTS},
            requester=book.text(first.row, "requester"),
            by=book.choice(first.row, "by", CREATORS),
            tags=list(first.tags) or None,
            fields=dict(book.fields(first.row)) or None,
        )
        self.teller.tell("created", self.created, 0, first.row.line, "created", status=self.status, **extra)
        if "answered" in first.moments:
            at = max(first.moments["answered"], self.created)
            self.teller.tell("answered", at, 0, first.row.line, "message", author="agent", public=True)

    def change(self, number: int, shot: Shot) -> None:
        if shot.at is None:
            return  # an export with one row a ticket says when it began and ended, nothing between
        if shot.at < self.created:
            self.book.notes.add(EARLY, shot.row.line)
        at = max(shot.at, self.created)
        for key, value in shot.facts.items():
            if value != self.facts[key] and not (key == "channel" and value is None):
                self.facts[key] = value
                self._tell(number, at, shot, key, to=value)
        if shot.tags != self.tags:
            self.tags = shot.tags
            self._tell(number, at, shot, "tags", set=list(shot.tags))
        if shot.status is not None:
            self._status(number, at, shot, shot.status)
        self.latest = at

    def _status(self, number: int, at: int, shot: Shot, text: str) -> None:
        to, reason = self.book.status(text, self.status, shot.row.line)
        if (to, reason) == (self.status, self.reason):
            return
        stamped = shot.moments.get(to)
        if stamped is not None and self.latest < stamped <= at:
            at = stamped  # the export's own instant of solving or closing is nearer the truth than the row's
        self.status, self.reason = to, reason
        if to in ENDED:
            self.ends[to] = at
        self._tell(number, at, shot, "status", **as_mapping(to=to, reason=reason))

    def end(self, last: Shot) -> None:
        """Solving and closing that no row shows but a column does."""
        for to in ENDED:
            at = last.moments.get(to)
            if at is None or to in self.ends:
                continue
            if to == "solved" and at > self.ends.get("closed", at):
                self.book.notes.add(AFTER_CLOSE, last.row.line)
                continue
            self.ends[to] = max(at, self.created)
            self.teller.tell(f"{to} column", self.ends[to], 0, last.row.line, "status", to=to)

    def _tell(self, number: int, at: int, shot: Shot, kind: str, **data: Any) -> None:
        self.teller.tell(f"row {number} {kind}", at, number, shot.row.line, kind, **data)
