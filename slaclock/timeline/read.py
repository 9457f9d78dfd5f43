"""Events from a JSON Lines file: every line that cannot be used is named, with what would be right."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Any, NoReturn, Protocol, runtime_checkable

from slaclock.complaints import Complaints, show
from slaclock.errors import Complaint, InvalidEvents
from slaclock.timeline.event import TicketEvent, parse_event
from slaclock.timeline.timeline import contradiction, same
from slaclock.timeline.value import Unreadable

LONGEST_LINE = 1_000_000
"""Characters or bytes of one event; the longest honest ones are a hundredth of this."""
SHOWN = 100
"""Complaints told in full; the others are counted."""
GIVE_UP = 10_000
"""Complaints after which the file is something else altogether and reading stops."""
_SKIPPED = 64 * LONGEST_LINE
_ONE_OBJECT = "write one JSON object on each line"


@runtime_checkable
class _File(Protocol):
    """Anything that hands out lines a piece at a time."""

    def readline(self, limit: int, /) -> str | bytes: ...


def read_events(source: str | Path | Iterable[str | bytes], name: str = "") -> list[TicketEvent]:
    """All events of a file (gzip as it is) or of lines, repeats left out; InvalidEvents names file and line.

    `name` is what complaints call a source that is no file.
    """
    if not isinstance(source, (str, Path)):
        return _events(_lines(source), name or "events")
    name = name or str(source)
    try:
        with Path(source).open("rb") as file:
            return _events(_lines(_unzipped(file)), name)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        found, wanted = "the gzip file is damaged or cut short", "hand in a whole file"
    except OSError as error:
        found, wanted = f"cannot be read ({error.strerror})", "name a file of events, one JSON object a line"
    except ValueError as error:
        if isinstance(error, InvalidEvents):
            raise
        found, wanted = f"is no file name ({error})", "name a file of events, one JSON object a line"
    raise InvalidEvents([Complaint(show(name, 200).strip("'"), found, wanted)])


def _unzipped(file: BufferedReader) -> _File:
    """The file's text whether it was zipped or not, by its first two bytes and not by its name."""
    return gzip.open(file) if file.peek(2)[:2] == b"\x1f\x8b" else file


def _lines(source: Iterable[str | bytes] | _File) -> Iterator[tuple[int, str | bytes | None]]:
    """Each line with its number, None for one that is too long; never more than one line is held."""
    if not isinstance(source, _File):
        yield from ((number, line if len(line) <= LONGEST_LINE else None) for number, line in enumerate(source, 1))
        return
    number = 0
    while line := source.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) <= LONGEST_LINE or _ended(line):
            yield number, line
            continue
        yield number, None
        skipped = 0
        while line and not _ended(line):
            skipped += len(line)
            if skipped > _SKIPPED:
                return
            line = source.readline(LONGEST_LINE)


def _ended(line: str | bytes) -> bool:
    return line[-1:] in ("\n", b"\n")


def _events(lines: Iterable[tuple[int, str | bytes | None]], name: str) -> list[TicketEvent]:
    refused = _Refused(name)
    told: dict[tuple[str, str], tuple[int, TicketEvent]] = {}
    for number, line in lines:
        complaints = Complaints(f"{name}: line {number}", "", refused.found)
        mapping = _object(line, number, complaints)
        event = None if mapping is _NOTHING else parse_event(mapping, complaints)
        if event is not None:
            earlier, known = told.setdefault((event.ticket, event.id), (number, event))
            if known is not event and not same(known, event):
                complaints.found.append(contradiction(complaints.source, known, event, f" on line {earlier}"))
        if refused.found and refused.enough(number):
            break
    refused.settle()
    return [event for _, event in told.values()]


def read_values(text: str, most: int) -> Iterator[Any]:
    """The JSON values of a text, an array of them or one a line, at most so many; a Complaint for one that is none."""
    if text.lstrip("\ufeff \t\r\n").startswith("["):
        complaints = Complaints("body")
        values = _object(text.lstrip("\ufeff"), 0, complaints)
        yield from complaints.found or values[:most]
        return
    lines = text.split("\n")
    read = 0
    for number, line in enumerate(lines, 1):
        complaints = Complaints(f"line {number}")
        value = _object(line if len(line) <= LONGEST_LINE else None, number, complaints)
        if value is not _NOTHING or complaints.found:
            yield complaints.found[0] if complaints.found else value
            read += 1
        if read >= most:
            return


_NOTHING = object()


def _object(line: str | bytes | None, number: int, complaints: Complaints) -> Any:
    """What a line holds, or `_NOTHING` if it is blank or was complained about."""
    if line is None:
        complaints.add(f"longer than {LONGEST_LINE:,} characters", _ONE_OBJECT)
        return _NOTHING
    try:
        text = (line if isinstance(line, str) else line.decode()).rstrip("\r\n")
        if number == 1:
            text = text.removeprefix("\ufeff")
        return _DECODER.decode(text) if text and not text.isspace() else _NOTHING
    except UnicodeDecodeError as error:
        complaints.add(f"not UTF-8 (byte {error.start + 1})", "save the file as UTF-8")
    except json.JSONDecodeError as error:
        complaints.add(f"not JSON ({error.msg}, column {error.colno})", _ONE_OBJECT)
    except RecursionError:
        complaints.add("nested too deeply", _ONE_OBJECT)
    except Unreadable as error:
        complaints.add(*error.args)
    except ValueError:
        # the only other thing the decoder refuses, in words that speak of Python's settings
        complaints.add("a number of thousands of digits", "write what a ticket needs")
    return _NOTHING


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are all different: of two equal keys nobody knows which one counts."""
    table = dict(pairs)
    if len(table) == len(pairs):
        return table
    keys = [key for key, _ in pairs]
    twice = next(key for key in keys if keys.count(key) > 1)
    raise Unreadable(f"key {show(twice)} stands twice", "write it once")


def _no_number(text: str) -> NoReturn:
    raise Unreadable(f"found {text}, which is no number", "write a number or null")


_DECODER = json.JSONDecoder(object_pairs_hook=_table, parse_constant=_no_number)


@dataclass(slots=True)
class _Refused:
    """The first complaints in full and a count of the others: a wrong file costs neither memory nor patience."""

    name: str
    found: list[Complaint] = field(default_factory=list[Complaint])
    more: int = 0
    stopped: int | None = None

    def enough(self, line: int) -> bool:
        self.more += len(self.found[SHOWN:])
        del self.found[SHOWN:]
        if self.more < GIVE_UP:
            return False
        self.stopped = line
        return True

    def settle(self) -> None:
        if self.more:
            stop = f"; reading stopped at line {self.stopped:,}" if self.stopped else ""
            self.found.append(Complaint(self.name, f"{self.more:,} more complaints", f"mend these first{stop}"))
        if self.found:
            raise InvalidEvents(self.found)
