"""Reads a promise as its customer would: word by word, in their language, to a time of day on a day or to a stretch.

It knows nothing of how the text came about. A word it does not know is handed back, not skipped.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from tests.promise.languages.tongue import Tongue, Unit

Word: TypeAlias = tuple[str, int | Unit | tuple[int, Unit] | None]
"""What a word means: its kind (`weekday`, `month`, `unit`, …) and which."""

UNSEEN = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f\u061c"))
"""Marks that turn the direction of writing; no screen shows them."""
DIGITS = {zero + number: str(number) for zero in (0x660, 0x6F0, 0xFF10) for number in range(10)}
"""Arabic, Persian and wide digits."""
ALIKE = {**UNSEEN, **DIGITS, 0x2019: "'"}
"""What a reader takes for the same: an apostrophe is one, however it is bent."""
CLOCK = r"(?P<hour>\d{1,2})(?::| h |\.)(?P<minute>\d{2})(?!\d)"
ISO = r"(?P<iso>\d{4}-\d{2}-\d{2})"


@dataclass(slots=True)
class Said:
    """What a sentence says: each part at most once, or it is not clear when."""

    weekday: int | None = None
    month: int | None = None
    day: int | None = None
    year: int | None = None
    ahead: int | None = None
    """0 for today, 1 for tomorrow."""
    clock: tuple[int, int] | None = None
    half: str | None = None
    day_ends: bool = False
    latest: bool = False
    within: list[tuple[int, Unit]] = field(default_factory=list)
    iso: str | None = None
    unknown: list[str] = field(default_factory=list)

    @property
    def clear(self) -> bool:
        """Whether it says one time on one day, or one stretch, in known words only."""
        dated = self.iso is not None or self.ahead is not None or self.weekday is not None
        timed = (self.clock is not None) != self.day_ends
        whole = (self.month is None) == (self.day is None) and not (self.year and self.month is None)
        moment, stretch = dated and timed and whole and not self.within, len(self.within) == 1 and not dated
        return not self.unknown and (moment or stretch)


class Unreadable(Exception):
    """A text says two things at once, or something that is no time."""


@cache
def _words(tongue: Tongue) -> dict[str, Word]:
    kinds: list[tuple[str, Word]] = [
        *((forms, ("weekday", number)) for number, forms in enumerate(tongue.weekdays)),
        *((forms, ("month", number)) for number, forms in enumerate(tongue.months, 1)),
        (tongue.today, ("ahead", 0)),
        (tongue.tomorrow, ("ahead", 1)),
        (tongue.day_ends, ("day ends", None)),
        (tongue.latest, ("latest", None)),
        (tongue.morning, ("am", None)),
        (tongue.afternoon, ("pm", None)),
        *((forms, ("unit", unit)) for unit, forms in tongue.units),
        *((forms, ("counted", (number, unit))) for number, unit, forms in tongue.counted),
        (tongue.other, ("other", None)),
    ]
    found: dict[str, Word] = {}
    for forms, word in kinds:
        for form in filter(None, forms.split("|")):
            if found.setdefault(plain(form), word) != word:
                raise AssertionError(f"{form!r} means {found[plain(form)]} and {word}")
    return found


@cache
def _pattern(tongue: Tongue) -> re.Pattern[str]:
    edge = r"(?!\w)" if tongue.spaced else ""
    longest_first = sorted(_words(tongue), key=len, reverse=True)
    known = "|".join(re.escape(form) + (edge if form[-1].isalnum() else "") for form in longest_first)
    rest = r"\w+" if tongue.spaced else r"\w"
    return re.compile(rf"{ISO}|(?P<word>{known})|{CLOCK}|(?P<number>\d+)(?:er\b|º)?|(?P<rest>{rest})")


def plain(text: str) -> str:
    """What a person sees: no invisible marks, one kind of space, Western digits, no capitals."""
    return " ".join(unicodedata.normalize("NFC", text.translate(ALIKE)).split()).casefold()


def read(text: str, tongue: Tongue) -> Said:
    """What a text says; raises Unreadable if it names two days, two times or a number of nothing."""
    said, number = Said(), None
    for found in _pattern(tongue).finditer(plain(text)):
        if found["number"]:
            number = _number(said, number, int(found["number"]))
        elif found["hour"]:
            _once(said, "clock", (int(found["hour"]), int(found["minute"])))
        elif found["iso"]:
            _once(said, "iso", found["iso"])
        elif found["word"]:
            number = _word(said, number, _words(tongue)[found["word"]])
        else:
            said.unknown.append(found["rest"])
    if number is not None:
        _number(said, number, None)
    return said


def _once(said: Said, part: str, value: object) -> None:
    if getattr(said, part) not in (None, value):
        raise Unreadable(f"{part} is both {getattr(said, part)} and {value}")
    setattr(said, part, value)


def _number(said: Said, held: int | None, number: int | None) -> int | None:
    """A number that no unit follows is a day of the month, or a year."""
    if held is not None:
        _once(said, "year" if held > 31 else "day", held)
    return number


def _word(said: Said, number: int | None, word: Word) -> int | None:
    kind, value = word
    if kind == "unit" and number is not None:
        said.within.append((number, value))  # type: ignore[arg-type]
        return None
    number = _number(said, number, None)
    match kind:
        case "unit" if said.clock is None and not said.day_ends:  # `10:00 uur` is no number of hours
            raise Unreadable(f"how many {value}s?")
        case "counted":
            said.within.append(value)  # type: ignore[arg-type]
        case "weekday" | "month" | "ahead":
            _once(said, kind, value)
        case "am" | "pm":
            _once(said, "half", kind)
        case "day ends":
            said.day_ends = True
        case "latest":
            said.latest = True
        case _:
            pass
    return number
