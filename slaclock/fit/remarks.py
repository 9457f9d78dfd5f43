"""What a fitted rule leaves unexplained, in a paragraph: how many, in which direction, and what they have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slaclock.fit.case import Case

NEAR = 3_600
"""Seconds from the budget within which a difference may be a matter of rounding."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One verdict that the rule does not explain; `over` is the time used beyond the budget, in seconds."""

    case: Case
    over: int


def remarks(doubts: Sequence[Doubt], count: int) -> str:
    """The paragraph; `count` is how many verdicts there are in the whole log."""
    if not doubts:
        return f"Over the whole log the rule explains every one of the {count:,} verdicts."
    kind = sum(doubt.case.met for doubt in doubts)
    parts = (
        f"Over the whole log {len(doubts):,} of {count:,} verdicts stay unexplained:",
        f"the desk called {kind:,} met that slaclock calls missed, {len(doubts) - kind:,} the other way round.",
        *(sentence for cause in CAUSES if (sentence := _sentence(cause, doubts))),
        _crowd(doubts),
    )
    tickets = sorted(doubt.case.ticket for doubt in doubts)
    shown = ", ".join(tickets[:8]) + (", …" if len(tickets) > 8 else "")
    return " ".join(part for part in parts if part) + f" They are {shown}."


def _cause(doubt: Doubt) -> str:
    """The first thing that may explain the difference."""
    if doubt.case.changed:
        return "changed"
    if doubt.case.reopened:
        return "reopened"
    return "near" if abs(doubt.over) < NEAR else "by hand"


CAUSES: Mapping[str, str] = {
    "changed": "changed priority on the way: slaclock keeps a breach under the earlier priority as a fact, the desk"
    " seems to have judged by one priority only",
    "reopened": "had been re-opened, and the desk may have judged another of its ends",
    "near": "ended within an hour of the limit, where a rounded or late clock decides",
    "by hand": "differ by more than an hour and nothing in the log sets them apart from tickets judged the other way:"
    " they look like verdicts given by hand",
}
"""What a difference may come from, in words that follow a number."""


def _sentence(cause: str, doubts: Sequence[Doubt]) -> str:
    number = sum(_cause(doubt) == cause for doubt in doubts)
    return f"{number:,} {CAUSES[cause]}." if number else ""


def _crowd(doubts: Sequence[Doubt]) -> str:
    groups: Mapping[str, int] = Counter(doubt.case.group for doubt in doubts if doubt.case.group)
    group, number = max(groups.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if number < 3 or number * 2 < len(doubts):
        return ""
    return f"{number:,} ended with one group, {group}."
