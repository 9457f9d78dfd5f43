"""Reads which country's holidays close a calendar, and suggests what was meant where the country is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from slaclock.complaints import Complaints
from slaclock.hours.holiday import CountryHolidays, all_categories, entities, entity
from slaclock.hours.written import written

COUNTRY_KEYS = ("country", "subdivision", "categories", "observed", "language")
_CODE = "write its two-letter code (ISO 3166), like DE or GB"


def read_country(table: Mapping[str, object], complaints: Complaints) -> CountryHolidays | None:
    """The holidays of a table like `{ country = "US", subdivision = "CA", observed = false }`."""
    before = len(complaints.found)
    complaints.unknown(map(str, table), COUNTRY_KEYS)
    country = _country(table["country"], complaints.at("country"))
    if country is None:
        return None
    subdivision = table.get("subdivision")
    observed = table.get("observed", True)
    if not isinstance(observed, bool):
        complaints.at("observed").add(f"found {written(observed)}", "write true or false")
    categories, lacking = _categories(country, table.get("categories", []), complaints.at("categories"))
    found = CountryHolidays(
        country,
        None if subdivision is None else _subdivision(country, subdivision, complaints.at("subdivision")),
        categories,
        observed is True,
        _language(country, table.get("language"), complaints.at("language")),
        lacking,
    )
    return found if len(complaints.found) == before else None


def read_country_text(text: str, complaints: Complaints) -> CountryHolidays | None:
    """The holidays of `DE`, or of a part of it, `DE-BE`."""
    code, dash, part = text.partition("-")
    country = _country(code.strip(), complaints)
    if country is None:
        return None
    subdivision = _subdivision(country, part.strip(), complaints) if dash else None
    return CountryHolidays(country, subdivision) if subdivision or not dash else None


def _country(code: object, complaints: Complaints) -> str | None:
    if isinstance(code, str) and code in entities():
        return code
    if not isinstance(code, str) or not code.strip():
        complaints.add(f"found {written(code)}", _CODE)
        return None
    near = _near_country(_plain(code))
    complaints.add(
        f"no holidays are known for the country {written(code)}", f"did you mean {near!r}?" if near else _CODE
    )
    return None


def _near_country(word: str) -> str | None:
    names = {_plain(name): code for code, others in entities().items() for name in (code, *others)}
    if word in names:
        return names[word]
    near = get_close_matches(word, [name for name in names if len(name) > 3], n=1, cutoff=0.75)
    return names[near[0]] if near else None


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _subdivision(country: str, part: object, complaints: Complaints) -> str | None:
    kind = entity(country)
    codes, aliases = tuple(kind.subdivisions), dict(kind.subdivisions_aliases)
    if isinstance(part, str) and (part in codes or part in aliases):
        return aliases.get(part, part) if part not in codes else part
    wanted = f"subdivisions of {country}: {_list(codes)}" if codes else "leave it out: it has none"
    if not isinstance(part, str):
        complaints.add(f"found {written(part)}", wanted)
        return None
    names = {_plain(code): code for code in codes} | {_plain(alias): code for alias, code in aliases.items()}
    near = names.get(_plain(part)) or next((names[n] for n in get_close_matches(_plain(part), names, n=1)), None)
    complaints.add(
        f"{country} has no subdivision {written(part)}", f"did you mean {near!r}? ({wanted})" if near else wanted
    )
    return None


def _categories(country: str, value: object, complaints: Complaints) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds of holiday asked for: those the country has, and those other countries have, which are warned of."""
    known = sorted(entity(country).supported_categories)
    elsewhere = all_categories()
    values = value if isinstance(value, (list, tuple)) else [value]
    wrong = [each for each in values if each not in known and each not in elsewhere]
    having = tuple(each for each in known if each in values)
    for each in wrong if having or wrong else values:
        near = get_close_matches(each, known, n=1) if isinstance(each, str) else []
        hint = f"did you mean {near[0]!r}? " if near else ""
        complaints.add(f"{country} has no category {written(each)}", f"{hint}{country} has {', '.join(known)}")
    return having, tuple(sorted({str(each) for each in values if each not in known and each not in wrong}))


def _language(country: str, value: object, complaints: Complaints) -> str | None:
    """One of the languages the library has for the country; `en` is enough for `en_US`."""
    if value is None:
        return None
    known = sorted({*entity(country).supported_languages, *filter(None, [entity(country).default_language])})
    if isinstance(value, str):
        asked = value.replace("-", "_").lower()
        found = [name for name in known if name.lower() == asked] or [
            n for n in known if n.lower().split("_")[0] == asked
        ]
        if found:
            return found[0]
    wanted = f"{country} has {', '.join(known)}" if known else f"{country} has one language only; leave it out"
    complaints.add(f"no names in the language {written(value)}", wanted)
    return None


def _list(names: Iterable[str], most: int = 20) -> str:
    names = list(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
