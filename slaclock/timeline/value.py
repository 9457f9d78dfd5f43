"""What a key of an event may hold: how it is read, what a person should have written, and its JSON Schema."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from math import isfinite
from types import MappingProxyType
from typing import Any, cast

from slaclock.complaints import show
from slaclock.instant import parse_instant, to_us

_INT64 = 2**63
_LONGEST_INSTANT = 40


class Unreadable(ValueError):
    """A value that is not what its key holds."""


@dataclass(frozen=True, slots=True)
class Value:
    """One kind of value. `read` gives what slaclock keeps and raises ValueError, KeyError or TypeError otherwise."""

    read: Callable[[Any], Any]
    wanted: str
    schema: Mapping[str, object]
    choices: tuple[str, ...] = ()

    def explain(self, given: object, error: Exception) -> tuple[str, str]:
        """What was found and what would be right, in a person's words."""
        if isinstance(error, ValueError) and error.args:
            found, _, _ = str(error).partition("; ")
            return found, self.wanted
        near = get_close_matches(given, self.choices, n=1) if isinstance(given, str) else ()
        return f"found {show_json(given)}", f"did you mean {near[0]!r}?" if near else self.wanted


def show_json(given: object) -> str:
    """The value as it stood in the file; Python's None, True and False are not JSON's words."""
    if given is None or isinstance(given, bool):
        return {None: "null", True: "true", False: "false"}[given]
    return show(given)


def _storable(text: str) -> bool:
    """Whether every store and screen can take it: no half surrogates, no control characters but line ends and tabs."""
    return all(unicodedata.category(letter) not in ("Cc", "Cs") or letter in "\n\r\t" for letter in text)


def _text(given: Any) -> str:
    # the common case first: this runs for every text of every event
    if given.__class__ is str and given.isprintable() and given and not given.isspace():
        return given
    if not isinstance(given, str):
        raise Unreadable
    if not given.strip():
        raise Unreadable("found empty text")
    if not _storable(given):
        raise Unreadable(f"found a control character or half a surrogate in {show(given)}")
    return str(given)


def _instant(given: Any) -> int:
    if isinstance(given, datetime):
        return to_us(given)
    if not isinstance(given, str):
        raise Unreadable
    if len(given) > _LONGEST_INSTANT:
        raise Unreadable(f"{show(given)} is no instant")
    return to_us(parse_instant(given))


def _integer(given: Any) -> int:
    if given.__class__ is not int:
        raise Unreadable
    if not -_INT64 <= given < _INT64:
        raise Unreadable(f"found {show(given)}, which does not fit 64 bits")
    return given


def _text_or_integer(given: Any) -> str | int:
    return _text(given) if isinstance(given, str) else _integer(given)


def _yes_or_no(given: Any) -> bool:
    if given.__class__ is not bool:
        raise Unreadable
    return given


def _labels(given: Any) -> frozenset[str]:
    if not isinstance(given, (list, tuple, set, frozenset)):
        raise Unreadable
    return frozenset(map(_text, cast("Iterable[object]", given)))


def _scalar(given: Any) -> object:
    if given is None or given.__class__ is bool:
        return given
    if isinstance(given, str):
        return _text(given) if given.strip() else given
    if given.__class__ is float:
        if isfinite(given):
            return given
        raise Unreadable(f"found {given}, which is no number")
    return _integer(given)


def _scalars(given: Any) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise Unreadable
    return MappingProxyType(
        {_text(name): _scalar(value) for name, value in cast("Mapping[Any, object]", given).items()}
    )


def one_of(choices: tuple[str, ...]) -> Value:
    """One of a few words, nothing else."""
    # a table of each word to itself answers in one look-up, and raises for every stranger
    table = {word: word for word in choices}
    return Value(table.__getitem__, "one of " + ", ".join(choices), {"enum": list(choices)}, choices)


_TEXT_SCHEMA: Mapping[str, object] = {"type": "string", "pattern": r"\S"}
_SCALAR_SCHEMA: Mapping[str, object] = {"type": ["string", "number", "boolean", "null"]}

TEXT = Value(_text, "write text in quotes, not empty", _TEXT_SCHEMA)
INSTANT = Value(
    _instant,
    "write RFC 3339 with an offset, like 2026-03-02T10:00:00+01:00",
    {
        "type": "string",
        # wider than the format date-time: seconds may be missing
        "pattern": r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)$",
    },
)
INTEGER = Value(_integer, "write a whole number", {"type": "integer", "minimum": -_INT64, "maximum": _INT64 - 1})
TEXT_OR_INTEGER = Value(
    _text_or_integer, "write text or a whole number", {"type": ["string", "integer"], "pattern": r"\S"}
)
YES_OR_NO = Value(_yes_or_no, "write true or false, without quotes", {"type": "boolean"})
LABELS = Value(_labels, "write a list of text", {"type": "array", "items": _TEXT_SCHEMA})
SCALARS = Value(
    _scalars,
    "write a table of text, numbers, true, false or null",
    {"type": "object", "propertyNames": _TEXT_SCHEMA, "additionalProperties": _SCALAR_SCHEMA},
)
