"""Reads tickets anew and makes everything that follows from them say so: clocks, timers, the due date to push."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from slaclock.actions import due_date_row, step_messages
from slaclock.apology import apologise
from slaclock.clock.reading import Reading, State
from slaclock.desk import Desk, promises
from slaclock.escalation import DueStep
from slaclock.instant import format_instant, to_us
from slaclock.ledger import REPLY, amended, entry, judge, manner, of_ticket, usual
from slaclock.outlook import Outlook, ahead, outlook
from slaclock.policy.policy import Kind
from slaclock.promise.habit import Habits
from slaclock.store import clocks, events, firings, ledger, outbox, tickets, timers
from slaclock.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading some tickets anew came to."""

    tickets: tuple[str, ...] = ()
    timers_changed: int = 0
    due_dates: int = 0


class _Hour(NamedTuple):
    """What a promise depends on beside its ticket: the hour, what was promised before, and what is usual."""

    now: int
    told: Sequence[Mapping[str, Any]]
    habit: Habits | None


def reread(unit: Unit, desk: Desk, names: Iterable[str], now: int, *, fresh: bool) -> Reread:
    """Read tickets and those merged with them as they stand now; `fresh` when something new was told about them.

    Their rows are locked until the unit ends, so a ticket is read by one worker at a time.
    """
    rows = hold(unit, desk, names, now)
    if not rows:
        return Reread()
    unit.fault("reread: locked")
    told = events.told(unit, desk.place, list(rows))
    found = outlook(desk.config, told, now)
    fired = firings.keys(unit, desk.place, list(rows))
    before = ledger.of(unit, desk.place, list(rows))
    lapses = judge(unit, desk, found, before, now)
    judged = ledger.of(unit, desk.place, list(rows)) if before else before
    hour = _Hour(now, judged, usual(unit, desk))
    changed = pushed = 0
    for name, row in rows.items():
        seen = found.get(name)
        version = row["version"] + fresh
        steps = seen.steps if seen is not None else ()
        wake = seen.wake if seen is not None else ahead((each for each in told if each.ticket == name), now)
        mine = of_ticket(hour.told, name)
        again = apologise(unit, desk, seen, mine, hour.habit, now) if seen is not None else None
        moments = (wake, lapses.get(name), again, *_turns(desk, steps, fired, now))
        wake = min((at for at in moments if at is not None), default=None)
        clocks.put(unit, desk.place, name, seen.readings if seen is not None else ())
        unit.fault("reread: clocks put")
        wanted = [
            *_steps(desk, _unfired(desk, steps, fired), seen, version, hour),
            *_look(desk, name, wake, version),
        ]
        changed += timers.put(unit, desk.place, name, wanted)
        unit.fault("reread: timers put")
        due = _push(unit, desk, row, seen, now)
        pushed += due["due_generation"] != row["due_generation"]
        told_now = {**_facts(seen), **due, **tickets.READ, "version": version, "config": desk.config_id, "read_at": now}
        tickets.save(unit, desk.place, name, told_now)
        unit.fault("reread: ticket saved")
    return Reread(tuple(rows), changed, pushed)


def hold(unit: Unit, desk: Desk, names: Iterable[str], now: int) -> dict[str, dict[str, Any]]:
    """Lock tickets together with all that were merged with them, as far as that is known once they are locked."""
    wanted = events.family(unit, desk.place, names)
    while True:
        attempt = unit.connection.begin_nested()
        rows = tickets.lock(unit, desk.place, wanted, now)
        grown = events.family(unit, desk.place, wanted)
        if grown <= wanted:
            attempt.commit()
            return rows
        # somebody merged meanwhile: taking more while holding some could make workers wait in a ring
        attempt.rollback()
        wanted = grown


def due_date(readings: Sequence[Reading], metrics: frozenset[str] | None) -> tuple[bool, int | None]:
    """Whether the helpdesk's due date has to say anything now, and what: the earliest deadline of a clock that runs.

    While every clock waits there is no due date; once all have stopped the last one stays as it was.
    """
    mine = [
        reading
        for reading in readings
        if reading.state is not State.STOPPED
        and (reading.kind == Kind.CUSTOMER if metrics is None else reading.metric in metrics)
    ]
    return bool(mine), min((to_us(reading.deadline) for reading in mine if reading.deadline is not None), default=None)


def _push(unit: Unit, desk: Desk, row: Mapping[str, Any], seen: Outlook | None, now: int) -> dict[str, Any]:
    """Have the due date pushed if it is another one now; older pushes that nobody began are taken back."""
    stands = {"due_at": row["due_at"], "due_generation": row["due_generation"]}
    says, due = due_date(seen.readings, desk.due_metrics) if seen is not None else (False, None)
    if not says or due == row["due_at"] or not desk.pushes_due_dates:
        return stands
    generation = row["due_generation"] + 1
    outbox.supersede(unit, desk.place, row["ticket"], now)
    unit.fault("reread: older due dates taken back")
    outbox.post(unit, [due_date_row(desk, row["ticket"], due, generation, now)])
    unit.fault("reread: due date posted")
    return {"due_at": due, "due_generation": generation}


def _unfired(desk: Desk, steps: Iterable[DueStep], fired: set[tuple[Any, ...]]) -> Iterable[DueStep]:
    """The steps that were not fired yet; the start of a clock is told of once, also where another policy took over."""
    started = {(ticket, *clock) for ticket, policy, *clock, step, _ in fired if (policy, step) in desk.starting}
    for step in steps:
        again = (step.policy, step.step) in desk.starting and (step.ticket, step.metric or "", step.cycle) in started
        if step.key not in fired and not again:
            yield step


def _turns(desk: Desk, steps: Iterable[DueStep], fired: set[tuple[Any, ...]], now: int) -> Iterator[int]:
    """When a turn of a repeating step comes that was fired already, since time was set back: then comes the next."""
    for step in steps:
        if step.key in fired and to_us(step.due_at) > now and (step.policy, step.step) in desk.timely:
            yield to_us(step.due_at)


def _steps(
    desk: Desk, steps: Iterable[DueStep], seen: Outlook | None, version: int, hour: _Hour
) -> Iterable[dict[str, Any]]:
    for step in steps:
        facts, told = _said(desk, step, seen), None
        if seen is not None and promises(step.do) and to_us(step.deliver_at) <= hour.now:
            before = of_ticket(hour.told, step.ticket)
            found = amended(desk, seen, before, hour.now, manner(seen, hour.habit))
            told = entry(seen, found.promise, before, REPLY, found.reason) if found.news else None
            facts["promise"] = found.promise.text
        yield desk.place.row(
            ticket=step.ticket,
            kind=timers.STEP,
            policy=step.policy,
            metric=step.metric or "",
            cycle=step.cycle,
            step=step.step,
            repeat=step.repeat,
            at=to_us(step.deliver_at),
            due_at=to_us(step.due_at),
            version=version,
            repeats=(step.policy, step.step) in desk.timely,
            messages=step_messages(desk.place, step.do, facts, told),
            facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
        )


def _look(desk: Desk, ticket: str, wake: int | None, version: int) -> Iterable[dict[str, Any]]:
    if wake is not None:
        yield desk.place.row(ticket=ticket, kind=timers.LOOK, at=wake, due_at=wake, version=version)


def _facts(seen: Outlook | None) -> dict[str, Any]:
    """What the ticket adds up to, as its row has it."""
    if seen is None:
        return {}
    ticket = seen.ticket
    return {
        "created_at": seen.created_at,
        "status": ticket.status,
        "priority": ticket.priority,
        "channel": ticket.channel,
        "customer": ticket.customer,
        "requester": ticket.requester,
        "team": ticket.group,
        "assignee": ticket.assignee,
        "over": seen.over,
    }


def _said(desk: Desk, step: DueStep, seen: Outlook | None) -> dict[str, Any]:
    """What a message about a step may say."""
    readings = seen.readings if seen is not None else ()
    clock = [each for each in readings if (each.policy, each.metric, each.cycle) == step.key[1:4]]
    deadline = clock[-1].deadline if clock else None
    ticket = seen.ticket if seen is not None else None
    return {
        "tenant": desk.tenant,
        "helpdesk": desk.helpdesk,
        "ticket": step.ticket,
        "policy": step.policy,
        "metric": step.metric,
        "cycle": step.cycle,
        "step": step.step,
        "repeat": step.repeat,
        "due_at": format_instant(to_us(step.due_at)),
        "deadline": format_instant(to_us(deadline)) if deadline is not None else None,
        "target": clock[-1].target if clock else None,
        "priority": ticket.priority if ticket is not None else None,
        "group": ticket.group if ticket is not None else None,
        "assignee": ticket.assignee if ticket is not None else None,
        "customer": ticket.customer if ticket is not None else None,
        "urgent": step.urgent,
    }
