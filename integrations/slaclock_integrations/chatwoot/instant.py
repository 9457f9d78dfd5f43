"""Chatwoot's instants: seconds since 1970, whole or not, here; RFC 3339 or its own way of writing it there."""

from __future__ import annotations

import re

from slaclock.connectors.fact import instant
from slaclock.connectors.payload import Payload
from slaclock.connectors.protocol import Unreadable
from slaclock.instant import LAST, SECOND

_RUBY = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC", re.ASCII)


def moment(row: Payload, key: str) -> int | None:
    """An instant that may be missing, as microseconds UTC; None too where it cannot be one."""
    value = row.value.get(key)
    if isinstance(value, str):
        if value.replace(".", "", 1).isdigit() and value.isascii() and len(value) < 20:
            value = float(value)
        else:
            try:
                return instant(Payload({key: _RUBY.sub(r"\1T\2Z", value)}, row.where), key)
            except Unreadable:
                return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < LAST / SECOND:
        return None
    return round(value * SECOND)


def needed(row: Payload, key: str) -> int:
    """An instant that must be there."""
    at = moment(row, key)
    if at is None:
        raise Unreadable(f"{row.where}: {key!r} is no instant")
    return at
