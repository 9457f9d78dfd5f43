"""Words for plans of escalations: a desk with a ladder, and what of it is due when.

    assert due(ladder("75%", first_response="4bh"), [created("Mon 10:00")], "Mon 11:00") == {"75%": "Mon 13:00"}

A step is called by its point, and stands on the first target unless it says otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.escalation import DueStep
from tests.clock.story import BERLIN, DAYS, MONTHS, Config, Event, desks, engine_for, instant, policy, told

OF_THE_TICKET = ("unassigned", "reopened")


def step(point: str, target: str | None = None, **keys: Any) -> dict[str, Any]:
    named = {"name": point, "at": point, "do": [{"notify": "team-lead"}]}
    return named | ({} if target is None else {"target": target}) | keys


def ladder(
    *steps: str | Mapping[str, Any],
    calendar: Mapping[str, Any] = BERLIN,
    calendars: Mapping[str, Any] | None = None,
    **targets: Any,
) -> Config:
    """One desk with one policy called `standard`, whose steps stand on its first target."""
    return desks([laddered("standard", *steps, **targets)], main=calendar, **(calendars or {}))


def laddered(name: str, *steps: str | Mapping[str, Any], **keys: Any) -> dict[str, Any]:
    """A policy with a ladder."""
    made = policy(name, **keys)
    first = next(iter(made["targets"]), None)
    written = [step(each) if isinstance(each, str) else dict(each) for each in steps]
    clocks = [{"target": first} | each if not each["at"].startswith(OF_THE_TICKET) else each for each in written]
    return made | {"escalations": clocks}


def plan(config: Config, events: Sequence[Event], at: str) -> list[DueStep]:
    return engine_for(json.dumps(config)).escalations(told(events), instant(at))


def due(config: Config, events: Sequence[Event], at: str) -> dict[str, str]:
    """Each step's name (and its repeat, where there is more than one) with the local time it becomes due."""
    steps = plan(config, events, at)
    names = [each.step for each in steps]
    return {
        f"{each.step} #{each.repeat}" if names.count(each.step) > 1 or each.repeat > 1 else each.step: say(each.due_at)
        for each in steps
    }


def delivered(config: Config, events: Sequence[Event], at: str) -> dict[str, str]:
    """The same for the instant each step may be delivered."""
    return {each.step: say(each.deliver_at) for each in plan(config, events, at)}


def say(at: Any) -> str:
    """`Mon 10:00` in the week of 2 March 2026, otherwise with its date; as tests write it."""
    week = (at.year, at.month) == (2026, 3) and 2 <= at.day <= 8
    on = "" if week else f" {at.day} {MONTHS[at.month - 1]}" + (f" {at.year}" if at.year != 2026 else "")
    return f"{DAYS[at.weekday()]}{on} {at:%H:%M}" + (f":{at:%S}" if at.second else "")
