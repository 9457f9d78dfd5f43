"""Reads hours as people write them: `{ mon-thu = "09:00-12:00, 13:00-18:00", fri = "09:00-16:00" }`."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from slaclock.complaints import Complaints
from slaclock.errors import InvalidInput
from slaclock.hours.shift import ALWAYS, DAY_NAMES, FULL_DAY, NEVER, Shifts, Week, parse_shifts
from slaclock.hours.written import refuse, written

EVERY_DAY = "every-day"

_TABLE = 'write a table of days, like { mon-fri = "09:00-17:00" }, or "always"'
_TEXT = 'write hours as text, like "09:00-12:00, 13:00-18:00", or "closed"'
_DAYS = "name days like mon, a range like mon-fri, a list like sat,sun, or every-day"
_NEAR = {"weekdays": "mon-fri", "weekday": "mon-fri", "weekend": "sat,sun", "weekends": "sat,sun", "daily": EVERY_DAY}


def read_week(value: object, complaints: Complaints) -> Week | None:
    """The hours of a week; a day that is not named is closed."""
    if isinstance(value, str) and value.strip().lower() in ("always", "closed"):
        return ALWAYS if value.strip().lower() == "always" else NEVER
    if not isinstance(value, Mapping):
        complaints.add(f"found {written(value)}", _TABLE)
        return None
    week: dict[int, Shifts] = {}
    said: dict[int, str] = {}
    before = len(complaints.found)
    for key, hours in value.items():
        here = complaints.at(str(key))
        shifts = read_shifts(hours, here)
        for day in _days(str(key), complaints):
            if day in said:
                twice = f"{DAY_NAMES[day]} is named twice" + (f", first in {said[day]!r}" if said[day] != key else "")
                here.add(twice, "name each day once")
            said.setdefault(day, str(key))
            week[day] = shifts or ()
    if len(complaints.found) > before:
        return None
    mon, tue, wed, thu, fri, sat, sun = (week.get(day, ()) for day in range(7))
    return mon, tue, wed, thu, fri, sat, sun


def read_shifts(value: object, complaints: Complaints) -> Shifts | None:
    """The hours of one day: a text, or a list of texts."""
    if isinstance(value, (list, tuple)):
        return _read_list(list(value), complaints)
    if not isinstance(value, str):
        complaints.add(f"found {written(value)}", _TEXT)
        return None
    if not value.strip():
        complaints.add("found an empty text", 'write "closed" for a day without hours')
        return None
    if value.strip().lower() == "always":
        return FULL_DAY
    try:
        return parse_shifts(value)
    except InvalidInput as error:
        refuse(error, complaints)
        return None


def _read_list(values: list[object], complaints: Complaints) -> Shifts | None:
    before = len(complaints.found)
    found: list[str] = []
    for place, value in enumerate(values, 1):
        here = complaints.at(place)
        if not isinstance(value, str):
            here.add(f"found {written(value)}", 'write each shift as text, like ["09:00-12:00", "13:00-18:00"]')
        elif len(values) > 1 and value.strip().lower() in ("closed", "always"):
            here.add(f"{value!r} stands beside other shifts", "let it stand alone, or leave it out")
        elif read_shifts(value, here) is not None:
            found.append(value)
    if len(complaints.found) > before:
        return None
    return read_shifts(", ".join(found), complaints) if found else ()


def _days(key: str, complaints: Complaints) -> list[int]:
    """The days that `mon`, `mon-fri`, `sat-mon`, `sat,sun` or `every-day` names, Monday is 0."""
    if key.strip() == EVERY_DAY:
        return list(range(7))
    days: list[int] = []
    for part in key.split(","):
        ends = [name.strip() for name in part.split("-")]
        if len(ends) > 2 or any(name not in DAY_NAMES for name in ends):
            complaints.add(f"{part.strip()!r} is no day", _near(part.strip()) or _DAYS)
            return []
        first, last = DAY_NAMES.index(ends[0]), DAY_NAMES.index(ends[-1])
        if len(ends) == 2 and first == last:
            complaints.add(f"{part.strip()!r} is a range of one day", f"write {ends[0]}, or every-day for all seven")
            return []
        days += [(first + n) % 7 for n in range((last - first) % 7 + 1)]
    return days


def _near(part: str) -> str:
    """What a person may have meant by a word that names no day."""
    word = part.lower()
    if word in _NEAR:
        return f"did you mean {_NEAR[word]!r}?"
    names = [name.strip()[:3] for name in word.replace("\u2013", "-").split("-")]
    if 1 <= len(names) <= 2 and all(name in DAY_NAMES for name in names):
        return f"did you mean {'-'.join(names)!r}?"
    near = get_close_matches(word, (*DAY_NAMES, EVERY_DAY), n=1)
    return f"did you mean {near[0]!r}?" if near else ""
