"""A country's public holidays, by date and by name, so that a deadline can say which holiday it skipped.

Wraps the `holidays` library and imports it only when a calendar names a country. Every year is worked out once and then
frozen; the library's version and its lists go into the fingerprint, because its lists change from release to release.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

HASHED_YEARS = range(2000, 2051)
"""The years whose lists go into the fingerprint; fixed, so that it does not depend on what was asked before."""

_LIBRARY = Lock()
"""One thread at a time inside the library: catching its Python warnings is not safe in several at once."""


@cache
def entities() -> Mapping[str, tuple[str, ...]]:
    """Two-letter code → the other names the library knows the country by."""
    from holidays.registry import COUNTRIES

    return MappingProxyType({names[1]: (module, *names) for module, names in COUNTRIES.items()})


def all_categories() -> frozenset[str]:
    """Every kind of holiday the library knows for any country."""
    from holidays import constants

    return frozenset(word for name, word in vars(constants).items() if isinstance(word, str) and word == name.lower())


def entity(country: str) -> type[HolidayBase]:
    """The library's description of a country: its subdivisions, categories and languages."""
    import holidays

    with _LIBRARY:
        found: type[HolidayBase] = getattr(holidays, country).get_entity()
    return found


@dataclass(frozen=True, slots=True)
class CountryHolidays:
    """The days a country (or a part of it) does not work, with their names."""

    country: str
    subdivision: str | None = None
    categories: tuple[str, ...] = ()
    """Kinds of holiday the library knows for the country; empty means its default, the public ones."""
    observed: bool = True
    """Also close on the weekday that stands in for a holiday on a weekend, where the country has that habit."""
    language: str | None = None
    """Language of the names; None means the country's own, whatever the machine's locale says."""
    lacking: tuple[str, ...] = field(default=(), compare=False)
    """Kinds of holiday that were asked for and that the library knows for other countries only."""
    _years: dict[int, Mapping[date, str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _doubts: dict[int, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def label(self) -> str:
        """The shortest way to write it in a configuration, `DE-BE`."""
        return f"{self.country}-{self.subdivision}" if self.subdivision else self.country

    def on(self, year: int) -> Mapping[date, str]:
        """The holidays of one year, date → name, in order; empty for a year the library knows nothing of."""
        if year not in self._years:
            days, doubt = self._ask(year)
            if doubt:
                self._doubts[year] = doubt
            self._years[year] = days
        return self._years[year]

    @property
    def fingerprint(self) -> str:
        """Changes when the country, its options, the library's version or any list of 2000 to 2050 changes."""
        return _fingerprint(self)

    def warnings(self, years: Iterable[int]) -> list[str]:
        """What a person should know before trusting these lists for these years."""
        years = sorted(set(years))
        found = self._empty_years(years)
        found += [f"holidays {self.label!r}: {text}" for text in sorted(set(filter(None, map(self._doubt, years))))]
        if not self.subdivision and (text := self._incomplete(years)):
            found.append(text)
        if self.lacking:
            kinds = ", ".join(sorted(entity(self.country).supported_categories))
            found.append(
                f"holidays {self.label!r}: none of the kind {', '.join(self.lacking)} are known for it ({kinds} are), "
                "so no day closes for that reason"
            )
        if "half_day" in self.categories:
            found.append(
                f"holidays {self.label!r}: the category 'half_day' closes the whole day, since the library knows no "
                "hours; write the hours of a half day under `special`"
            )
        return found

    def _doubt(self, year: int) -> str | None:
        self.on(year)
        return self._doubts.get(year)

    def _empty_years(self, years: list[int]) -> list[str]:
        empty = [year for year in years if not self.on(year)]
        if not empty:
            return []
        kind = entity(self.country)
        missing = f"holidays {self.label!r}: none in {years_text(empty)}"
        known = f"the library knows this country from {kind.start_year} to {kind.end_year}"
        return [f"{missing}; {known}; write the days of other years yourself"]

    def _incomplete(self, years: list[int]) -> str | None:
        """Says so if parts of the country close on other days than its own list knows (GB, DE, …)."""
        parts = entity(self.country).subdivisions
        other = {part: days for part in parts if (days := self._differs(part, years))}
        if not other:
            return None
        part = "ENG" if "ENG" in other else next(iter(other))
        day, name = other[part]
        return (
            f"holidays {self.label!r}: one list for the whole country, but {len(other)} of its {len(parts)} "
            f"subdivisions close on other days ({part}, for one, differs on {day}, {name}); "
            f'name yours, like "{self.country}-{part}"'
        )

    def _differs(self, part: str, years: list[int]) -> tuple[date, str] | None:
        twin = CountryHolidays(self.country, part, self.categories, self.observed, self.language)
        for year in years:
            mine, theirs = self.on(year), twin.on(year)
            if odd := sorted(mine.keys() ^ theirs.keys()):
                return odd[0], theirs.get(odd[0]) or mine[odd[0]]
        return None

    def _ask(self, year: int) -> tuple[Mapping[date, str], str | None]:
        """One year from the library, and what it warned of while answering, which must not become a Python warning."""
        import holidays

        options: dict[str, Any] = {"subdiv": self.subdivision, "observed": self.observed}
        options["categories"] = self.categories or None
        # Without a language the library takes the machine's locale: the same calendar would read differently elsewhere.
        options["language"] = self.language or entity(self.country).default_language
        with _LIBRARY, warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            found = holidays.country_holidays(self.country, years=year, expand=False, **options)
            days = {day: str(name) for day, name in sorted(found.items()) if day.year == year}
        doubt = " ".join(str(heard[0].message).split()) if heard else None
        return MappingProxyType(days), doubt


@lru_cache(maxsize=1_000)
def _fingerprint(source: CountryHolidays) -> str:
    from holidays.version import __version__

    options = (source.country, source.subdivision, source.categories, source.observed, source.language)
    lists = [(str(day), name) for year in HASHED_YEARS for day, name in source.on(year).items()]
    return sha256(repr(("holidays", __version__, options, lists)).encode()).hexdigest()


def years_text(years: list[int]) -> str:
    """Years in order, those in a row as `2101 to 2110`."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in zip(starts, ends, strict=True))
