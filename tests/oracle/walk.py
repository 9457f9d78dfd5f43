"""The oracle's walk: along a cycle second by second, counting those that are open and not paused.

The seconds between two changes of the ticket are counted at once (`Table.count`); `strolled` takes every single step
and is what `count` is held against.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tests.oracle.book import Rule
from tests.oracle.fold import FOREVER, Cycle, Life
from tests.oracle.hours import Always, Table

WAITS = {"requester_wait": {"pending"}, "agent_work": {"pending", "hold"}}
Stretch = tuple[int, int, bool]


@dataclass
class Walk:
    """One cycle under one rule: where it waits, what it has used, when its budget is used up."""

    cycle: Cycle
    life: Life
    rule: Rule
    hours: Table  # the calendar; a wall budget counts on `clock` instead

    @property
    def clock(self) -> Table | Always:
        return Always() if self.rule.budget.unit == "wall" else self.hours

    # ------------------------------------------------------------------------------------------------------ waiting

    def waits_in(self) -> tuple[set[str] | frozenset[str], bool]:
        """The statuses that pause this clock, and whether a manual pause does."""
        metric, pauses = self.cycle.metric, self.rule.pauses
        if metric == "resolution":
            return ({"pending", "hold"} if pauses is None else pauses), True
        if metric in {"update", "ownership"}:
            return (frozenset() if pauses is None else pauses), pauses is not None
        return WAITS.get(metric, set()), False

    def paused(self, second: int) -> bool:
        if any(a <= second < b for a, b in self.cycle.gaps):
            return True
        statuses, manual = self.waits_in()
        if manual and any(a <= second < min(b, self.capped(a)) for a, b, _ in self.life.manual):
            return True
        now = [(since, status) for since, status in self.life.statuses if since <= second]
        return bool(now) and now[-1][1] in statuses and second < self.capped(now[-1][0])

    def capped(self, since: int) -> int:
        """The instant at which a wait that began then has lasted as long as it may count."""
        cap = self.rule.pause_cap
        if cap is None:
            return FOREVER
        return (Always() if cap.unit == "wall" else self.hours).nth(since, cap.amount)

    def stretches(self, until: int) -> Iterator[Stretch]:
        """(from, to, paused): the cycle up to an instant, cut wherever the ticket changed."""
        start = self.cycle.start
        edges = {since for since, _ in self.life.statuses}
        edges |= {edge for a, b, _ in self.life.manual for edge in (a, b)}
        edges |= {edge for gap in self.cycle.gaps for edge in gap}
        if self.rule.pause_cap is not None:
            began = [since for since, _ in self.life.statuses] + [pause[0] for pause in self.life.manual]
            edges |= {self.capped(since) for since in began}
        inner = sorted(edge for edge in edges if start < edge < until)
        for a, b in zip([start, *inner], [*inner, until], strict=True):
            if a < b:
                yield a, b, self.paused(a)

    # ----------------------------------------------------------------------------------------------------- counting

    def used(self, until: int) -> int:
        return sum(self.clock.count(a, b) for a, b, paused in self.stretches(until) if not paused)

    def strolled(self, until: int) -> int:
        """`used`, one second at a time."""
        return sum(self.clock.is_open(s) and not self.paused(s) for s in range(self.cycle.start, until))

    def used_up(self, until: int) -> int | None:
        """The instant at which the budget is used up, if that is not after `until`."""
        return self.in_days(until)[0] if self.base is not None else self.in_seconds(until)[0]

    def runs_out(self, until: int) -> int:
        """The deadline, if the clock runs on from `until`."""
        at, rest = self.in_days(until) if self.base is not None else self.in_seconds(until)
        return rest if at is None else at

    def in_seconds(self, until: int) -> tuple[int | None, int]:
        need = self.rule.budget.amount
        for a, b, paused in self.stretches(until):
            if paused:
                continue
            here = self.clock.count(a, b)
            if here >= need:
                at = self.clock.nth(a, need)
                return at, at
            need -= here
        return None, self.clock.nth(until, need)

    def in_days(self, until: int) -> tuple[int | None, int]:
        """A pause moves a day budget on by the paused open time."""
        assert self.base is not None
        at, waited = self.base, 0
        if at <= self.cycle.start:  # asked for at exactly the closing: used up before any pause
            return at, at
        for a, b, paused in self.stretches(until):
            if paused:
                waited += self.hours.count(a, b)
                at = self.hours.nth(self.base, waited)
            elif at <= b:
                return at, at
        return None, at

    @property
    def base(self) -> int | None:
        unit, n = self.rule.budget.unit, self.rule.budget.amount
        if unit == "days":
            return self.hours.add_days(self.cycle.start, n)
        return self.hours.end_of_day(self.cycle.start, n) if unit == "end" else None

    @property
    def worth(self) -> int:
        """The budget in seconds; for a day budget the open time up to its deadline."""
        return self.rule.budget.amount if self.base is None else self.hours.count(self.cycle.start, self.base)

    # ------------------------------------------------------------------------------------------------------ breaches

    def breach(self, since: int | None, until: int, *, last: bool) -> tuple[int, str] | None:
        """The breach under this rule, in force from `since` (None: from the start) to `until`."""
        at = self.used_up(until)
        if at is None:
            return None
        if since is None or at > since:
            ran_on = any(b > at and not paused for _, b, paused in self.stretches(until))
            return (at, "time") if ran_on else None
        return self.breach_by_change(at, since, until, last=last)

    def breach_by_change(self, at: int, since: int, until: int, *, last: bool) -> tuple[int, str] | None:
        """The rule came with its budget already used up: a breach at the change, or at the resume after it."""
        edges = sorted({since, *(b for _, b, _ in self.stretches(until)), until})
        for edge in edges:
            ends_here = edge == until and (not last or (edge > since and self.cycle.stop is not None))
            if edge >= since and not self.paused(edge) and not ends_here:
                ran_on = any(b > at and not paused for _, b, paused in self.stretches(until))
                return (edge, "policy change") if ran_on else None
        return None


def windows(cycles: list[Cycle], life: Life, at: int, hours_of: Any) -> list[Cycle]:
    """Reply windows one by one: a message after the deadline opens a new one, an earlier one only moves it on."""
    told: list[Cycle] = []
    for cycle in cycles:
        for start, until in cycle.restarts:
            # what changes in the instant of the message comes after it and concerns the window it opens
            stood = between(cycle.rules, start, until - 1)
            before = Cycle(cycle.metric, len(told) + 1, start, until, "answered", rules=stood)
            seen = reading(before, life, at, hours_of)
            if seen and seen["breached_at"] is not None:
                told.append(before)
        told.append(replace(cycle, number=len(told) + 1, rules=between(cycle.rules, cycle.start, at)))
    return told


def between(rules: list[tuple[int, Rule | None]], start: int, until: int) -> list[tuple[int, Rule | None]]:
    """The rule in force at a start, and those that followed it."""
    here = [number for number, (since, _) in enumerate(rules) if since <= start] or [0]
    return [(since, rule) for since, rule in rules[here[-1] :] if since <= until or since == rules[here[-1]][0]]


def settled(changes: list[tuple[int, Rule | None]]) -> list[tuple[int, Rule | None]]:
    """Of several changes in one instant the last counts, and it is none if it leads back to the same rule."""
    found: list[tuple[int, Rule | None]] = []
    for at, rule in dict(changes).items():
        if not found or found[-1][1] != rule:
            found.append((at, rule))
    return found


def reading(cycle: Cycle, life: Life, at: int, hours_of: Any) -> dict[str, Any] | None:
    """A cycle looked at from an instant; None where no promise is in force."""
    end = at if cycle.stop is None else cycle.stop
    rules = settled(cycle.rules)
    rule = rules[-1][1]
    if rule is None:
        return None
    breach: tuple[int, str] | None = None
    for n, (since, here) in enumerate(rules):
        last = n == len(rules) - 1
        until = end if last else rules[n + 1][0]
        if here and breach is None:
            walk = Walk(cycle, life, here, hours_of(here, life))
            breach = walk.breach(since if n else None, until, last=last)
    walk = Walk(cycle, life, rule, hours_of(rule, life))
    paused = cycle.stop is None and walk.paused(at)
    used = walk.used(end)
    return {
        "ticket": life.ticket,
        "metric": cycle.metric,
        "target": rule.target,
        "policy": rule.policy,
        "cycle": cycle.number,
        "state": state(cycle, walk, at, paused=paused),
        "started_at": cycle.start,
        "stopped_at": cycle.stop,
        "budget": None if walk.base is not None else rule.budget.amount,
        "elapsed": used,
        "remaining": walk.worth - used,
        "deadline": None if paused else walk.runs_out(end),
        "breached_at": breach[0] if breach else None,
        "breach_cause": breach[1] if breach else None,
        "outcome": outcome(cycle, breached=breach is not None),
    }


def state(cycle: Cycle, walk: Walk, at: int, *, paused: bool) -> str:
    if cycle.stop is not None:
        return "stopped"
    if paused:
        return "paused"
    return "running" if walk.clock.is_open(at) else "out_of_hours"


def outcome(cycle: Cycle, *, breached: bool) -> str | None:
    if cycle.stop is None:
        return None
    return cycle.ending if cycle.ending != "answered" else "missed" if breached else "met"
