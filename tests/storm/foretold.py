"""What has to happen in a storm, worked out by an arithmetic of its own. Knows nothing of slaclock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.storm.evidence import Row, instant

MINUTE = 60_000_000
HOUR = 60 * MINUTE
JUMP = 90_000_000
"""How far the clock was moved back and forth."""
SLACK = 60_000_000
"""Within so much real time two processes may have read the clock and then written in the other order."""
GOLD = {"acme": (4, 2, 6), "umbra": (3, 2, 7)}
"""Minutes promised: a first response, an urgent one, a resolution."""
BULK = {"quarter": 75, "half": 150, "most": 225, "breach": 300}
"""Seconds after which a ticket of the crowd climbs its ladder, around the clock."""
MESSAGES = {"half": 2, "most": 1, "breach": 2, "after": 1, "unsolved": 1}
"""How many messages each step of the gold ladder sends to the helpdesk."""


class Step(NamedTuple):
    """A step that has to be fired: policy, metric, name."""

    policy: str
    metric: str
    name: str


# ----------------------------------------------------------------------------------------------------------- arithmetic


def is_open(at: int) -> bool:
    """Ten minutes of each hour are closed, from :25 on."""
    return not 25 * MINUTE <= at % HOUR < 35 * MINUTE


def edge(at: int) -> int:
    """The next opening or closing after an instant."""
    hour, minute = at // HOUR * HOUR, at % HOUR
    return hour + (25 * MINUTE if minute < 25 * MINUTE else 35 * MINUTE if minute < 35 * MINUTE else HOUR + 25 * MINUTE)


def due(start: int, budget: int, pauses: Sequence[tuple[int, int | None]] = ()) -> int | None:
    """The instant at which so much open, unpaused time has passed; None if a pause never ends."""
    at, left = start, budget
    while True:
        waits = [pause for pause in pauses if pause[0] <= at and (pause[1] is None or at < pause[1])]
        if waits and waits[0][1] is None:
            return None
        following = [pause[0] for pause in pauses if pause[0] > at]
        stop = min([edge(at), *following, *(pause[1] for pause in waits if pause[1] is not None)])
        if not is_open(at) or waits:
            at = stop
            continue
        if left <= stop - at:
            return at + left
        left -= stop - at
        at = stop


# --------------------------------------------------------------------------------------------------------- the foretold


@dataclass
class Ticket:
    """What was told about a ticket: the first telling of each id."""

    tenant: str
    helpdesk: str
    name: str
    events: dict[str, Row] = field(default_factory=dict)
    free: bool = False
    """It was merged: what follows is not foretold, only that it happens once."""

    @property
    def everything(self) -> list[Row]:
        """All that was told about it."""
        return list(self.events.values())

    def first(self, type_: str, known: Iterable[Row], **data: Any) -> int | None:
        """When something happened for the first time."""
        found = (e["at"] for e in known if e["type"] == type_ and all(e.get(key) == data[key] for key in data))
        return min(found, default=None)

    def plan(self, known: Sequence[Row]) -> dict[Step, int]:
        """The steps that become due, and when, if nothing else is ever told."""
        born = self.first("created", known)
        if born is None:
            return {}
        answered = self.first("message", known, author="agent")
        if self.helpdesk == "bulk":
            steps = {Step("bulk", "first_response", name): born + s * 1_000_000 for name, s in BULK.items()}
            return {step: at for step, at in steps.items() if answered is None or at < answered}
        return self._gold(known, born, answered)

    def _gold(self, known: Sequence[Row], born: int, answered: int | None) -> dict[Step, int]:
        response, urgent, resolution = (minutes * MINUTE for minutes in GOLD[self.tenant])
        changed = self.first("priority", known, to="urgent")
        budget = response if changed is None else urgent
        breach = due(born, budget) or 0
        steps: dict[Step, int | None] = {}
        for name, at in (
            ("half", due(born, budget // 2)),
            ("most", due(born, budget * 3 // 4)),
            ("breach", breach),
            ("after", due(max(breach, changed or 0), 2 * MINUTE)),
        ):
            steps[Step("gold", "first_response", name)] = at if changed is None or at is None else max(at, changed)
        found = {step: at for step, at in steps.items() if at is not None and (answered is None or at < answered)}
        solved = self.first("status", known, to="solved")
        late = due(born, resolution, self.pauses(known))
        if late is not None and (solved is None or late < solved):
            found[Step("gold", "resolution", "unsolved")] = late
        return found

    def pauses(self, known: Sequence[Row]) -> list[tuple[int, int | None]]:
        """While the ticket waits for the customer."""
        pending = self.first("status", known, to="pending")
        return [] if pending is None else [(pending, self.first("status", known, to="open"))]

    def never_stopped(self, step: Step) -> bool:
        """Whether nothing was told that stops the clock the step hangs on: then the step has to be fired."""
        if step.metric == "resolution":
            return self.first("status", self.everything, to="solved") is None
        return self.first("message", self.everything, author="agent") is None

    def knowledge(self, stored: Mapping[str, int]) -> list[tuple[list[Row], int | None]]:
        """What was known, fact after fact as they came to be stored, and until when that was all."""
        here = sorted((stored[name], name) for name in self.events if name in stored)
        moments = sorted({at for at, _ in here})
        found: list[tuple[list[Row], int | None]] = []
        for number, moment in enumerate(moments):
            known = [self.events[name] for at, name in here if at <= moment]
            found.append((known, moments[number + 1] if number + 1 < len(moments) else None))
        # where the clock was set back in between, the later one bears the earlier instant: any one may have come last
        found += [([self.events[n] for _, n in here if n != last], at) for at, last in here if len(here) > 1]
        return found


def foretold(told: Iterable[Row]) -> dict[tuple[str, str], Ticket]:
    """Every ticket by tenant and name."""
    found: dict[tuple[str, str], Ticket] = {}
    for line in told:
        event: Row = {**line["event"], "at": instant(line["event"]["at"])}
        key = (line["tenant"], event["ticket"])
        ticket = found.setdefault(key, Ticket(line["tenant"], line["helpdesk"], event["ticket"]))
        ticket.events.setdefault(event["id"], event)
        ticket.free = ticket.free or line["free"]
    return found
