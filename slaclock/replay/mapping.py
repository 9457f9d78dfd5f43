"""LogMap: how a desk's own export is to be read, column by column; the grammar of MAP.toml.

rows    = "snapshot"                    # each row shows a whole ticket; or "event": each tells one thing
zone    = "America/Sao_Paulo"           # of times that do not say theirs
times   = ["%d/%m/%Y %H:%M"]            # strptime formats, or "iso", "unix", "unix-ms"
missing = ["?", ""]                     # how the export writes "nothing here"

[columns]                               # the export's name for each thing
ticket  = "number"
at      = "sys_updated_at"
created = "opened_at"
status  = "incident_state"

[values.status]                         # the export's words → slaclock's
New = "new"
"Awaiting Vendor" = { to = "hold", reason = "vendor" }

[verdict]                               # what the desk itself thought of each ticket, if the log says so
column = "made_sla"
met    = ["true"]
missed = ["false"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from slaclock.complaints import Complaints, show
from slaclock.errors import InvalidConfig
from slaclock.replay.stamp import NAMED_FORMATS, check_format
from slaclock.replay.word import WORD_KEYS, Word, read_words

FACTS = ("priority", "group", "assignee", "customer", "channel")
"""What a ticket holds one of at a time; a snapshot that shows another value is a change."""
MOMENTS = ("created", "answered", "solved", "closed")
"""Columns that hold an instant of the ticket's life: `answered` is the first public answer of an agent."""
IDENTITY = ("ticket", "at", "seq")
SNAPSHOT_COLUMNS = (*IDENTITY, *MOMENTS, "status", *FACTS, "requester", "tags")
EVENT_COLUMNS = (
    *(*IDENTITY, "id", "type", "created", "status", *FACTS, "requester", "tags", "by"),
    *("to", "reason", "until", "author", "public", "auto", "message", "outcome", "into"),
)
ROWS = ("snapshot", "event")
FORMATS = ("csv", "jsonl")
DEFAULT_KEYS = ("channel", "priority", "status", "by", "author", "public", "customer", "group", "type")
_TOP = (
    "rows",
    "zone",
    "times",
    "missing",
    "format",
    "delimiter",
    "encoding",
    "columns",
    "values",
    "fields",
    "defaults",
)


@dataclass(frozen=True, slots=True)
class VerdictColumn:
    """Where the log keeps the desk's own verdict on a ticket, and the words for met and missed."""

    column: str
    met: frozenset[str]
    missed: frozenset[str]

    def read(self, text: str) -> bool | None:
        """True for met, False for missed, None for anything else."""
        word = text.strip().casefold()
        return True if word in self.met else False if word in self.missed else None


@dataclass(frozen=True, slots=True)
class LogMap:
    """How one export is read: its columns, its words, its clock."""

    rows: str
    zone: ZoneInfo
    times: tuple[str, ...]
    columns: Mapping[str, str]
    missing: frozenset[str] = frozenset({""})
    words: Mapping[str, Mapping[str, Word]] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    verdict: VerdictColumn | None = None
    format: str | None = None
    delimiter: str | None = None
    encoding: str = "utf-8-sig"

    @property
    def needed(self) -> dict[str, str]:
        """Every column the map names, with the place in the map that names it."""
        places = {f"columns.{key}": name for key, name in self.columns.items()}
        places |= {f"fields.{key}": name for key, name in self.fields.items()}
        return places | ({"verdict.column": self.verdict.column} if self.verdict else {})


def load_map(source: Path | str | Mapping[str, Any]) -> LogMap:
    """The map in a TOML file (or a mapping of the same shape); InvalidConfig lists everything wrong with it at once."""
    if isinstance(source, Mapping):
        return _build(source, Complaints("map"))
    path = Path(source)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InvalidConfig(f"{path}: cannot read it: {error.strerror or error}; name a map in TOML") from None
    except UnicodeDecodeError:
        raise InvalidConfig(f"{path}: this is no UTF-8 text; save the map as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidConfig(f"{path}: this is no TOML: {error}; mend the line it names") from None
    return _build(table, Complaints(str(path)))


def _build(table: Mapping[str, Any], complaints: Complaints) -> LogMap:
    complaints.unknown(table, (*_TOP, "verdict"))
    rows = _choice(table, "rows", ROWS, complaints) or "snapshot"
    zone = _zone(table.get("zone"), complaints.at("zone"))
    columns = _columns(table.get("columns", {}), rows, complaints.at("columns"))
    made = LogMap(
        rows=rows,
        zone=zone or ZoneInfo("UTC"),
        times=_times(table.get("times", ["iso"]), complaints.at("times")),
        columns=columns,
        missing=frozenset(word.strip() for word in _texts(table.get("missing", [""]), complaints.at("missing"))),
        words=_words(table.get("values", {}), complaints.at("values")),
        fields=_text_table(table.get("fields", {}), "a column for each field", complaints.at("fields")),
        defaults=_defaults(table.get("defaults", {}), complaints.at("defaults")),
        verdict=_verdict(table["verdict"], complaints.at("verdict")) if "verdict" in table else None,
        format=_choice(table, "format", FORMATS, complaints),
        delimiter=_delimiter(table.get("delimiter"), complaints.at("delimiter")),
        encoding=_encoding(table.get("encoding", "utf-8-sig"), complaints.at("encoding")),
    )
    complaints.settle()
    return made


def _zone(value: object, complaints: Complaints) -> ZoneInfo | None:
    wanted = "name the time zone of the log's times, like zone = 'Europe/Berlin' (or 'UTC')"
    if not isinstance(value, str):
        complaints.add("no zone" if value is None else f"found {show(value)}", wanted)
        return None
    try:
        return ZoneInfo(value)
    except (KeyError, OSError, ValueError):
        complaints.add(f"unknown zone {value!r}", wanted)
        return None


def _times(value: object, complaints: Complaints) -> tuple[str, ...]:
    formats = tuple(_texts([value] if isinstance(value, str) else value, complaints))
    for text in formats:
        if text not in NAMED_FORMATS and (wrong := check_format(text)):
            complaints.add(f"{text!r} {wrong}", "write a strptime format like '%d/%m/%Y %H:%M', or iso, unix, unix-ms")
    if not formats:
        complaints.add("no time format", "write a list like ['%d/%m/%Y %H:%M'] or ['iso']")
    return formats


def _columns(value: object, rows: str, complaints: Complaints) -> Mapping[str, str]:
    columns = _text_table(value, "the export's column for each thing", complaints)
    complaints.unknown(columns, SNAPSHOT_COLUMNS if rows == "snapshot" else EVENT_COLUMNS)
    given = value if isinstance(value, Mapping) else {}
    if "ticket" not in given:
        complaints.at("ticket").add("no ticket column", "name the column that holds the ticket's number")
    if "at" not in given and (rows == "event" or "created" not in given):
        also = "" if rows == "event" else " (or `created` for an export with one row a ticket)"
        complaints.at("at").add("no time column", f"name the column that says when the row happened{also}")
    return columns


def _words(value: object, complaints: Complaints) -> Mapping[str, Mapping[str, Word]]:
    tables = complaints.table(value, "write [values.status] and the like, each a table of the export's words")
    complaints.unknown(tables, WORD_KEYS)
    return {key: read_words(key, tables[key], complaints.at(key)) for key in WORD_KEYS if key in tables}


def _defaults(value: object, complaints: Complaints) -> Mapping[str, Any]:
    defaults = complaints.table(value, "write a table like { channel = 'email' }")
    complaints.unknown(defaults, DEFAULT_KEYS)
    for key, given in defaults.items():
        wanted = bool if key == "public" else str
        if not isinstance(given, wanted):
            complaints.at(key).add(f"found {show(given)}", "write true or false" if wanted is bool else "write text")
    return defaults


def _verdict(value: object, complaints: Complaints) -> VerdictColumn | None:
    table = complaints.table(value, "write { column = 'made_sla', met = ['true'], missed = ['false'] }")
    complaints.unknown(table, ("column", "met", "missed"))
    words = {
        key: frozenset(word.strip().casefold() for word in _texts(table.get(key, []), complaints.at(key)))
        for key in ("met", "missed")
    }
    for key, found in words.items():
        if not found:
            complaints.at(key).add("no words", f"list the words the column uses for {key}")
    if both := words["met"] & words["missed"]:
        complaints.add(f"{min(both)!r} means met and missed", "let every word mean one of them")
    if not isinstance(table.get("column"), str):
        complaints.at("column").add("no column", "name the column that holds the desk's own verdict")
        return None
    return VerdictColumn(str(table["column"]), words["met"], words["missed"])


def _choice(table: Mapping[str, Any], key: str, choices: tuple[str, ...], complaints: Complaints) -> str | None:
    value = table.get(key)
    if value is None or value in choices:
        return value
    complaints.at(key).add(f"found {show(value)}", "write one of " + ", ".join(choices))
    return None


def _delimiter(value: object, complaints: Complaints) -> str | None:
    if value is None or (isinstance(value, str) and len(value) == 1 and value not in '"\r\n'):
        return value
    complaints.add(f"found {show(value)}", "write the one character between two columns, like ';'")
    return None


def _encoding(value: object, complaints: Complaints) -> str:
    try:
        "a".encode(value)  # type: ignore[arg-type]
        return str(value)
    except (LookupError, TypeError, ValueError):
        complaints.add(f"found {show(value)}", "name a text encoding, like 'utf-8' or 'latin-1'")
        return "utf-8-sig"


def _text_table(value: object, wanted: str, complaints: Complaints) -> Mapping[str, str]:
    table = complaints.table(value, f"write a table naming {wanted}")
    for key, name in table.items():
        if not isinstance(name, str) or not name.strip():
            complaints.at(key).add(f"found {show(name)}", "write the column's name as it stands in the header")
    return {key: name for key, name in table.items() if isinstance(name, str)}


def _texts(value: object, complaints: Complaints) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    complaints.add(f"found {show(value)}", "write a list of text")
    return []
