"""Column types that mean the same on SQLite and PostgreSQL: instants as microseconds, JSON as canonical text."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from slaclock.instant import FIRST, LAST

BigKey = BigInteger().with_variant(Integer(), "sqlite")
"""A row's own number; SQLite numbers rows by itself only in a column it calls INTEGER."""


_WRITTEN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _instant(value: int | None) -> int | None:
    if value is not None and (type(value) is not int or not FIRST <= value < LAST):
        raise ValueError(f"{value!r} is no instant; hand in microseconds since 1970 UTC")
    return value


def _written(value: Any) -> str | None:
    return None if value is None else _WRITTEN(value)


class UTCDateTime(TypeDecorator[int]):
    """An instant as int64 microseconds of UTC: exact, without a zone to lose, ordered as time is.

    What is no instant (a datetime, a float, a truth value) is refused before it reaches a row.
    """

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ARG002 (the base class's)
        """Checks a value on its way into a row; one call each, for it is done for every row of every batch."""
        return _instant


class Plain(TypeDecorator[Any]):
    """A JSON value as text with sorted keys, so that equal values are equal rows."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ARG002 (the base class's)
        """The value as text."""
        return _written

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 (the base class's)
        """The text as a value."""
        return None if value is None else json.loads(value)
