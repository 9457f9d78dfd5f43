"""The rows of an export, CSV or JSON Lines, plain or gzipped; a row that cannot be read is counted with its reason."""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from difflib import get_close_matches
from io import TextIOWrapper
from pathlib import Path
from typing import Any, cast

from slaclock.complaints import Complaints
from slaclock.errors import InvalidConfig, InvalidEvents
from slaclock.replay.mapping import LogMap
from slaclock.replay.tally import Tally

DELIMITERS = (",", ";", "\t", "|")
LONGEST = 1_000_000
"""Characters in one row: what is longer is no ticket but a broken quote."""

NOT_TEXT = "not text in the map's encoding"
WIDTH = "more or fewer fields than the header"
TOO_LONG = "longer than a row can be (a quote that never ends?)"
NOT_JSON = "no JSON object"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an export that could be read; `line` counts from 1, the header included."""

    line: int
    values: dict[str, str]


def read_rows(path: Path | str, log_map: LogMap, unusable: Tally) -> Iterator[Row]:
    """Every row that can be read, the others into `unusable`; the file is refused if a mapped column is missing."""
    file = Path(path)
    kind = log_map.format or ("jsonl" if ".jsonl" in file.suffixes or ".ndjson" in file.suffixes else "csv")
    try:
        with closing(_open(file, log_map.encoding)) as text:
            rows = _jsonl(text, log_map, unusable) if kind == "jsonl" else _csv(file, text, log_map, unusable)
            yield from rows
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InvalidEvents(f"{file}: the gzip file is damaged or cut off ({error}); fetch it again") from None
    except UnicodeError as error:
        raise InvalidEvents(f"{file}: not text in {log_map.encoding} ({error}); set `encoding` in the map") from None
    except IsADirectoryError:
        raise InvalidEvents(f"{file}: this is a folder; name the log file in it") from None
    except OSError as error:
        raise InvalidEvents(f"{file}: cannot read it: {error.strerror or error}; name a log file") from None


def _open(file: Path, encoding: str) -> TextIOWrapper:
    # newline="" leaves line ends inside quotes to the csv reader; odd bytes are kept so that only their row is lost
    with file.open("rb") as start:
        packed = start.read(2) == b"\x1f\x8b"
    stream = gzip.open(file, "rb") if packed else file.open("rb")  # noqa: SIM115 - closed with the text around it
    return TextIOWrapper(cast("Any", stream), encoding=encoding, errors="surrogateescape", newline="")


def _csv(file: Path, text: TextIOWrapper, log_map: LogMap, unusable: Tally) -> Iterator[Row]:
    first = text.readline(LONGEST)
    header, delimiter = _header(file, first, log_map)
    width = len(header)
    reader = csv.reader(_short_lines(text), delimiter=delimiter)
    ended = 1
    while True:
        line = ended + 1
        try:
            fields = next(reader, None)
        except csv.Error:
            ended = reader.line_num + 1
            unusable.add(TOO_LONG, line)
            continue
        ended = reader.line_num + 1
        if fields is None:
            return
        if not fields:
            continue  # a blank line is nobody's row
        if len(fields) != width:
            unusable.add(WIDTH, line, f"{len(fields)} instead of {width}")
        elif not _readable(fields):
            unusable.add(NOT_TEXT, line, log_map.encoding)
        else:
            yield Row(line, dict(zip(header, fields, strict=True)))


def _short_lines(text: TextIOWrapper) -> Iterator[str]:
    """Lines, the endless ones cut, so that a file without line ends cannot fill the memory."""
    while line := text.readline(LONGEST):
        yield line


def _header(file: Path, first: str, log_map: LogMap) -> tuple[list[str], str]:
    """The column names and the delimiter that finds most of the map's columns among them."""
    if not first.strip():
        raise InvalidEvents(f"{file}: the file is empty; export it again with its header line")
    wanted = log_map.needed
    readings = {
        delimiter: [name.strip() for name in next(csv.reader([first], delimiter=delimiter))]
        for delimiter in ((log_map.delimiter,) if log_map.delimiter else DELIMITERS)
    }
    delimiter = max(readings, key=lambda each: (len(set(wanted.values()) & set(readings[each])), len(readings[each])))
    header = readings[delimiter]
    _check_columns(file, header, wanted)
    return header, delimiter


def _check_columns(file: Path, header: list[str], wanted: dict[str, str]) -> None:
    complaints = Complaints("map")
    for place, name in wanted.items():
        if name not in header:
            near = get_close_matches(name, header, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "it has: " + ", ".join(header[:40])
            complaints.at(place).add(f"{file.name} has no column {name!r}", hint)
    for name in sorted({name for name in header if header.count(name) > 1} & set(wanted.values())):
        complaints.add(f"{file.name} has the column {name!r} twice", "rename one of them in the export")
    complaints.settle(InvalidConfig)


def _jsonl(text: TextIOWrapper, log_map: LogMap, unusable: Tally) -> Iterator[Row]:
    names = sorted(set(log_map.needed.values()))
    for number, line in enumerate(_short_lines(text), 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            unusable.add(NOT_JSON, number, line.strip()[:40])
            continue
        values = {name: _plain(_dig(told, name)) for name in names}
        if _readable(values.values()):
            yield Row(number, values)
        else:
            unusable.add(NOT_TEXT, number, log_map.encoding)


def _dig(told: Any, name: str) -> Any:
    """A value by its column name; `a.b` looks into the table `a`."""
    if not isinstance(told, dict):
        return None
    if name in told:
        return told[name]
    first, dot, rest = name.partition(".")
    return _dig(told.get(first), rest) if dot else None


def _plain(value: Any) -> str:
    """A JSON value as a CSV would have written it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(_plain(item) for item in value)
    return str(value)


def _readable(fields: Iterable[str]) -> bool:
    """Whether every byte was text: odd ones are kept as half surrogates by the decoder."""
    joined = "".join(fields)
    if joined.isascii():
        return True
    try:
        joined.encode()
    except UnicodeEncodeError:
        return False
    return True
