"""When a step of an escalation is due, in a team lead's words: "75%", "30 business minutes before", "at breach"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NoReturn

from slaclock.complaints import show
from slaclock.errors import Complaint, InvalidInput
from slaclock.policy.budget import Budget, Unit

POINTS = (
    "write one of: 'at start', '75%', '30 business minutes before', 'at breach', '2 business hours after', "
    "'every 1 business hour after breach until acknowledged', 'unassigned for 30 business minutes', "
    "'reopened 3 times', 'last chance'"
)


class When(StrEnum):
    """The kinds of points a step can hang on."""

    START = "at start"
    PERCENT = "percent"
    BEFORE = "before"
    AT_BREACH = "at breach"
    AFTER = "after"
    EVERY = "every"
    UNASSIGNED = "unassigned"
    REOPENED = "reopened"
    LAST_CHANCE = "last chance"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a clock's or ticket's life; only the part its kind needs is filled.

    `fraction` of the budget used (PERCENT), `budget` away from the deadline (BEFORE, AFTER), apart (EVERY) or long
    (UNASSIGNED), `count` of re-opens (REOPENED). An EVERY point with `acknowledgeable` stops at the acknowledgement.
    """

    when: When
    text: str = field(compare=False)
    fraction: Fraction | None = None
    budget: Budget | None = None
    count: int | None = None
    acknowledgeable: bool = False

    @classmethod
    def parse(cls, text: object) -> Point:
        """Read a point as a person writes it; anything else is refused with the points there are (InvalidInput)."""
        if not isinstance(text, str) or len(text) > 200:
            _refuse(text, POINTS)
        words = " ".join(text.split())
        for pattern, read in _GRAMMAR:
            match = pattern.fullmatch(words)
            if match is not None:
                return read(words, match)
        return _refuse(text, POINTS)

    @property
    def needs_target(self) -> bool:
        """Whether it is a point of a clock; the others are points of the ticket itself."""
        return self.when not in (When.UNASSIGNED, When.REOPENED)

    def __str__(self) -> str:
        return self.text


def _at_start(words: str, _: re.Match[str]) -> Point:
    return Point(When.START, words)


def _percent(words: str, match: re.Match[str]) -> Point:
    percent = Fraction(match["number"])
    if not 0 < percent <= 1000:
        _refuse(words, "write how much of the budget is used, from above 0% up to 1000%")
    return Point(When.PERCENT, words, fraction=percent / 100)


def _before(words: str, match: re.Match[str]) -> Point:
    return Point(When.BEFORE, words, budget=_length(match["budget"]))


def _at_breach(words: str, _: re.Match[str]) -> Point:
    return Point(When.AT_BREACH, words)


def _after(words: str, match: re.Match[str]) -> Point:
    budget = Budget.parse(match["budget"])
    if budget.unit is Unit.END_OF_DAY:
        _refuse(words, "count from the breach in hours or business days, like '1 business day after'")
    return Point(When.AFTER, words, budget=budget)


def _every(words: str, match: re.Match[str]) -> Point:
    return Point(When.EVERY, words, budget=_length(match["budget"]), acknowledgeable=match["until"] is not None)


def _unassigned(words: str, match: re.Match[str]) -> Point:
    return Point(When.UNASSIGNED, words, budget=_length(match["budget"]))


def _reopened(words: str, match: re.Match[str]) -> Point:
    count = 1 if match["count"] is None else int(match["count"])
    if not 0 < count <= 1000:
        _refuse(words, "write how often, from 'reopened once' up to 'reopened 1000 times'")
    return Point(When.REOPENED, words, count=count)


def _last_chance(words: str, _: re.Match[str]) -> Point:
    return Point(When.LAST_CHANCE, words)


_GRAMMAR = tuple(
    (re.compile(pattern, re.ASCII | re.IGNORECASE), read)
    for pattern, read in (
        (r"at start", _at_start),
        (r"(?P<number>[0-9]{1,6}(?:\.[0-9]{1,6})?) ?%(?: used)?", _percent),
        (r"(?P<budget>.+) before(?: breach)?", _before),
        (r"at breach", _at_breach),
        (r"every (?P<budget>.+?) after breach(?P<until> until acknowledged)?", _every),
        (r"(?P<budget>(?!every ).+) after(?: breach)?", _after),
        (r"unassigned for (?P<budget>.+)", _unassigned),
        (r"reopened (?:once|(?P<count>[0-9]{1,9}) times?)", _reopened),
        (r"last chance", _last_chance),
    )
)


def _length(text: str) -> Budget:
    budget = Budget.parse(text)
    if budget.length is None:
        _refuse(text, "here a length is needed, like '4 business hours' or '30 minutes'")
    return budget


def _refuse(text: object, wanted: str) -> NoReturn:
    raise InvalidInput([Complaint("point", f"found {show(text)}", wanted)])
