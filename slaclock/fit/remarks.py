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
    near = sum(abs(doubt.over) < NEAR for doubt in doubts)
    reopened = sum(doubt.case.reopened for doubt in doubts)
    changed = sum(doubt.case.changed for doubt in doubts)
    parts = (
        f"Over the whole log {len(doubts):,} of {count:,} verdicts stay unexplained:",
        f"the desk called {kind:,} met that overran the budget, and {len(doubts) - kind:,} missed that kept it.",
        f"{near:,} of them {_verb(near)} within an hour of the limit, where a rounded clock would decide;",
        f"{reopened:,} had been re-opened and {changed:,} had changed priority,",
        "where a desk may have judged the ticket by another moment of its life.",
        _far(doubts),
        _crowd(doubts),
    )
    tickets = sorted(doubt.case.ticket for doubt in doubts)
    shown = ", ".join(tickets[:8]) + (", …" if len(tickets) > 8 else "")
    return " ".join(part for part in parts if part) + f" They are {shown}."


def _verb(number: int) -> str:
    return "lies" if number == 1 else "lie"


def _far(doubts: Sequence[Doubt]) -> str:
    plain = [
        doubt for doubt in doubts if abs(doubt.over) >= NEAR and not doubt.case.reopened and not doubt.case.changed
    ]
    if not plain:
        return ""
    noun = "is" if len(plain) == 1 else "are"
    return (
        f"{len(plain):,} {noun} none of these: nothing the log tells sets them apart from tickets judged the other way,"
        " so they look like verdicts given by hand."
    )


def _crowd(doubts: Sequence[Doubt]) -> str:
    groups: Mapping[str, int] = Counter(doubt.case.group for doubt in doubts if doubt.case.group)
    group, number = max(groups.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if number < 3 or number * 2 < len(doubts):
        return ""
    return f"{number:,} ended with one group, {group}."
