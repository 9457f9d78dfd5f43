"""Desks that promise, and moments to ask them: `Fri 20 Nov 17:00` in 2026, with the zone's own clock."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from slaclock import Engine, Promise
from slaclock.instant import SECOND, to_us
from tests.clock.story import instant

BERLIN = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}


def desk(hours: dict[str, Any] | None = None, **targets: str | dict[str, Any]) -> Engine:
    """A desk with one calendar and one policy; by default it is in Berlin, Monday to Friday 09:00-17:00."""
    rows = {metric: {"default": budget} if isinstance(budget, str) else budget for metric, budget in targets.items()}
    policy = {"name": "all", "calendar": "desk", "targets": rows or {"first_response": {"default": "4 business hours"}}}
    return Engine.from_config({"calendars": {"desk": BERLIN if hours is None else hours}, "policies": [policy]})


@lru_cache(maxsize=4096)
def always(zone: str, budget: str) -> Engine:
    """A desk that never closes and answers after an exact time."""
    return desk({"timezone": zone, "hours": "always"}, first_response={"default": budget})


def asked(
    now: datetime, due: datetime, zone: str | None, locale: str = "en-GB", *, at: str = "Europe/Berlin", **rest: Any
) -> Promise:
    """What a customer hears who writes now to a desk (`at`: its zone) that must answer by an exact instant."""
    seconds, micros = divmod(to_us(due) - to_us(now), SECOND)  # two datetimes of one zone subtract by the wall
    budget = f"{seconds}.{micros:06d} seconds"
    return always(at, budget).promise_for({"channel": "email"}, now, zone, locale, **rest)


def said(
    now: str, due: str, zone: str | None = "Europe/Berlin", locale: str = "en-GB", *, at: str = "Europe/Berlin"
) -> str:
    """The words for a deadline; both instants as the desk's clock shows them."""
    promise = asked(instant(now, at), instant(due, at), zone, locale, at=at)
    assert promise.deadline is not None
    assert promise.shown is not None
    assert to_us(promise.deadline) == to_us(instant(due, at))
    assert to_us(promise.shown) >= to_us(promise.deadline)
    return promise.text.removeprefix("We will reply ").removesuffix(".")
