"""What can be measured: each metric is a row of data saying which moments of a ticket start, stop and pause it.

The moments are the words in which a ticket's life is told (`slaclock.clock.life` tells it); a metric is a choice among
them. Adding one touches this file only, and an operator writes his own in TOML from the same parts:

    [metrics.legal_review]
    starts = ["group:legal"]
    stops  = ["left group:legal", "solved"]
    pauses = ["pending"]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from slaclock.complaints import Complaints, show

STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
WAITING_STATUSES = ("new", "open", "pending", "hold")


class Outcome(StrEnum):
    """How a stopped cycle ended."""

    MET = "met"
    MISSED = "missed"
    CLOSED_UNANSWERED = "closed_unanswered"
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"


class Moment(StrEnum):
    """A turn in a ticket's life that metrics hang on.

    Beside these, `status:X`, `left status:X`, `group:X` and `left group:X` name what is entered and left.
    """

    BEGUN = "begun"
    """Work for people begins: the ticket is created, or a bot hands it over."""
    UNBEGUN = "unbegun"
    """A bot takes the ticket before any person was due: what had begun has not."""
    BACKDATED = "backdated"
    """A merged ticket of the same requester was older: what began with the ticket began then."""
    FIRST_QUESTION = "first_question"
    """A first answer becomes due."""
    NEXT_QUESTION = "next_question"
    """A further answer becomes due, since the oldest unanswered customer message."""
    INBOUND = "inbound"
    """The customer wrote on a channel that gives only some time to write back."""
    ANSWERED = "answered"
    """A person answered in public."""
    TOLD = "told"
    """A person wrote in public while the ticket was unsolved, asked or not."""
    SOLVED = "solved"
    REOPENED = "reopened"
    GROUPED = "grouped"
    """A group got the ticket."""
    UNGROUPED = "ungrouped"
    UNOWNED = "unowned"
    """Nobody owns the ticket."""
    OWNED = "owned"
    QUEUED = "queued"
    ACCEPTED = "accepted"
    """A person took the chat or call."""
    LEFT = "left"
    """The visitor left a chat, or its session ended: what was owed there is abandoned."""
    GAVE_UP = "gave_up"
    """The visitor or caller left, on whatever channel: nobody waits in a queue any more."""
    RETURNED = "returned"
    """A chat that ended unanswered goes on by another channel."""
    CANCELLED = "cancelled"
    """The ticket was merged into another or deleted."""


PLAIN_MOMENTS = tuple(moment.value for moment in Moment if moment not in (Moment.UNBEGUN, Moment.BACKDATED))
MOMENT_FAMILIES = ("status:", "left status:", "group:", "left group:")


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing to measure: what starts it, what stops it and how that counts, and what it waits for."""

    name: str
    starts: frozenset[str]
    stops: Mapping[str, Outcome | None] = field(default_factory=dict)
    """Moment → the outcome it brings; None is judged by time: met or missed."""
    pauses: frozenset[str] = frozenset()
    """Statuses in which it waits unless a target says otherwise."""
    pausable: bool = False
    """Whether a target may name its own `pauses`."""
    manual: bool = False
    """Whether a manual pause holds it even if no target names pauses."""
    resumes: bool = False
    """Whether a re-open inside the window goes on with the same cycle, the solved gap left out."""
    latest: bool = False
    """Whether a further start restarts the cycle (a reply window) instead of keeping the oldest start."""

    from_creation: bool = field(init=False, default=False)
    """Whether its first cycle begins with the ticket, so that an older merged ticket moves it back."""

    def __post_init__(self) -> None:
        with_ticket = (Moment.BEGUN, Moment.FIRST_QUESTION, Moment.UNOWNED)
        object.__setattr__(self, "from_creation", not self.starts.isdisjoint(with_ticket))


def _metric(name: str, starts: Iterable[str], stops: Mapping[str, Outcome | None], **rest: Any) -> Metric:
    return Metric(name, frozenset(starts), MappingProxyType(dict(stops)), **rest)


_ANSWER: dict[str, Outcome | None] = {
    Moment.ANSWERED: None,
    Moment.SOLVED: Outcome.CLOSED_UNANSWERED,
    Moment.LEFT: Outcome.ABANDONED,
}
_QUEUE: dict[str, Outcome | None] = {
    Moment.ACCEPTED: None,
    Moment.ANSWERED: None,
    Moment.SOLVED: Outcome.CLOSED_UNANSWERED,
    Moment.GAVE_UP: Outcome.ABANDONED,
}
_SOLVE: dict[str, Outcome | None] = {Moment.SOLVED: None}
_THEIRS = frozenset({"pending", "hold"})

METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        metric.name: metric
        for metric in (
            _metric("first_response", [Moment.FIRST_QUESTION], _ANSWER),
            _metric("next_response", [Moment.NEXT_QUESTION], _ANSWER),
            _metric("update", [Moment.TOLD], {Moment.TOLD: None, Moment.SOLVED: None}, pausable=True),
            _metric("resolution", [Moment.BEGUN], _SOLVE, pauses=_THEIRS, pausable=True, manual=True, resumes=True),
            _metric("total_resolution", [Moment.BEGUN], _SOLVE, resumes=True),
            _metric("requester_wait", [Moment.BEGUN], _SOLVE, pauses=frozenset({"pending"}), resumes=True),
            _metric("agent_work", [Moment.BEGUN], _SOLVE, pauses=_THEIRS, resumes=True),
            _metric(
                "ownership",
                [Moment.GROUPED],
                {Moment.GROUPED: None, Moment.UNGROUPED: None, Moment.SOLVED: None},
                pausable=True,
            ),
            _metric("vendor_wait", ["status:hold"], {"left status:hold": None}),
            _metric("time_to_own", [Moment.UNOWNED], {Moment.OWNED: None, Moment.SOLVED: Outcome.CLOSED_UNANSWERED}),
            _metric(
                "reply_window",
                [Moment.INBOUND],
                {Moment.ANSWERED: None, Moment.SOLVED: Outcome.CLOSED_UNANSWERED},
                latest=True,
            ),
            _metric("queue_wait", [Moment.QUEUED], _QUEUE),
        )
    }
)
"""Every metric slaclock knows by itself, in the order readings are listed (definitions: DESIGN L16, L27, L30)."""

_KEYS = ("starts", "stops", "abandons", "closes_unanswered", "pauses", "resumes", "latest")


def load_metric(name: str, table: object, complaints: Complaints) -> Metric | None:
    """An operator's own metric from `[metrics.NAME]`; everything wrong goes to `complaints`."""
    wanted = 'write a table like { starts = ["begun"], stops = ["solved"], pauses = ["pending"] }'
    given = complaints.table(table, wanted)
    before = len(complaints.found)
    if name in METRICS:
        complaints.add(f"{name!r} is slaclock's own metric", "choose another name")
    complaints.unknown(given, _KEYS)
    starts = _moments(given.get("starts", ()), complaints.at("starts"))
    stops: dict[str, Outcome | None] = dict.fromkeys(_moments(given.get("stops", ()), complaints.at("stops")))
    for key, outcome in (("abandons", Outcome.ABANDONED), ("closes_unanswered", Outcome.CLOSED_UNANSWERED)):
        stops |= dict.fromkeys(_moments(given.get(key, ()), complaints.at(key)), outcome)
    pauses = _statuses(given.get("pauses", ()), complaints.at("pauses"))
    for key in ("resumes", "latest"):
        if not isinstance(given.get(key, False), bool):
            complaints.at(key).add(f"found {show(given[key])}", "write true or false")
    if not starts:
        complaints.at("starts").add("no moment starts it", "name at least one of: " + ", ".join(PLAIN_MOMENTS))
    if not stops:
        complaints.at("stops").add("no moment stops it", "name at least one of: " + ", ".join(PLAIN_MOMENTS))
    if len(complaints.found) > before:
        return None
    return _metric(
        name,
        starts,
        stops,
        pauses=frozenset(pauses),
        pausable=True,
        manual=bool(pauses),
        resumes=given.get("resumes", False),
        latest=given.get("latest", False),
    )


def _moments(value: object, complaints: Complaints) -> list[str]:
    names = _texts(value, complaints, "a moment")
    for name in names:
        family = next((family for family in MOMENT_FAMILIES if name.startswith(family)), None)
        known = name.removeprefix(family) if family else name
        if family and family.endswith("status:") and known not in STATUSES:
            complaints.add(f"unknown status {known!r}", "known: " + ", ".join(STATUSES))
        elif (family is None and name not in PLAIN_MOMENTS) or not known:
            more = ", ".join(f"{family}NAME" for family in MOMENT_FAMILIES)
            complaints.add(f"unknown moment {name!r}", "known: " + ", ".join(PLAIN_MOMENTS) + f", {more}")
    return names


def _statuses(value: object, complaints: Complaints) -> list[str]:
    names = _texts(value, complaints, "a status")
    for name in names:
        if name not in WAITING_STATUSES:
            complaints.add(f"cannot wait in status {name!r}", "known: " + ", ".join(WAITING_STATUSES))
    return names


def _texts(value: object, complaints: Complaints, what: str) -> list[str]:
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return list(value)
    complaints.add(f"found {show(value)}", f"write a list, each entry the name of {what}")
    return []
