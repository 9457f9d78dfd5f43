"""The calendar's part of the configuration's JSON Schema."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_HOURS: Schema = {
    "description": "`always`, or the week: days, ranges (mon-fri), lists (mon,wed) or every-day with their shifts.",
    "anyOf": [
        {"const": "always"},
        {
            "type": "object",
            "additionalProperties": {
                "type": "string",
                "examples": ["09:00-12:00, 13:00-18:00", "22:00-06:00", "closed"],
            },
        },
    ],
}
_HOLIDAYS: Schema = {
    "description": "Countries (DE, DE-BE), files, own dates (2026-12-31) and dates of every year (12-31).",
    "type": "array",
    "items": {"anyOf": [{"type": "string"}, {"type": "object"}]},
}
_SPECIAL: Schema = {
    "description": "Local dates with shifts of their own; they beat weekday, season and holiday.",
    "type": "object",
    "additionalProperties": {},
}
_SEASONS: Schema = {
    "description": "Parts of every year with a week of their own, both days included.",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "from": {"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"},
            "to": {"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"},
            "hours": _HOURS,
        },
        "required": ["from", "to", "hours"],
        "additionalProperties": False,
    },
}
_CUT: Schema = {"type": "boolean", "description": "End a night shift at midnight when the next date is closed all day."}
_CHANGING: Schema = {
    "hours": _HOURS,
    "holidays": _HOLIDAYS,
    "special": _SPECIAL,
    "seasons": _SEASONS,
    "cut_at_midnight": _CUT,
}
_NAMES: Schema = {"type": "array", "items": {"type": "string"}, "minItems": 1}

CALENDAR: Schema = {
    "description": "Support hours in one time zone, or a calendar put together from others.",
    "type": "object",
    "properties": {
        "timezone": {"type": "string", "examples": ["Europe/Berlin"]},
        **_CHANGING,
        "changes": {
            "description": "What changes from a local date on.",
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"effective_from": {"type": "string"}, **_CHANGING},
                "required": ["effective_from"],
                "additionalProperties": False,
            },
        },
        "union": _NAMES,
        "intersection": _NAMES,
        "base": {"type": "string"},
        "minus": {"type": "string"},
    },
    "additionalProperties": False,
}
