"""correction: a fact learnt late may say that a step was not due when it fired. The firing stays, a word beside it.

What was fired was fired: people were told, and no recomputation takes that back. But whoever looks at it later, or
counts it, has to know what is known now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.desk import Desk
from slaclock.instant import to_us
from slaclock.outlook import Outlook, outlook
from slaclock.store import Unit, corrections, events, firings
from slaclock.store.corrections import KEY, Says
from slaclock.timeline.event import TicketEvent


def correct(unit: Unit, desk: Desk, tickets: Sequence[str], fresh: Sequence[TicketEvent], now: int) -> int:
    """Set right what was fired at or after the instant at which something new had happened; answers how many words.

    Each of those steps is looked at as of the instant it fired for: on the facts known before, and on all of them.
    """
    first = min(fresh, key=lambda event: event.at)
    fired = firings.since(unit, desk.place, tickets, first.at)
    if not fired:
        return 0
    told = events.told(unit, desk.place, tickets)
    new = {(event.ticket, event.id) for event in fresh}
    before = [event for event in told if (event.ticket, event.id) not in new]
    done = 0
    for at in sorted({row["deliver_at"] for row in fired}):
        then, known = outlook(desk.config, before, at), outlook(desk.config, told, at)
        for row in (each for each in fired if each["deliver_at"] == at):
            was, is_ = _due(then, row), _due(known, row)
            if was != is_:
                says = Says.RESTORED if is_ else Says.WITHDRAWN
                corrections.add(unit, desk.place, row, says, first.id, now)
                done += 1
    unit.fault("correct: recorded")
    return done


def _due(seen: Mapping[str, Outlook], fired: Mapping[str, Any]) -> bool:
    """Whether a step was due at the instant it fired for."""
    outlook_then = seen.get(fired["ticket"])
    key = tuple(fired[name] for name in KEY)
    steps = outlook_then.steps if outlook_then is not None else ()
    return any(step.key == key and to_us(step.deliver_at) <= fired["deliver_at"] for step in steps)
