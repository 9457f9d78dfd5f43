"""How many calls were really made: one question to a connector may take several, and a quota counts each."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Meter:
    """Calls made since it was set up."""

    calls: int = 0


_METER: ContextVar[Meter | None] = ContextVar("slaclock_meter", default=None)


@contextmanager
def metered() -> Generator[Meter]:
    """Count the calls that this thread makes through the one door while this lasts."""
    meter = Meter()
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)


def count_call() -> None:
    """One more call is made."""
    meter = _METER.get()
    if meter is not None:
        meter.calls += 1
