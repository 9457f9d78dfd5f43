"""What a single fact of a ticket may be asked; each question can say in words what it wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import ge, gt, le, lt
from types import MappingProxyType
from typing import Protocol

from slaclock.complaints import show

Number = int | float


class Question(Protocol):
    """A question about one value."""

    def passes(self, value: object) -> bool:
        """Whether the value is wanted."""
        ...

    @property
    def wanted(self) -> str:
        """What would pass, in words."""
        ...


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value is one of these; a field with several values needs one of them."""

    values: tuple[object, ...]
    _texts: frozenset[object] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_texts", frozenset(value for value in self.values if isinstance(value, str)))

    def passes(self, value: object) -> bool:
        """Whether one of the values is wanted."""
        if value.__class__ is str:  # nearly always, and desks list customers by the hundred
            return value in self._texts
        return any(_same(one, wanted) for one in each(value) for wanted in self.values)

    @property
    def wanted(self) -> str:
        """The wanted values."""
        return ("one of " if len(self.values) > 1 else "") + _listed(self.values)


@dataclass(frozen=True, slots=True)
class NoneOf:
    """The value is none of these; a missing value passes."""

    values: tuple[object, ...]

    def passes(self, value: object) -> bool:
        """Whether no value is ruled out."""
        return not any(_same(one, wanted) for one in each(value) for wanted in self.values)

    @property
    def wanted(self) -> str:
        """What is ruled out."""
        return "anything but " + _listed(self.values)


@dataclass(frozen=True, slots=True)
class EachOf:
    """Of several values (tags) every one of these is there."""

    values: tuple[object, ...]

    def passes(self, value: object) -> bool:
        """Whether all are there."""
        return all(any(_same(one, wanted) for one in each(value)) for wanted in self.values)

    @property
    def wanted(self) -> str:
        """All the wanted values."""
        return "all of " + _listed(self.values)


@dataclass(frozen=True, slots=True)
class Present:
    """The value is there, or is missing."""

    present: bool

    def passes(self, value: object) -> bool:
        """Whether presence is as wanted; an empty text or list counts as missing."""
        return any(True for one in each(value) if one != "") is self.present

    @property
    def wanted(self) -> str:
        """Presence in words."""
        return "any value" if self.present else "no value"


ORDERS: Mapping[str, tuple[Callable[[Number, Number], bool], str]] = MappingProxyType(
    {
        "at_least": (ge, "at least"),
        "at_most": (le, "at most"),
        "more_than": (gt, "more than"),
        "less_than": (lt, "less than"),
    }
)


@dataclass(frozen=True, slots=True)
class Compared:
    """The value is a number on the right side of a limit; what is not a number never passes."""

    order: str
    limit: Number

    def passes(self, value: object) -> bool:
        """Whether a number is on the right side."""
        holds, _ = ORDERS[self.order]
        return any(
            holds(one, self.limit) for one in each(value) if isinstance(one, (int, float)) and not isinstance(one, bool)
        )

    @property
    def wanted(self) -> str:
        """The limit in words."""
        return f"{ORDERS[self.order][1]} {self.limit}"


TEXTS: Mapping[str, tuple[Callable[[str, str], bool], str]] = MappingProxyType(
    {
        "starts_with": (str.startswith, "starting with"),
        "ends_with": (str.endswith, "ending with"),
        "contains": (str.__contains__, "containing"),
    }
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """The text begins with, ends with or contains one of these."""

    how: str
    parts: tuple[str, ...]

    def passes(self, value: object) -> bool:
        """Whether a text is spelled so."""
        holds, _ = TEXTS[self.how]
        return any(holds(one, part) for one in each(value) if isinstance(one, str) for part in self.parts)

    @property
    def wanted(self) -> str:
        """The wanted parts."""
        return f"text {TEXTS[self.how][1]} " + " or ".join(self.parts)


@dataclass(frozen=True, slots=True)
class Both:
    """Several questions about one value, all of which must be answered yes."""

    questions: tuple[Question, ...]

    def passes(self, value: object) -> bool:
        """Whether every answer is yes."""
        return all(question.passes(value) for question in self.questions)

    @property
    def wanted(self) -> str:
        """All the wishes."""
        return " and ".join(question.wanted for question in self.questions)


def each(value: object) -> Iterable[object]:
    """The values of a fact: none when missing, several for tags and lists, otherwise the one."""
    if value is None:
        return ()
    return value if isinstance(value, (list, tuple, frozenset, set)) else (value,)


def show_value(value: object) -> str:
    """A fact as a person would write it: `missing`, `'ACME'`, `['beta', 'vip']`."""
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (frozenset, set)):
        return show(sorted(value, key=str)) if value else "empty"
    return show(value)


def _listed(values: tuple[object, ...]) -> str:
    """Wanted values as a person lists them, without quotes."""
    return ", ".join(value if isinstance(value, str) else show_value(value) for value in values)


def _same(one: object, wanted: object) -> bool:
    """Equal as a person sees it: true is not 1."""
    return one == wanted and isinstance(one, bool) == isinstance(wanted, bool)
