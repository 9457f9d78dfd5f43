"""acknowledge: somebody took notice, so the ladder stops asking. A fact like any other, told by a person."""

from __future__ import annotations

from slaclock.clock.reading import State
from slaclock.desk import Desk
from slaclock.errors import InvalidInput
from slaclock.ingest import take_in
from slaclock.instant import format_instant
from slaclock.outlook import outlook
from slaclock.policy.load import Config
from slaclock.policy.value import nearest
from slaclock.store import Store, Unit, events
from slaclock.timeline.event import TicketEvent


def acknowledge(store: Store, desk: Desk, ticket: str, target: str, now: int, *, step: str | None = None) -> bool:
    """Acknowledge the escalations of one clock of a ticket, or one step of them; False if there is no such ticket.

    `target` is a metric, or a promise in full; InvalidInput if no ladder hangs on it, or none with that step.
    Acknowledged twice in one instant is acknowledged once.
    """
    with store.unit() as unit:
        return take_notice(unit, desk, ticket, target, now, step=step)


def take_notice(unit: Unit, desk: Desk, ticket: str, target: str, now: int, *, step: str | None = None) -> bool:
    """The same inside a transaction that somebody else began."""
    _judge(desk.config, target, step)
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


def has_stopped(store: Store, desk: Desk, ticket: str, metric: str, policy: str | None, cycle: int, now: int) -> bool:
    """Whether a run of a ticket's clock is over, so that by now a later one may go on; never of an unknown ticket.

    A run stays what it is where another policy of the same kind has taken over.
    """
    with store.reading() as unit:
        told = events.told(unit, desk.place, sorted(events.family(unit, desk.place, [ticket])))
    seen = outlook(desk.config, told, now).get(ticket)
    if seen is None:
        return False
    kinds = {each.kind for each in desk.config.policies if each.name == policy}
    mine = [each for each in seen.readings if each.metric == metric and (not kinds or each.kind in kinds)]
    return not any(each.cycle == cycle and each.state is not State.STOPPED for each in mine)


def _judge(config: Config, target: str, step: str | None) -> None:
    """Refuse what no ladder hangs on, and name what was probably meant."""
    ladders = [(policy, each, each.target) for policy in config.policies for each in policy.escalations if each.target]
    meant = {
        each.name
        for policy, each, metric in ladders
        if target == metric or target.startswith(f"{policy.name}/{metric}/")
    }
    if not meant:
        full = {promise.name for policy, _, metric in ladders for promise in policy.targets[metric]}
        known = full if "/" in target else {metric for _, _, metric in ladders}
        raise InvalidInput(f"no ladder hangs on {target[:80]!r}; {nearest(target, sorted(known))}")
    if step is not None and step not in meant:
        raise InvalidInput(f"no ladder on {target!r} has a step {step[:80]!r}; {nearest(step, sorted(meant))}")
