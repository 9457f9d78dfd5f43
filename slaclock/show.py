"""Rows of the store as JSON has them: instants as RFC 3339 UTC, nothing that is only the store's business."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from slaclock.instant import format_instant
from slaclock.promise.habit import Alike
from slaclock.promise.promise import Habit

_STEP = ("ticket", "policy", "metric", "cycle", "step", "repeat")
_MESSAGE = ("id", "ticket", "account", "action", "kind", "name", "value", "generation", "state", "attempts", "error")


def fired_step(row: Mapping[str, Any]) -> dict[str, Any]:
    """A step that was fired; `muted` if it was due before anybody watched, so that nobody was told.

    `correction` is what a fact learnt later says about it.
    """
    instants = {name: format_instant(row[name]) for name in ("due_at", "deliver_at", "fired_at")}
    later = None
    if row["says"] is not None:
        later = {"says": row["says"], "event": row["says_event"], "found_at": format_instant(row["says_at"])}
    return {**{name: row[name] for name in _STEP}, **instants, "muted": bool(row["muted"]), "correction": later}


def attained(row: Mapping[str, Any]) -> dict[str, Any]:
    """How an objective was kept over a stretch that has ended; `all` stands for every policy or priority together."""
    kept, of = row["numerator"], row["denominator"]
    names = {name: row[name] for name in ("objective", "agreement", "period", "metric", "formula")}
    parts = {name: row[name] or "all" for name in ("policy", "priority")}
    wanted = Fraction(row["wanted"])
    share = {
        "wanted": float(wanted),
        "share": kept / of if of else None,
        "reached": Fraction(kept, of) >= wanted if of else None,
    }
    counts = {"numerator": kept, "denominator": of, "number": row["number"]}
    return {**names, **parts, **share, **counts, "found_at": format_instant(row["found_at"])}


def habit(alike: Alike, found: Habit) -> dict[str, Any]:
    """How long answers usually take, in seconds of the time targets count; `all` stands for every priority together.

    `enough` is whether so many answers were seen that a customer may be told.
    """
    policy, channel, priority = alike
    like = {"policy": policy, "channel": channel or None, "priority": priority or "all"}
    lengths = {"p50": found.p50.total_seconds(), "p90": found.p90.total_seconds()}
    return {**like, **lengths, "answers": found.n, "enough": found.enough}


def message(row: Mapping[str, Any]) -> dict[str, Any]:
    """A message of the outbox, and what has become of it."""
    told = {name: row[name] for name in _MESSAGE}
    if row["kind"] == "due_date" and row["value"] is not None:
        told["value"] = format_instant(row["value"])
    instants = {name: _instant(row[name]) for name in ("created_at", "next_at", "settled_at")}
    return {**told, **instants, "doubtful": bool(row["doubtful"])}


def unfetched(row: Mapping[str, Any]) -> dict[str, Any]:
    """A ticket the helpdesk refuses to show, as it stands among the messages."""
    told = dict.fromkeys((*_MESSAGE, "next_at", "settled_at"))
    mine = {"ticket": row["ticket"], "account": row["helpdesk"], "kind": "fetch", "state": "dead"}
    more = {"attempts": row["attempts"], "error": row["error"], "created_at": _instant(row["asked_at"])}
    return {**told, **mine, **more, "doubtful": False}


def _instant(at: int | None) -> str | None:
    return format_instant(at) if at is not None else None
