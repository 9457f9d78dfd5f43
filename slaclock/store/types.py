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


class UTCDateTime(TypeDecorator[int]):
    """An instant as int64 microseconds of UTC: exact, without a zone to lose, ordered as time is."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:  # noqa: ARG002 (the base class's)
        """Refuse what is no instant (a datetime, a float, a truth value) before it reaches a row."""
        if value is None:
            return None
        if type(value) is not int or not FIRST <= value < LAST:
            raise ValueError(f"{value!r} is no instant; hand in microseconds since 1970 UTC")
        return value


class Plain(TypeDecorator[Any]):
    """A JSON value as text with sorted keys, so that equal values are equal rows."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 (the base class's)
        """The value as text."""
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 (the base class's)
        """The text as a value."""
        return None if value is None else json.loads(value)
