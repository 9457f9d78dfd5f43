"""Reads the list of holidays of a calendar: countries, calendar files, and days of the desk's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from slaclock.complaints import Complaints
from slaclock.errors import InvalidInput, MissingExtra
from slaclock.hours.country_table import read_country, read_country_text
from slaclock.hours.ics import IcsDays, read_ics
from slaclock.hours.own_days import OwnDays
from slaclock.hours.plan import HolidaySource
from slaclock.hours.written import DATE, MONTH_DAY, read_date, read_month_day, read_name, refuse, written

_FORMS = ("country", "ics", "date", "yearly")
_LIST = 'write a list, like ["DE-BE", "2026-12-31", "12-24"]'
_ENTRY = (
    'write a country like "DE" or "DE-BE", a date like "2026-12-31", a day of every year like "12-24", '
    'or a table with "country", "ics", "date" or "yearly"'
)


def read_holidays(value: object, complaints: Complaints, base: Path | None) -> tuple[HolidaySource, ...] | None:
    """All sources of closing days, the desk's own first, so that its names come first."""
    if not isinstance(value, (list, tuple)):
        complaints.add(f"found {written(value)}", _LIST)
        return None
    before = len(complaints.found)
    sources: list[HolidaySource] = []
    dates: dict[date, str] = {}
    yearly: dict[tuple[int, int], str] = {}
    for place, entry in enumerate(value, 1):
        found = _read_entry(entry, complaints.at(place), base)
        if isinstance(found, OwnDays):
            dates |= found.dates
            yearly |= found.yearly
        elif found is not None:
            sources.append(found)
    if len(complaints.found) > before:
        return None
    own = [OwnDays(dates, yearly)] if dates or yearly else []
    return (*own, *sources)


def _read_entry(entry: object, complaints: Complaints, base: Path | None) -> HolidaySource | None:
    if isinstance(entry, Mapping):
        return _read_table(entry, complaints, base)
    if isinstance(entry, date):
        return _read_own({"date": entry}, complaints)
    if not isinstance(entry, str) or not entry.strip():
        complaints.add(f"found {written(entry)}", _ENTRY)
        return None
    text = entry.strip()
    if MONTH_DAY.fullmatch(text):
        return _read_own({"yearly": text}, complaints)
    if DATE.fullmatch(text) or text[0].isdigit():
        return _read_own({"date": text}, complaints)
    if text.lower().endswith((".ics", ".ical")):
        complaints.add(f"found {written(text)}", f'write a calendar file as {{ ics = "{text[:40]}" }}')
        return None
    return read_country_text(text, complaints)


def _read_table(table: Mapping[str, object], complaints: Complaints, base: Path | None) -> HolidaySource | None:
    forms = [form for form in _FORMS if form in table]
    if len(forms) != 1:
        found = f"{' and '.join(forms)} stand together" if forms else f"found a table of {_keys(table)}"
        near = [word for key in table for word in get_close_matches(str(key), _FORMS, n=1)]
        complaints.add(found, f"did you mean {near[0]!r}?" if near and not forms else _ENTRY)
        return None
    match forms[0]:
        case "country":
            return read_country(table, complaints)
        case "ics":
            complaints.unknown(map(str, table), ("ics",))
            return _read_ics(table["ics"], complaints.at("ics"), base)
        case _:
            return _read_own(table, complaints)


def _keys(table: Mapping[str, object]) -> str:
    return ", ".join(repr(str(key)[:40]) for key in list(table)[:5]) or "nothing"


def _read_own(table: Mapping[str, object], complaints: Complaints) -> OwnDays | None:
    form = "date" if "date" in table else "yearly"
    complaints.unknown(map(str, table), (form, "name"))
    name = read_name(table, complaints)
    if form == "date":
        day = read_date(table["date"], complaints)
        return OwnDays(dates={day: name}) if day is not None else None
    month_day = read_month_day(table["yearly"], complaints)
    return OwnDays(yearly={month_day: name}) if month_day is not None else None


def _read_ics(path: object, complaints: Complaints, base: Path | None) -> IcsDays | None:
    if not isinstance(path, str) or not path.strip() or "\0" in path:
        complaints.add(f"found {written(path)}", 'write the path of a file, like "closures.ics"')
        return None
    if "://" in path:
        complaints.add(f"found {written(path)}", "save the file beside the configuration and name it here")
        return None
    try:
        return read_ics((base or Path()) / path)
    except InvalidInput as error:
        refuse(InvalidInput(f"{path}: {error}"), complaints)
    except MissingExtra as error:
        refuse(InvalidInput(str(error)), complaints)
    return None
