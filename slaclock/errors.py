"""Everything slaclock can refuse, drawn as a tree. A class's first docstring line is its default message.

SlaclockError
├── NaiveDatetime          a datetime without a zone was handed in
├── OutOfRange             an instant outside 1970 to 2200
├── NeverOpens             no open time within ten years
├── NeverCloses            no closing within ten years
├── InvalidInput           something a person wrote cannot be understood
│   ├── InvalidConfig      a configuration, with every complaint at once
│   └── InvalidEvents      an event file or list of events, with every complaint at once
└── MissingExtra           a feature whose optional dependency is not installed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class SlaclockError(Exception):
    """Something slaclock knows how to explain."""

    def __init__(self, message: str = "", **facts: object) -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])
        self.facts = facts


class NaiveDatetime(SlaclockError, ValueError):
    """A datetime without a time zone is not an instant; give it one."""


class OutOfRange(SlaclockError, ValueError):
    """slaclock serves instants from 1970 to 2200."""


class NeverOpens(SlaclockError):
    """The calendar has too little open time within ten years."""


class NeverCloses(SlaclockError):
    """The calendar does not close within ten years."""


class MissingExtra(SlaclockError, ImportError):
    """An optional dependency is not installed."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong in what a person wrote: where it stands, what was found, what would be right."""

    where: str
    found: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.where}: {self.found}; {self.wanted}"


class InvalidInput(SlaclockError, ValueError):
    """What was given cannot be understood."""

    def __init__(self, complaints: Sequence[Complaint] | str) -> None:
        self.complaints: tuple[Complaint, ...] = () if isinstance(complaints, str) else tuple(complaints)
        super().__init__(complaints if isinstance(complaints, str) else "\n".join(map(str, complaints)))


class InvalidConfig(InvalidInput):
    """The configuration cannot be used."""


class InvalidEvents(InvalidInput):
    """The events cannot be used."""


def in_a_line(error: Exception) -> str:
    """What a row keeps of an error: slaclock's own words, or the kind and the first line of any other."""
    first = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
    text = str(error) if isinstance(error, SlaclockError) else first
    # a foreign text may hold what no database takes
    return text[:500].replace("\0", "").encode("utf-8", "replace").decode()
