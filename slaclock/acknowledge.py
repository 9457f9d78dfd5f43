"""acknowledge: somebody took notice, so the ladder stops asking. A fact like any other, told by a person."""

from __future__ import annotations

from slaclock.desk import Desk
from slaclock.errors import InvalidInput
from slaclock.ingest import take_in
from slaclock.instant import format_instant
from slaclock.store import Store, Unit, events
from slaclock.timeline.event import TicketEvent


def acknowledge(store: Store, desk: Desk, ticket: str, target: str, now: int, *, step: str | None = None) -> bool:
    """Acknowledge the escalations of one clock of a ticket, or one step of them; False if there is no such ticket.

    `target` is a metric, or a promise in full. Acknowledged twice in one instant is acknowledged once.
    """
    with store.unit() as unit:
        return take_notice(unit, desk, ticket, target, now, step=step)


def take_notice(unit: Unit, desk: Desk, ticket: str, target: str, now: int, *, step: str | None = None) -> bool:
    """The same inside a transaction that somebody else began."""
    known = {each.target for policy in desk.config.policies for each in policy.escalations if each.target}
    metric = target.split("/")[1] if target.count("/") >= 2 else target
    if metric not in known:
        raise InvalidInput(
            f"no ladder hangs on {target!r}; there are ladders on {', '.join(sorted(known)) or 'nothing'}"
        )
    told = {
        "ticket": ticket,
        "id": f"slaclock-ack/{target}/{step or '*'}/{now}",
        "at": format_instant(now),
        "type": "acknowledged",
    }
    event = TicketEvent.from_mapping({**told, "target": target, **({"step": step} if step is not None else {})})
    if not events.told(unit, desk.place, [ticket]):
        return False
    take_in(unit, desk, [event], now)
    return True
