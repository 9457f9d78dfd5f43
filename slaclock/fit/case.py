"""Cases: the tickets of a log whose verdict is known, as what any candidate policy needs to judge them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from slaclock.replay.story import Story
from slaclock.timeline.event import TicketEvent

NO_PRIORITY = "none"
ENDED = frozenset({"solved", "closed"})
WAITING = frozenset({"pending", "hold"})


@dataclass(frozen=True, slots=True)
class Stop:
    """What may end a clock: solved or closed, for the first time, or for the last with the gaps between left out."""

    status: str
    resumes: bool

    def __str__(self) -> str:
        first = "solved" if self.status == "solved" else "closed"
        return f"until {first}" + (", the time until a re-opening left out" if self.resumes else "")


STOPS = (Stop("solved", True), Stop("solved", False), Stop("closed", False), Stop("closed", True))
"""Every end a candidate may have, the most usual first: of equally good ones the earlier is taken."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A stretch in which the ticket waited: in which status, and for what reason in the desk's words."""

    label: tuple[str, str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """One ticket with the desk's verdict; `ends` and `gaps` are by the stop they belong to, instants microseconds."""

    ticket: str
    met: bool
    start: int
    ends: Mapping[Stop, int]
    gaps: Mapping[Stop, tuple[tuple[int, int], ...]]
    priorities: Mapping[Stop, str]
    waits: tuple[Wait, ...]
    reopened: bool
    changed: bool
    """Whether its priority changed on the way."""
    group: str


def cases(stories: Iterable[Story], horizon: int) -> list[Case]:
    """Every ticket with a verdict; one that never ended is looked at from `horizon`, the end of the log."""
    found = (_case(story, horizon) for story in stories if story.verdict is not None)
    return [case for case in found if case is not None]


def halves(found: Sequence[Case], seed: int) -> tuple[list[Case], list[Case]]:
    """The cases in two random halves, the same ones for the same seed whatever order the log came in."""
    order = sorted(found, key=lambda case: case.ticket)
    random.Random(seed).shuffle(order)  # noqa: S311 - a repeatable draw, no secret
    middle = (len(order) + 1) // 2
    return order[:middle], order[middle:]


def _case(story: Story, horizon: int) -> Case | None:
    created = next((event for event in story.events if event.type == "created"), None)
    if created is None or story.verdict is None:
        return None
    statuses = [(created.at, str(created.data["status"]), "")]
    statuses += [
        (event.at, str(event.data["to"]), str(event.data["reason"] or ""))
        for event in story.events
        if event.type == "status"
    ]
    runs = {stop: _run(stop, statuses) for stop in STOPS}
    ends = {stop: end if end is not None else max(horizon, created.at) for stop, (end, _) in runs.items()}
    priorities = _priorities(story.events, created)
    return Case(
        ticket=story.ticket,
        met=story.verdict,
        start=created.at,
        ends=ends,
        gaps={stop: gaps for stop, (_, gaps) in runs.items()},
        priorities={stop: _latest(priorities, end) for stop, end in ends.items()},
        waits=tuple(_waits(statuses, horizon)),
        reopened=any(gaps for _, gaps in runs.values()),
        changed=len(priorities) > 1,
        group=_group(story.events),
    )


def _run(stop: Stop, statuses: Sequence[tuple[int, str, str]]) -> tuple[int | None, tuple[tuple[int, int], ...]]:
    """When a stop comes, and the gaps it leaves out because the ticket was re-opened after it."""
    wanted = ENDED if stop.status == "solved" else frozenset({"closed"})
    end: int | None = None
    gaps: list[tuple[int, int]] = []
    for at, status, _ in statuses:
        if end is None and status in wanted:
            end = at
        elif end is not None and stop.resumes and status not in ENDED:
            gaps.append((end, at))
            end = None
    return end, tuple(gaps)


def _waits(statuses: Sequence[tuple[int, str, str]], horizon: int) -> Iterable[Wait]:
    later = [at for at, _, _ in statuses[1:]] + [max(horizon, statuses[-1][0])]
    for (at, status, reason), until in zip(statuses, later, strict=True):
        if status in WAITING and until > at:
            yield Wait((status, reason), at, until)


def _priorities(events: Iterable[TicketEvent], created: TicketEvent) -> list[tuple[int, str]]:
    changes = [(created.at, created.data["priority"])]
    changes += [(event.at, event.data["to"]) for event in events if event.type == "priority"]
    return [(at, str(priority) if priority is not None else NO_PRIORITY) for at, priority in changes]


def _latest(changes: Sequence[tuple[int, str]], at: int) -> str:
    return next((value for since, value in reversed(changes) if since <= at), changes[0][1])


def _group(events: Iterable[TicketEvent]) -> str:
    group = ""
    for event in events:
        if event.type in ("created", "group"):
            group = event.data["group" if event.type == "created" else "to"] or group
    return group
