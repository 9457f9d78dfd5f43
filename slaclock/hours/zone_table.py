"""Reads a calendar's time zone by its IANA name, and suggests what was meant where there is none of that name."""

from __future__ import annotations

from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from slaclock.complaints import Complaints
from slaclock.hours.written import written

_IANA = 'write an IANA name, like "Europe/Berlin" or "UTC"'
_NOT_ZONES = ("posix/", "right/", "localtime", "posixrules", "Factory", "build/")
"""Names the system may know, but which are no place's time or depend on the machine."""


def read_zone(value: object, complaints: Complaints) -> ZoneInfo | None:
    """The time zone of a calendar."""
    if not isinstance(value, str) or not value.strip():
        complaints.add(f"found {written(value)}", _IANA)
        return None
    try:
        if not value.startswith(_NOT_ZONES):
            return ZoneInfo(value)
    except (OSError, ValueError, KeyError):  # a folder, a path or an unknown name
        pass
    near = _near(value)
    complaints.add(f"there is no time zone {written(value)}", f"did you mean {near!r}?" if near else _IANA)
    return None


def _near(value: str) -> str | None:
    """The zone a misspelt name, another capitalisation or a bare city most likely means."""
    zones = sorted(available_timezones())
    word = value.strip().replace(" ", "_").lower()
    whole = {zone.lower(): zone for zone in zones}
    cities = {zone.lower().rpartition("/")[2]: zone for zone in reversed(zones) if "/" in zone}
    if word in whole or word in cities:
        return whole.get(word) or cities[word]
    near = get_close_matches(word[:60], whole, n=1, cutoff=0.7)
    if near:
        return whole[near[0]]
    near = get_close_matches(word[:60], cities, n=1, cutoff=0.8)
    return cities[near[0]] if near else None
