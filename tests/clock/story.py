"""Words to tell a ticket's life in, and to say what must be read from it; every check asks the engine and the oracle.

    check(
        desk(first_response="4 business hours"),
        [created("Mon 10:00"), answered("Mon 11:00")],
        "Mon 12:00",
        reads("first_response", stopped_at="Mon 11:00", elapsed="1:00", outcome="met"),
    )

A desk works in Berlin, Monday to Friday 09:00-17:00, unless it says otherwise. `Mon 10:00` lies in the week of Monday
2 March 2026; any other day is named with its date: `Mon 9 Mar 10:00`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slaclock import Engine
from tests.oracle.hours import Window
from tests.oracle.oracle import Oracle

Event = dict[str, Any]
Config = dict[str, Any]

BERLIN = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}
INSTANTS = {"started_at", "stopped_at", "deadline", "breached_at"}
LENGTHS = {"budget", "elapsed", "remaining"}
FIELDS = [
    *("ticket", "metric", "target", "policy", "cycle", "state", "started_at", "stopped_at", "budget", "elapsed"),
    *("remaining", "deadline", "breached_at", "breach_cause", "outcome"),
]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


# ------------------------------------------------------------------------------------------------------------- instants


def instant(text: str, zone: str = "Europe/Berlin") -> datetime:
    """`Mon 10:00`, `Fri 6 Mar 16:30`, `Sun 25 Oct 02:30 again` (the second time round); 2026 unless a year is said."""
    match = re.fullmatch(r"(\w{3})(?: (\d+) (\w{3})(?: (\d{4}))?)? (\d+):(\d\d)(?::(\d\d))?( again)?", text)
    assert match, text
    day, number, month, year, hour, minute, second, again = match.groups()
    if number:
        on = date(int(year or 2026), MONTHS.index(month) + 1, int(number))
        assert DAYS[on.weekday()] == day, f"{text}: that is a {DAYS[on.weekday()]}"
    else:
        on = date(2026, 3, 2) + timedelta(days=DAYS.index(day))
    local = datetime(on.year, on.month, on.day, int(hour), int(minute), int(second or 0), tzinfo=ZoneInfo(zone))
    return local.replace(fold=1 if again else 0)


def rfc3339(text: str, zone: str = "Europe/Berlin") -> str:
    return instant(text, zone).isoformat()


def length(text: str) -> int:
    """`2:00` hours and minutes, `0:00:30` with seconds, `-1:00` overdue."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    hours, minutes, *seconds = (int(part) for part in digits.split(":"))
    return sign * (hours * 3_600 + minutes * 60 + sum(seconds))


# --------------------------------------------------------------------------------------------------------------- events


def event(at: str, type_: str, **keys: Any) -> Event:
    known = {key: rfc3339(value) if key == "until" and value else value for key, value in keys.items()}
    return {"at": rfc3339(at), "type": type_} | known


def created(at: str, **keys: Any) -> Event:
    facts = {"channel": "email", "priority": "normal", "customer": "ACME", "requester": "r1"} | keys
    return event(at, "created", **{key: value for key, value in facts.items() if value is not None})


def asked(at: str, **keys: Any) -> Event:
    return event(at, "message", author="customer", public=True, **keys)


def answered(at: str, **keys: Any) -> Event:
    return event(at, "message", **({"author": "agent", "public": True} | keys))


def noted(at: str, **keys: Any) -> Event:
    return event(at, "message", author="agent", public=False, **keys)


def bot_said(at: str, **keys: Any) -> Event:
    return event(at, "message", author="bot", public=True, **keys)


def status(at: str, to: str, **keys: Any) -> Event:
    return event(at, "status", to=to, **keys)


def changed(at: str, what: str, to: Any, **keys: Any) -> Event:
    return event(at, what, to=to, **keys)


def paused(at: str, reason: str, until: str | None = None, **keys: Any) -> Event:
    return event(at, "paused", reason=reason, **({"until": until} if until else {}), **keys)


def resumed(at: str, reason: str, **keys: Any) -> Event:
    return event(at, "resumed", reason=reason, **keys)


def session(at: str, to: str, **keys: Any) -> Event:
    return event(at, "session", to=to, **keys)


def reported(at: str, message: str, outcome: str, **keys: Any) -> Event:
    return event(at, "delivery", message=message, outcome=outcome, **keys)


def merged(at: str, into: str, **keys: Any) -> Event:
    return event(at, "merged", into=into, **keys)


def deleted(at: str, **keys: Any) -> Event:
    return event(at, "deleted", **keys)


def told(events: Sequence[Event], ticket: str = "T1") -> list[Event]:
    """The events with a ticket and an id each, in the order they are told, unless they bring their own."""
    return [{"ticket": ticket, "id": f"e{n:02}"} | event for n, event in enumerate(events, 1)]


def of_ticket(ticket: str, *events: Event) -> list[Event]:
    return told(events, ticket)


# ------------------------------------------------------------------------------------------------------- configurations


def desk(calendar: Mapping[str, Any] = BERLIN, **targets: Any) -> Config:
    """One desk with one policy called `standard`; a bare budget is the default row."""
    return desks([policy("standard", **targets)], main=calendar)


def policy(name: str, **keys: Any) -> dict[str, Any]:
    """A policy; keys that are metrics become targets, all others stay what they are."""
    others = {key: keys.pop(key) for key in list(keys) if key in POLICY_KEYS}
    targets = {metric: {"default": rows} if isinstance(rows, str) else rows for metric, rows in keys.items()}
    return {"name": name, "calendar": "main"} | others | {"targets": targets}


POLICY_KEYS = {"kind", "when", "calendar", "reopen_window", "auto_acknowledgement_counts", "effective_from", "channels"}


def desks(policies: Sequence[Mapping[str, Any]], **calendars: Mapping[str, Any]) -> Config:
    return {"calendars": {"main": BERLIN} | calendars, "policies": list(policies)}


# --------------------------------------------------------------------------------------------------------------- checks


@dataclass(frozen=True)
class Expected:
    metric: str
    cycle: int
    fields: Mapping[str, Any]
    absent: bool = False


def reads(metric: str, cycle: int = 1, **fields: Any) -> Expected:
    return Expected(metric, cycle, fields)


def absent(metric: str, cycle: int = 0, **fields: Any) -> Expected:
    """No such reading; of no cycle at all, if none is named."""
    return Expected(metric, cycle, fields, absent=True)


@dataclass(frozen=True)
class Case:
    name: str
    config: Config
    events: Sequence[Event]
    at: str
    expected: tuple[Expected, ...] = field(default=())

    def check(self) -> None:
        check(self.config, self.events, self.at, *self.expected)


def case(name: str, config: Config, events: Sequence[Event], at: str, *expected: Expected) -> Case:
    return Case(name, config, events, at, expected)


def each(*cases: Case) -> pytest.MarkDecorator:
    """A table of cases, one test each."""
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])


def check(config: Config, events: Sequence[Event], at: str, *expected: Expected) -> None:
    everything = told(events)
    for witness, ask in (("the engine", by_engine), ("the oracle", by_oracle)):
        found = ask(config, everything, instant(at))
        for wanted in expected:
            compare(witness, wanted, found)


def compare(witness: str, wanted: Expected, found: Sequence[Mapping[str, Any]]) -> None:
    fields = dict(wanted.fields)
    ticket, kind = fields.pop("ticket", "T1"), fields.pop("under", None)
    mine = [r for r in found if r["metric"] == wanted.metric and r["ticket"] == ticket and kind in {None, r["policy"]}]
    mine = [r for r in mine if wanted.cycle in {0, r["cycle"]}]
    assert len(mine) == (0 if wanted.absent else 1), f"{witness} reads {wanted.metric} {wanted.cycle}: {mine}"
    for name, value in {} if wanted.absent else fields.items():
        got, want = mine[0][name], meant(name, value)
        assert got == want, f"{witness} says {name} = {say(name, got)}, wanted {value}; {mine[0]}"


def meant(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in INSTANTS:
        return int(instant(value).timestamp())
    return length(value) if name in LENGTHS else value


def say(name: str, value: Any) -> Any:
    """A value as the test would have written it, for a message a person can read."""
    if name in INSTANTS and value is not None:
        return f"{datetime.fromtimestamp(value, ZoneInfo('Europe/Berlin')):%a %d %b %H:%M:%S}"
    return str(timedelta(seconds=value)) if name in LENGTHS and value is not None else value


def by_engine(config: Config, events: Sequence[Event], at: datetime) -> list[dict[str, Any]]:
    return [as_facts(reading) for reading in engine_for(json.dumps(config)).read(events, at)]


@lru_cache(maxsize=256)
def engine_for(config: str) -> Engine:
    return Engine.from_config(json.loads(config))


def as_facts(reading: Any) -> dict[str, Any]:
    """A Reading in whole seconds, as the oracle speaks; fails where the engine's answer is no whole second."""
    return {name: in_seconds(name, getattr(reading, name)) for name in FIELDS}


def in_seconds(name: str, value: Any) -> Any:
    if value is None or name not in INSTANTS | LENGTHS:
        return getattr(value, "value", value)
    if name in INSTANTS:
        assert value.utcoffset() is not None
        value -= datetime(1970, 1, 1, tzinfo=UTC)
    seconds, rest = divmod(value, timedelta(seconds=1))
    assert not rest, (name, value)
    return seconds


def by_oracle(config: Config, events: Sequence[Event], at: datetime) -> list[dict[str, Any]]:
    first = min(datetime.fromisoformat(event["at"]).date() for event in events).replace(day=1) - timedelta(days=10)
    return oracle_for(json.dumps(config), first).read(events, at)


@lru_cache(maxsize=64)
def oracle_for(config: str, first: date) -> Oracle:
    return Oracle(json.loads(config), Window(first, 100))
