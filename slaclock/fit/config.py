"""A fitted rule as a configuration: the mapping an engine takes, and the same as TOML with its credentials above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from slaclock.fit.case import NO_PRIORITY, Stop
from slaclock.fit.opening import Opening
from slaclock.fit.rule import Rule
from slaclock.fit.threshold import write_budget

NAME = "fitted"
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_METRICS: Mapping[Stop, tuple[str, Mapping[str, Any] | None]] = {
    Stop("solved", True): ("resolution", None),
    Stop("solved", False): ("first_solve", {"starts": ["begun"], "stops": ["solved"]}),
    Stop("closed", False): ("closing", {"starts": ["begun"], "stops": ["status:closed"]}),
    Stop("closed", True): ("closing", {"starts": ["begun"], "stops": ["status:closed"], "resumes": True}),
}
"""The metric each end is measured by: slaclock's own, or one defined in the configuration."""


def metric_of(stop: Stop) -> str:
    """The metric a fitted rule is read by."""
    return _METRICS[stop][0]


def as_config(rule: Rule, zone: str) -> dict[str, Any]:
    """The rule as `Engine.from_config` takes it."""
    opening, stop = rule.candidate.opening, rule.candidate.stop
    calendar: dict[str, Any] = {"timezone": zone, "hours": _hours(opening)}
    if opening.country:
        calendar["holidays"] = [opening.country]
    name, metric = _METRICS[stop]
    rows = {
        "default" if priority == NO_PRIORITY else priority: write_budget(limit.budget, wall=limit.wall)
        for priority, limit in rule.limits.items()
    }
    targets = {name: {**rows, "pauses": sorted(rule.statuses)}}
    config: dict[str, Any] = {"calendars": {NAME: calendar}}
    if metric is not None:
        config["metrics"] = {name: dict(metric)}
    return config | {"policies": [{"name": NAME, "calendar": NAME, "targets": targets}]}


def _hours(opening: Opening) -> str | dict[str, str]:
    if opening.always:
        return "always"
    days = ("mon-thu", "sun") if opening.days == "sun-thu" else (opening.days,)
    return dict.fromkeys(days, opening.shift)


def as_toml(config: Mapping[str, Any], comments: Iterable[str]) -> str:
    """The configuration as a file, with what is known about it in comments."""
    lines = [f"# {line}".rstrip() for line in comments]
    for kind in ("calendars", "metrics"):
        for name, table in config.get(kind, {}).items():
            lines += ["", f"[{kind}.{_key(name)}]", *_rows(table)]
    for policy in config["policies"]:
        plain = {key: value for key, value in policy.items() if key != "targets"}
        lines += ["", "[[policies]]", *_rows(plain)]
        for name, rows in policy["targets"].items():
            lines += ["", f"[policies.targets.{_key(name)}]", *_rows(rows)]
    return "\n".join(lines) + "\n"


def _rows(table: Mapping[str, Any]) -> list[str]:
    width = max(len(_key(key)) for key in table)
    return [f"{_key(key):<{width}} = {_value(value)}" for key, value in table.items()]


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text) + '"'
