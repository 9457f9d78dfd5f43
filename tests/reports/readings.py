"""Words for many tickets read at once: each named by its ticket, and what was promised to all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slaclock import Reading
from slaclock.policy.load import Config as Loaded
from tests.clock.story import Config, Event, engine_for, instant, of_ticket

Tickets = Mapping[str, Sequence[Event]]


def read(config: Config, tickets: Tickets, at: str) -> list[Reading]:
    events = [event for name, told in tickets.items() for event in of_ticket(name, *told)]
    return engine_for(json.dumps(config)).read(events, instant(at))


def loaded(config: Config) -> Loaded:
    return engine_for(json.dumps(config)).config


def share(value: float | None) -> str:
    return "none" if value is None else f"{value:.1%}"


def values(figures: Mapping[str, Any]) -> dict[str, str]:
    return {name: share(figure.value) for name, figure in figures.items()}
