"""slaclock answers, for every support ticket: which promises are running, when each runs out, and why.

    from slaclock import Calendar, Engine

Names are fetched when they are first used, so that `import slaclock` costs next to nothing and asks for no
database, network, scheduler or terminal library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slaclock.clock.reading import Reading
    from slaclock.engine import Engine
    from slaclock.errors import (
        Complaint,
        InvalidConfig,
        InvalidEvents,
        InvalidInput,
        MissingExtra,
        NaiveDatetime,
        NeverCloses,
        NeverOpens,
        OutOfRange,
        SlaclockError,
    )
    from slaclock.hours.calendar import Calendar
    from slaclock.hours.span import Span
    from slaclock.promise.promise import Habit, Promise, PromiseKind
    from slaclock.timeline.event import TicketEvent

__version__ = "0.1.0"

__all__ = [
    "Calendar",
    "Complaint",
    "Engine",
    "Habit",
    "InvalidConfig",
    "InvalidEvents",
    "InvalidInput",
    "MissingExtra",
    "NaiveDatetime",
    "NeverCloses",
    "NeverOpens",
    "OutOfRange",
    "Promise",
    "PromiseKind",
    "Reading",
    "SlaclockError",
    "Span",
    "TicketEvent",
    "__version__",
]

_ROOMS = {
    "Calendar": "slaclock.hours.calendar",
    "Engine": "slaclock.engine",
    "Habit": "slaclock.promise.promise",
    "Promise": "slaclock.promise.promise",
    "PromiseKind": "slaclock.promise.promise",
    "Reading": "slaclock.clock.reading",
    "Span": "slaclock.hours.span",
    "TicketEvent": "slaclock.timeline.event",
}
"""Where each public name lives; those not listed are errors."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_ROOMS.get(name, "slaclock.errors")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
