"""Words: what an export calls its statuses, priorities, channels and events, in slaclock's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slaclock.complaints import Complaints, show
from slaclock.timeline.grammar import AUTHORS, CHANNELS, EVENT_TYPES, OUTCOMES, SESSIONS, STATUSES

IGNORE = "ignore"
"""A type of row that means nothing to a promise; such rows are counted, not complained of."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one word of the export means; `more` holds what it says beside that, a status's reason for one."""

    to: Any
    more: Mapping[str, Any] = field(default_factory=dict)


_CHOICES: Mapping[str, tuple[Any, ...] | None] = {
    "status": STATUSES,
    "channel": CHANNELS,
    "author": AUTHORS,
    "outcome": OUTCOMES,
    "session": SESSIONS,
    "by": ("customer", "agent", "import"),
    "public": (True, False),
    "auto": (True, False),
    "type": (*EVENT_TYPES, IGNORE),
    "priority": None,
    "group": None,
    "customer": None,
}
WORD_KEYS = tuple(_CHOICES)
"""What the words of an export can be translated for."""

_MORE: Mapping[str, tuple[str, ...]] = {
    "status": ("reason",),
    "type": ("author", "public", "auto", "to", "reason", "outcome"),
}


def read_words(key: str, value: object, complaints: Complaints) -> Mapping[str, Word]:
    """One table of words, by the export's word in small letters; everything wrong goes to `complaints`."""
    table = complaints.table(value, "write a table: the export's word = slaclock's word")
    words: dict[str, Word] = {}
    for given, meant in table.items():
        word = _word(key, meant, complaints.at(given))
        if word is not None:
            words[fold(given)] = word
    return words


def fold(text: str) -> str:
    """A word as it is looked up: surrounding blanks and capitals do not matter."""
    return text.strip().casefold()


def _word(key: str, meant: object, complaints: Complaints) -> Word | None:
    more: Mapping[str, Any] = {}
    if isinstance(meant, Mapping):
        allowed = _MORE.get(key, ())
        first = "type" if key == "type" else "to"
        complaints.unknown(meant, (first, *allowed))
        more = {name: meant[name] for name in allowed if name in meant}
        meant = meant.get(first)
    choices = _CHOICES[key]
    good = isinstance(meant, str) and meant.strip() if choices is None else meant in choices
    if not good:
        listed = ", ".join(str(choice).lower() if isinstance(choice, bool) else choice for choice in choices or ())
        complaints.add(f"found {show(meant)}", f"write one of {listed}" if choices else "write text, not empty")
        return None
    return Word(meant, more)
