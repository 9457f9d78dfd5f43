"""Reads single values of a calendar's tables: dates, days of the year and names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from slaclock.complaints import Complaints, show
from slaclock.errors import InvalidInput

DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MONTH_DAY = re.compile(r"\d\d-\d\d", re.ASCII)
MAX_NAME = 200
MAX_FOUND = 160

_WHOLE_DATE = "write a local date like 2026-12-24"


def written(value: object) -> str:
    """A value as it stands in a TOML file, short enough for one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return "a table" if isinstance(value, Mapping) and value else show(value)


def refuse(error: InvalidInput, complaints: Complaints) -> None:
    """Turn a refusal of the form 'what was found; what would be right' into a complaint at this place."""
    found, parted, wanted = " ".join(str(error).split()).rpartition("; ")
    if not parted:
        found, wanted = wanted, "write it like 09:00-17:30"
    complaints.add(found if len(found) <= MAX_FOUND else found[: MAX_FOUND - 1] + "…", wanted)


def read_date(value: object, complaints: Complaints) -> date | None:
    """A local date, as text or as TOML's own date."""
    if isinstance(value, datetime) or not isinstance(value, (date, str)):
        complaints.add(f"found {written(value)}", f"{_WHOLE_DATE}, without a time of day")
        return None
    day = value if isinstance(value, date) else _date(value)
    if day is None:
        complaints.add(f"{written(value)} is no date", _WHOLE_DATE)
        return None
    if 1970 <= day.year < 2200:
        return day
    complaints.add(f"{day} is outside the years 1970 to 2199", "write a date of those years")
    return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DATE.fullmatch(text) else None
    except ValueError:
        return None


def read_month_day(value: object, complaints: Complaints) -> tuple[int, int] | None:
    """A day of every year, `MM-DD`; 29 February is one, too."""
    if isinstance(value, str) and MONTH_DAY.fullmatch(value):
        month, day = int(value[:2]), int(value[3:])
        try:
            date(2024, month, day)  # a leap year
        except ValueError:
            complaints.add(f"{value!r} is no day of the year", "write a month and a day like 07-01")
            return None
        return month, day
    wanted = "write a month and a day like 07-01"
    if isinstance(value, date) or (isinstance(value, str) and DATE.fullmatch(value)):
        wanted += ", without a year: it comes back every year"
    complaints.add(f"found {written(value)}", wanted)
    return None


def read_name(table: Mapping[str, object], complaints: Complaints) -> str:
    """The name people know a day or season by; none is fine, too."""
    name = table.get("name", "-")
    if isinstance(name, str) and name.strip() and len(name) <= MAX_NAME and name.isprintable():
        return name.strip() if "name" in table else ""
    complaints.at("name").add(f"found {written(name)}", f"write a name in quotes, of at most {MAX_NAME} characters")
    return ""
