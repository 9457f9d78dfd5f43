"""Tables as TOML text, for configurations that tests have as mappings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any


def as_toml(table: Mapping[str, Any]) -> str:
    """One document; TypeError for what TOML cannot hold."""
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items())


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(key)
    return json.dumps(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    raise TypeError(value)
