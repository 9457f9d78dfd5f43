"""Reading a whole export: file → rows → tickets → events, nothing dropped in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from slaclock.errors import InvalidEvents
from slaclock.replay.eventrow import Happening, listen, tell_events
from slaclock.replay.mapping import LogMap
from slaclock.replay.phrase import Phrasebook, Unusable
from slaclock.replay.snapshot import Shot, look, tell_snapshots
from slaclock.replay.source import Row, read_rows
from slaclock.replay.stamp import Stamper
from slaclock.replay.story import Log
from slaclock.replay.tally import Tally

Progress = Callable[[str, int, int | None], None]
"""Told (what is being done, how many are done, of how many); the command line draws a bar from it."""

EVERY = 500
"""Tickets or rows between two words about progress: often enough for the eye, seldom enough for the clock."""


def silent(_what: str, _done: int, _of: int | None) -> None:
    """Nobody is watching."""


def read_log(path: Path | str, log_map: LogMap, progress: Progress = silent) -> Log:
    """Every ticket of an export as events, with what could not be used counted by reason."""
    unusable, notes = Tally(), Tally()
    book = Phrasebook(log_map, Stamper(log_map.zone, log_map.times), notes)
    shots: dict[str, list[Shot]] = {}
    happenings: dict[str, list[Happening]] = {}
    readable = refused = 0
    for readable, row in enumerate(read_rows(path, log_map, unusable), 1):
        try:
            ticket = _ticket(row, book)
            if log_map.rows == "snapshot":
                shot = _dated(look(row, book))
                shots.setdefault(ticket, []).append(shot)
            else:
                happening = listen(row, book)
                happenings.setdefault(ticket, []).append(happening)
        except Unusable as error:
            unusable.add(error.reason, row.line, error.example)
            refused += 1
        if readable % (EVERY * 10) == 0:
            progress("reading rows", readable, None)
    rows = readable + len(unusable) - refused
    stories = {ticket: tell_snapshots(ticket, seen, book) for ticket, seen in shots.items()}
    stories |= {ticket: tell_events(ticket, heard, book, unusable) for ticket, heard in happenings.items()}
    for reason, times in book.stamper.odd.items():
        notes.add(reason, times=times)
    if not stories:
        raise InvalidEvents(_nothing(Path(path), unusable))
    return Log(Path(path), rows, stories, unusable.counts(), notes.counts())


def _ticket(row: Row, book: Phrasebook) -> str:
    ticket = book.text(row, "ticket")
    if ticket is None:
        raise Unusable("no ticket number")
    return ticket


def _dated(shot: Shot) -> Shot:
    if shot.at is None and "created" not in shot.moments:
        raise Unusable("no time")
    return shot


def _nothing(path: Path, unusable: Tally) -> str:
    why = "; ".join(map(str, unusable.counts()[:3])) or "there are no rows under the header"
    return f"{path}: no row could be used: {why}; mend the map or the export"
