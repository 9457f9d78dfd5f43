"""Tickets of every kind a configuration speaks of, made up to find those that nobody promised anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from slaclock.instant import FIRST, LAST, format_instant
from slaclock.policy.book import PolicyBook
from slaclock.policy.channel import CHANNELS
from slaclock.policy.match import All, AnyOf, Condition, Created, Fact, Field, Not
from slaclock.policy.question import Both, Compared, EachOf, NoneOf, OneOf, Question, Spelled
from slaclock.timeline.ticket import Ticket

ANOTHER = "another"
MOST = 4_000
SOME_DAY = 1_772_442_000_000_000
"""2026-03-02T09:00:00Z, a Monday, where a configuration names no instant itself."""

WORDS = {"channel": tuple(CHANNELS), "by": ("customer", "agent", "import")}
"""Facts that know only certain words, and always have one."""

Values = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Probe:
    """A made-up ticket, described by the facts the policies look at."""

    facts: Mapping[str, Any]

    @property
    def ticket(self) -> Ticket:
        """The ticket itself."""
        fields = {name.removeprefix("fields."): value for name, value in self.facts.items() if "." in name}
        plain = {name: value for name, value in self.facts.items() if "." not in name and name != "created"}
        known = {name: value for name, value in fields.items() if value is not None}
        return Ticket("probe", self.facts["created"], fields=known, **plain)

    @property
    def bareness(self) -> int:
        """How many facts are missing; people think of tickets that have some."""
        return sum(not value for value in self.facts.values())

    @property
    def words(self) -> str:
        """The facts as a person would tell them, the ordinary creation left out."""
        return ", ".join(_said(name, value) for name, value in self.facts.items() if value != SOME_DAY) or "any facts"


def probes(book: PolicyBook) -> Iterator[Probe]:
    """One ticket for every combination of the values the policies name, of another value and of none."""
    values: Values = {"created": [SOME_DAY]}
    for policy in book.policies:
        if policy.effective_from is not None:
            _add(values, "created", policy.effective_from, max(policy.effective_from - 1, FIRST))
        _collect(policy.when, values)
    _trim(values)
    for combination in product(*values.values()):
        yield Probe(dict(zip(values, combination, strict=True)))


def _collect(condition: Condition, values: Values) -> None:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                _collect(part, values)
        case Not(part):
            _collect(part, values)
        case Fact(name, read, question):
            fact = f"fields.{read.name}" if isinstance(read, Field) else name
            others: tuple[Any, ...] = WORDS.get(fact, (frozenset(),) if fact == "tags" else (ANOTHER, None))
            _add(values, fact, *others, *_named(question, fact))
        case Created(after, before, during, outside):
            near = (limit + step for limit in (after, before) if limit is not None for step in (-1, 0))
            _add(values, "created", *(at for at in near if FIRST <= at < LAST))
            for calendar in (during, outside):
                if calendar is not None:
                    opening = calendar.index.next_opening(SOME_DAY)
                    _add(values, "created", opening, calendar.index.next_closing(opening))
        case _:
            pass


def _named(question: Question, fact: str) -> list[Any]:
    match question:
        case OneOf(values) | NoneOf(values):
            return [frozenset({value}) for value in values] if fact == "tags" else list(values)
        case EachOf(values):
            return [frozenset(values)]
        case Compared(_, limit):
            return [limit - 1, limit, limit + 1]
        case Spelled(_, parts):
            return list(parts)
        case Both(questions):
            return [value for part in questions for value in _named(part, fact)]
        case _:
            return []


def _add(values: Values, fact: str, *more: Any) -> None:
    found = values.setdefault(fact, [])
    found.extend(value for value in more if value not in found)


def _trim(values: Values) -> None:
    """Keep the number of combinations in hand: the longest list of values gives up its last one first."""
    size = 1
    for found in values.values():
        size *= len(found)
    while size > MOST:
        longest = max(values.values(), key=len)
        size = size // len(longest) * (len(longest) - 1)
        longest.pop()


def _said(name: str, value: Any) -> str:
    name = name.removeprefix("fields.")
    if name == "created":
        return f"created {format_instant(value)}"
    if name == "tags":
        return f"tags {', '.join(sorted(value))}" if value else "no tags"
    return f"another {name}" if value == ANOTHER else f"no {name}" if value is None else f"{name} {value}"
