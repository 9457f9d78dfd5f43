"""What is usual, from the desk's own history: how long answers took, those that are still owed among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from slaclock.clock.reading import Reading
from slaclock.policy.metric import Outcome
from slaclock.policy.policy import Kind
from slaclock.promise.promise import Habit

WINDOW = timedelta(days=28)
ANSWERS = ("first_response", "next_response")
ANY = ""
"""Stands for every priority: who has not written yet has none."""
ANSWERED = (Outcome.MET, Outcome.MISSED)
_EXACT = 1e-12

Alike = tuple[str, str, str]
"""Policy, channel and priority: what tickets have in common that wait alike."""


class Wait(NamedTuple):
    """How long one customer has waited, in the time his target counts, and whether it ended with an answer."""

    alike: Alike
    length: timedelta
    answered: bool


@dataclass(frozen=True, slots=True)
class Habits:
    """What is usual for each policy, channel and priority, and for each policy and channel whatever the priority."""

    known: Mapping[Alike, Habit] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, policy: str, channel: str | None, priority: str | None) -> Habit | None:
        """What is usual for such tickets; None: nobody knows."""
        return self.known.get((policy, channel or "", priority or ANY))


def habits_of(readings: Iterable[Reading], at: datetime, window: timedelta = WINDOW) -> Habits:
    """What was usual in the last weeks, by policy, channel and priority."""
    return habits_among(wait_of(each) for each in readings if _counts(each, at, window))


def habit_of(readings: Iterable[Reading], at: datetime, window: timedelta = WINDOW) -> Habit | None:
    """How long customers waited for an answer in the last weeks, in the time their targets count; None: nobody knows.

    Hand over the readings of tickets that are alike: one channel, one priority. An answer that is still owed, or that
    nobody gave, is known to have taken longer than it has; leaving it out would make the slow look quick.
    """
    return _habit([wait_of(each) for each in readings if _counts(each, at, window)])


def habits_among(waits: Iterable[Wait]) -> Habits:
    """The habits that some waits show."""
    groups: dict[Alike, list[Wait]] = {}
    for wait in waits:
        policy, channel, priority = wait.alike
        for alike in {(policy, channel, priority), (policy, channel, ANY)}:
            groups.setdefault(alike, []).append(wait)
    found = {alike: _habit(mine) for alike, mine in groups.items()}
    return Habits(MappingProxyType({alike: habit for alike, habit in found.items() if habit is not None}))


def wait_of(reading: Reading) -> Wait:
    """The wait that a clock has measured."""
    facts = reading.facts
    alike = (reading.policy, facts.channel or "", facts.priority or ANY)
    return Wait(alike, reading.elapsed, reading.outcome in ANSWERED)


def waits_for_answer(reading: Reading) -> bool:
    """Whether a clock measures how long a customer waits for an answer, or waited for one that he did get or miss."""
    return reading.metric in ANSWERS and reading.kind == Kind.CUSTOMER and reading.outcome != Outcome.CANCELLED


def _counts(reading: Reading, at: datetime, window: timedelta) -> bool:
    lately = reading.stopped_at is None or at - window <= reading.stopped_at <= at
    return lately and waits_for_answer(reading)


def _habit(waits: Iterable[Wait]) -> Habit | None:
    lengths = sorted((wait.length, wait.answered) for wait in waits)
    p50, p90 = _within(lengths, 0.5), _within(lengths, 0.9)
    return Habit(p50, p90, sum(answered for _, answered in lengths)) if p50 is not None and p90 is not None else None


def _within(waits: list[tuple[timedelta, bool]], share: float) -> timedelta | None:
    """The wait within which such a share is answered, by the product-limit estimate of Kaplan and Meier."""
    unanswered, left = 1.0, len(waits)
    length: timedelta
    for length, alike in groupby(waits, key=lambda wait: wait[0]):
        ended = [answered for _, answered in alike]
        unanswered *= 1 - sum(ended) / left
        left -= len(ended)
        if unanswered <= 1 - share + _EXACT:
            return length
    return None
