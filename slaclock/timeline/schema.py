"""The grammar of events as JSON Schema, for integrators who check what they send before they send it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slaclock.timeline.grammar import COMMON, EVENT_TYPES, EventType, Key


def event_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one event, one alternative a type.

    Whatever slaclock reads fits it. The other way round a few rules remain that a schema cannot say: dates that do not
    exist, keys that stand twice, a pause that ends before it begins, a ticket merged into itself.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "slaclock ticket event",
        "oneOf": [_alternative(kind) for kind in EVENT_TYPES.values()],
    }


def _alternative(kind: EventType) -> dict[str, Any]:
    keys = {**COMMON, **kind.keys}
    schema: dict[str, Any] = {
        "title": kind.name,
        "description": kind.meaning,
        "type": "object",
        "properties": {name: _key(key) for name, key in keys.items()} | {"type": {"const": kind.name}},
        "required": [name for name, key in keys.items() if key.needed],
        "additionalProperties": False,
    }
    if "set" in keys:
        schema["anyOf"] = [{"required": [name]} for name in kind.keys]
    return schema


def _key(key: Key) -> dict[str, Any]:
    schema = _or_null(key.value.schema) if key.nullable else dict(key.value.schema)
    return schema | {"description": key.meaning}


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*types, "null"]}
