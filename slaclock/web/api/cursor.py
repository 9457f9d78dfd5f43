"""Cursors: where a page ended, so that the next one begins there whatever was added or changed in between."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from slaclock.errors import InvalidInput
from slaclock.instant import LAST

Place = tuple[Any, ...]
"""The values by which a list is sorted, of the last thing on a page."""


class Cursor:
    """Reads and writes the cursors of one list: one tenant's, of one kind, under one choice of filters.

    A cursor names a place and grants nothing: what is listed from there on is asked of the caller's own rows.
    """

    def __init__(self, types: Sequence[type], *of: object) -> None:
        self._types = tuple(types)
        self._seal = hashlib.sha256(repr(of).encode("utf-8", "replace")).hexdigest()[:16]

    def write(self, place: Place) -> str:
        """The cursor behind a place."""
        told = json.dumps([self._seal, *place], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(told).decode().rstrip("=")

    def read(self, given: str | None) -> Place | None:
        """The place of a cursor, None for the first page; InvalidInput for one of another list."""
        if given is None:
            return None
        try:
            told = json.loads(base64.urlsafe_b64decode(given.encode("ascii") + b"=" * (-len(given) % 4)))
            seal, *place = told if isinstance(told, list) and told else [None]
        except (ValueError, binascii.Error, RecursionError):
            seal, place = None, list[Any]()
        if seal != self._seal or not self._fits(place):
            raise InvalidInput("cursor: it is of another list or filter; begin again without it")
        return tuple(place)

    def _fits(self, place: list[Any]) -> bool:
        return len(place) == len(self._types) and all(map(_is, place, self._types))


def _is(value: Any, kind: type) -> bool:
    """Whether a value is of a kind, and one that a store can hold."""
    if type(value) is not kind:
        return False
    if isinstance(value, str):
        return "\0" not in value and value == value.encode("utf-8", "replace").decode()
    return isinstance(value, int) and -1 <= value < LAST
