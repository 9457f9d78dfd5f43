"""The grammar of configurations as JSON Schema, for editors that complete and check what a person writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from slaclock.policy import agreement, channel, concession, ladder, policy, target, when
from slaclock.policy.agreement import FORMULAS, Every
from slaclock.policy.channel import CHANNELS
from slaclock.policy.match import FACTS
from slaclock.policy.metric import METRICS, WAITING_STATUSES
from slaclock.policy.policy import Kind
from slaclock.policy.question import ORDERS, TEXTS
from slaclock.policy.schema_hours import CALENDAR
from slaclock.policy.step import POINTS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 500}
YES: Schema = {"type": "boolean"}
TEXTS_OR_ONE: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}
WHEN_DATE: Schema = {
    "type": "string",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "description": "a date, which begins at midnight in the zone of the calendar, or an instant with its offset",
}


def config_schema() -> Schema:
    """JSON Schema (2020-12) of a configuration, as one TOML file or the mapping it becomes (dates as text).

    Whatever slaclock reads fits it. What a schema cannot say remains: names that must exist, budgets that must be
    unambiguous, two versions of one date.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "slaclock configuration",
        "type": "object",
        "properties": {
            "calendars": _named({"$ref": "#/$defs/calendar"}, "Support hours, by name."),
            "metrics": _named({"$ref": "#/$defs/metric"}, "Metrics of the desk's own, by name."),
            "policies": _list("policy", "Asked in this order: the first match of each kind wins."),
            "agreements": _list("agreement", "The contracts around the policies."),
            "objectives": _list("objective", "Promises about many tickets that belong to no agreement."),
            "concessions": _list("concession", "What single customers were granted beside the policies."),
            "helpdesks": _named({"type": "object"}, "The service: helpdesks it speaks with, by name."),
            "notify": _named({"type": "object"}, "The service: whom escalations can tell, and how."),
            "store": {"description": "The service: where it keeps what it knows.", "type": "object"},
            "promise": _promise(),
            "server": {"description": "The service: its doors, and where it may connect to.", "type": "object"},
        },
        "additionalProperties": False,
        "$defs": {
            "budget": _budget(),
            "calendar": CALENDAR,
            "metric": _metric(),
            "condition": _condition(),
            "wish": _wish(),
            "target": _target(),
            "step": _step(),
            "channel": _channel(),
            "policy": _policy(),
            "agreement": _agreement(),
            "objective": _objective(),
            "concession": _concession(),
        },
    }


def _promise() -> Schema:
    told = {"type": "boolean", "default": False, "description": "Whether they are told how long answers usually take."}
    quiet = {"type": "string", "description": "When they are not written to unasked, by their own clock: 21:00-08:00."}
    return {
        "description": "The service: how customers are spoken to.",
        "type": "object",
        "properties": {"usual": told, "quiet": quiet},
        "additionalProperties": False,
    }


def _table(description: str, known: Iterable[str], required: Iterable[str], properties: Schema) -> Schema:
    """A closed table; `known` are the loader's own keys, so that the schema cannot fall behind it."""
    return {
        "description": description,
        "type": "object",
        "properties": {key: properties[key] for key in known},
        "required": list(required),
        "additionalProperties": False,
    }


def _named(schema: Schema, description: str) -> Schema:
    return {"description": description, "type": "object", "additionalProperties": schema}


def _list(name: str, description: str) -> Schema:
    return {"description": description, "type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _words(words: Iterable[str], description: str = "") -> Schema:
    schema: Schema = {"enum": [str(word) for word in words]}
    return {**schema, "description": description} if description else schema


def _budget() -> Schema:
    return {
        "description": "How much time: open time, wall time, business days or the end of one; never a bare day.",
        "type": "string",
        "minLength": 2,
        "maxLength": 100,
        "examples": ["30 business minutes", "4bh", "24 hours", "2 business days", "end of next business day", "eobd+1"],
    }


BUDGET: Schema = {"$ref": "#/$defs/budget"}


def _metric() -> Schema:
    moments: Schema = {"type": "array", "items": TEXT}
    statuses: Schema = {"type": "array", "items": _words(WAITING_STATUSES)}
    properties = {
        "starts": {**moments, "minItems": 1},
        "stops": moments,
        "abandons": moments,
        "closes_unanswered": moments,
        "pauses": statuses,
        "resumes": YES,
        "latest": YES,
    }
    return _table("What starts, stops and pauses it.", properties, ["starts"], properties)


def _wish() -> Schema:
    single: Schema = {"type": ["string", "number", "boolean"]}
    several: Schema = {"anyOf": [single, {"type": "array", "items": single, "minItems": 1}]}
    operators: Schema = {"is": several, "is_not": several, "all": several, "present": YES}
    operators |= {key: {"type": "number"} for key in ORDERS} | {key: dict(TEXTS_OR_ONE) for key in TEXTS}
    return {
        "description": "One value, several of which one must match, or comparisons.",
        "anyOf": [
            *several["anyOf"],
            {
                "type": "object",
                "properties": {key: operators[key] for key in when.OPERATORS},
                "minProperties": 1,
                "additionalProperties": False,
            },
        ],
    }


def _condition() -> Schema:
    condition: Schema = {"$ref": "#/$defs/condition"}
    wish: Schema = {"$ref": "#/$defs/wish"}
    properties: Schema = {fact: dict(wish) for fact in FACTS} | {
        "fields": {"type": "object", "additionalProperties": wish},
        "created": {
            "type": "object",
            "properties": {"after": WHEN_DATE, "before": WHEN_DATE, "during": TEXT, "outside": TEXT},
            "minProperties": 1,
            "additionalProperties": False,
        },
        "any": {"type": "array", "items": condition, "minItems": 1},
        "all": {"type": "array", "items": condition, "minItems": 1},
        "not": {**condition, "minProperties": 1},
    }
    return _table("Which tickets are meant; every key must match.", when.KEYS, [], properties)


def _target() -> Schema:
    statuses: Schema = {"type": "array", "items": _words(WAITING_STATUSES)}
    properties = {"pauses": statuses, "calendar": TEXT, "pause_cap": BUDGET}
    return {
        "description": "Budgets by priority, `default` for all others.",
        "type": "object",
        "properties": {key: properties[key] for key in target.KEYS},
        "additionalProperties": BUDGET,
        "minProperties": 1,
    }


def _step() -> Schema:
    text_verbs = {verb.value: TEXT for verb in ladder.Verb} | {verb.value: TEXTS_OR_ONE for verb in ladder.SEVERAL}
    values: Schema = {"type": ["string", "number", "boolean"]}
    verbs = text_verbs | {"field": {"type": "object", "additionalProperties": values, "minProperties": 1}}
    action: Schema = {"type": "object", "properties": verbs, "minProperties": 1, "maxProperties": 1}
    properties: Schema = {
        "name": TEXT,
        "target": TEXT,
        "at": {**TEXT, "description": POINTS},
        "do": {"type": "array", "items": {**action, "additionalProperties": False}, "minItems": 1},
        "hours": {**TEXT, "description": "the calendar in which it is delivered"},
        "urgent": YES,
    }
    return _table("A step of the escalation.", ladder.KEYS, ["at", "do"], properties)


def _channel() -> Schema:
    properties: Schema = {key: dict(YES) for key in channel.SWITCHES} | {key: dict(BUDGET) for key in channel.LENGTHS}
    return _table("What this policy changes about a channel.", properties, [], properties)


def _policy() -> Schema:
    properties: Schema = {
        "name": TEXT,
        "kind": _words(Kind),
        "when": {"$ref": "#/$defs/condition"},
        "calendar": TEXT,
        "targets": {
            "description": "By metric: " + ", ".join(METRICS) + ", or one of [metrics].",
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/target"},
        },
        "escalations": _list("step", "What happens at which point."),
        "reopen_window": BUDGET,
        "auto_acknowledgement_counts": YES,
        "effective_from": WHEN_DATE,
        "channels": {
            "type": "object",
            "propertyNames": _words(CHANNELS),
            "additionalProperties": {"$ref": "#/$defs/channel"},
        },
    }
    return _table("The promises tickets of one kind get.", policy.KEYS, ["name", "calendar", "targets"], properties)


def _agreement() -> Schema:
    properties: Schema = {
        "name": TEXT,
        "kind": _words(Kind),
        "parties": {"type": "array", "items": TEXT, "minItems": 2},
        "from": WHEN_DATE,
        "to": WHEN_DATE,
        "policies": TEXTS_OR_ONE,
        "objectives": _list("objective", "How it is judged over many tickets."),
        "escalation": TEXTS_OR_ONE,
        "review": _words(Every),
    }
    return _table("A contract.", agreement.KEYS, ["name", "parties", "policies"], properties)


def _objective() -> Schema:
    share: Schema = {"type": "number", "exclusiveMinimum": 0, "maximum": 1}
    several: Schema = {"anyOf": [_words(CHANNELS), {"type": "array", "items": _words(CHANNELS), "minItems": 1}]}
    properties: Schema = {
        "name": TEXT,
        "metric": TEXT,
        "share": {"anyOf": [share, {"type": "string", "pattern": r"^ *[0-9]{1,3}(\.[0-9]{1,6})? ?% *$"}]},
        "period": _words(Every),
        "formula": _words(FORMULAS),
        "priority": TEXTS_OR_ONE,
        "channel": several,
        "policies": TEXTS_OR_ONE,
    }
    return _table("A promise about many tickets.", agreement.OBJECTIVE_KEYS, ["metric", "share", "period"], properties)


def _concession() -> Schema:
    rows: Schema = {"type": "object", "additionalProperties": BUDGET, "minProperties": 1}
    properties: Schema = {
        "name": TEXT,
        "customer": TEXTS_OR_ONE,
        "policy": TEXT,
        "targets": {"type": "object", "additionalProperties": rows, "minProperties": 1},
        "calendar": TEXT,
        "from": WHEN_DATE,
        "expires": WHEN_DATE,
        "reason": TEXT,
        "approver": TEXT,
    }
    required = ["customer", "targets", "expires", "reason", "approver"]
    return _table("What a customer was granted.", concession.KEYS, required, properties)
