"""The customer's language: phrases from a Fluent catalogue, times and dates as CLDR writes them for the region."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import DateTimePattern, parse_pattern
from fluent.runtime import FluentBundle, FluentResource

CHOICE = "about"
"""The one fact that is a word and is not put into a phrase: it chooses between phrases."""
FALLBACK = Locale("en", "GB")
"""How English is written for a customer whose language nobody knows: by the 24-hour clock, the day before the month."""

_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE | re.ASCII)
_RENAMED = {"iw": "he"}
_FIRST = {"fr": "1er", "pt_BR": "1º"}
"""The first of a month where it is no plain number, which CLDR's patterns cannot say."""
_REVIEWED = re.compile(r"^## reviewed: true$", re.MULTILINE)
_NAME = re.compile(r"^## language: (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Every phrase of one language, and whether somebody who speaks it has reviewed them."""

    language: str
    name: str
    """The language in its own words, `Deutsch`."""
    reviewed: bool
    bundle: FluentBundle

    def say(self, message: str, facts: Mapping[str, Any]) -> str:
        """One phrase with its facts."""
        pattern = self.bundle.get_message(message).value
        if pattern is None:
            raise LookupError(f"{self.language}: {message!r} says nothing")
        text, errors = self.bundle.format_pattern(pattern, dict(facts))
        if errors:
            raise LookupError(f"{self.language}: {message!r}: {errors[0]}")
        return str(text).replace("..", ".")  # a sentence that ends in `a.m.` has its full stop


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A catalogue with the regional habits of one locale; `known` is False where English stands in for another."""

    catalogue: Catalogue
    locale: Locale
    known: bool
    clock: DateTimePattern
    date: DateTimePattern
    date_with_year: DateTimePattern

    @property
    def code(self) -> str:
        """The catalogue's language: `de`."""
        return self.catalogue.language

    @property
    def tag(self) -> str:
        """The locale as BCP 47 has it: `de-AT`."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return self.locale.text_direction

    def say(self, message: str, **facts: str | int) -> str:
        """One phrase of the catalogue; what is put in is kept apart where directions of writing meet."""
        apart = {name: self._apart(value) for name, value in facts.items() if isinstance(value, str) and name != CHOICE}
        return self.catalogue.say(message, facts | apart)

    def say_time(self, wall: datetime) -> str:
        """`10:00`, `10:00 AM`."""
        return self.clock.apply(wall, self.locale)

    def hour(self, wall: datetime) -> int:
        """The hour as the time of day shows it, 1 for `1:30 PM`: some languages say it with another word then."""
        return int(re.findall(r"\d+", self.say_time(wall))[0])

    def say_date(self, wall: datetime, *, year: bool) -> str:
        """`30 November`, `November 30, 2026`, `1er décembre`."""
        said = (self.date_with_year if year else self.date).apply(wall, self.locale)
        first = _FIRST.get(self.locale.language) or _FIRST.get(str(self.locale))
        return re.sub(r"\b1\b", first, said, count=1) if first and wall.day == 1 else said

    def city(self, zone: str) -> str:
        """A zone by the name of its city: `Kyiv`, `Saint John’s`; fixed offsets by their usual sign, `UTC+5`."""
        named = self.locale.time_zones.get(zone, {}).get("city")
        if named:
            return str(named)
        last = zone.rpartition("/")[2].replace("_", " ")
        if zone.startswith("Etc/GMT") and last[3:4] in ("+", "-") and last[3:4]:  # POSIX counts west as plus
            return f"UTC{'-' if last[3] == '+' else '+'}{last[4:]}"
        return last

    def _apart(self, value: str) -> str:
        """A Unicode isolate around what would otherwise mix with a text of the other direction."""
        return f"\u2068{value}\u2069" if self.direction == "rtl" or _RIGHT_TO_LEFT.search(value) else value


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@lru_cache(maxsize=1)
def _files() -> frozenset[str]:
    """The languages and regions that have a file: `pt`, `pt-BR`."""
    found = (entry.name for entry in files("slaclock.promise").joinpath("catalogue").iterdir())
    return frozenset(name.removesuffix(".ftl") for name in found if name.endswith(".ftl"))


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(sorted(name for name in _files() if "-" not in name))


def catalogue(language: str, region: str | None = None) -> Catalogue:
    """The catalogue of a language that has one; what a region says in another way stands in its own, `pt-BR.ftl`."""
    regional = f"{language}-{region}"
    return _catalogue(language, regional if regional in _files() else None)


@lru_cache
def _catalogue(language: str, regional: str | None) -> Catalogue:
    folder = files("slaclock.promise").joinpath("catalogue")
    texts = [folder.joinpath(f"{name}.ftl").read_text(encoding="utf-8") for name in (language, regional) if name]
    bundle = FluentBundle([language], use_isolating=False)
    for text in texts:
        bundle.add_resource(FluentResource(text), allow_overrides=True)
    name = _NAME.search(texts[0])
    reviewed = all(_REVIEWED.search(text) for text in texts)
    return Catalogue(language, name[1] if name else language, reviewed, bundle)


def language_of(tag: str | None) -> Language:
    """The language of a locale tag, BCP 47 (`de-AT`) or POSIX (`de_AT.UTF-8`); English stands in for the unknown."""
    plain = re.split(r"[.@]", tag.strip(), maxsplit=1)[0] if tag is not None and len(tag) <= 100 else ""
    return _language(plain.replace("-", "_"))


@lru_cache(maxsize=512)
def _language(tag: str) -> Language:
    locale = _locale(tag)
    known = locale is not None and locale.language in languages()
    if locale is None or not known:
        locale = FALLBACK
    clock, dates = locale.time_formats["short"].pattern, locale.datetime_skeletons["MMMMd"].pattern
    patterns = (clock, dates, locale.date_formats["long"].pattern)
    return Language(catalogue(locale.language, locale.territory), locale, known, *map(parse_pattern, patterns))


def _locale(tag: str) -> Locale | None:
    """The nearest locale CLDR knows: with its region if it can be, else the bare language."""
    if _TAG.fullmatch(tag) is None:
        return None
    first, *rest = tag.split("_")
    language = _RENAMED.get(first.lower(), first.lower())
    region = next((part.upper() for part in rest if len(part) == 2 or part.isdigit()), None)
    for candidate in ([language, region], [language]):
        try:
            return Locale(*[part for part in candidate if part])
        except (UnknownLocaleError, ValueError):
            continue
    return None
