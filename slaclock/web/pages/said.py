"""How pages say instants and lengths; exact ones stand beside them for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType

from slaclock.explain.words import say, write_short
from slaclock.instant import SECOND, format_instant, from_us, to_length, to_us


def instant(at: datetime) -> str:
    """An instant on its own wall clock: `Fri 20 Nov 2026 16:30`."""
    return say(at.replace(microsecond=0))


def exact(at: datetime) -> str:
    """The same as RFC 3339 in UTC."""
    return format_instant(to_us(at))


def lasting(of: timedelta) -> str:
    """A length in hours and minutes: `8:40`."""
    return write_short(timedelta(seconds=of // timedelta(seconds=1)))


def ago(us: int | None) -> str:
    """A length in microseconds, roughly: `12 s`, `4 min`, `3 h`, `2 d`."""
    if us is None:
        return "—"
    seconds = us // SECOND
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def countdown(us: int) -> str:
    """A length in microseconds as a wallboard counts it: `4:05`, `1:04:05`, `2 d 3 h`; negative ones with a minus."""
    sign, seconds = ("−" if us < 0 else ""), abs(us) // SECOND
    if seconds >= 2 * 86_400:
        return f"{sign}{seconds // 86_400} d {seconds % 86_400 // 3_600} h"
    hours, minutes = seconds // 3_600, seconds // 60 % 60
    return f"{sign}{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{sign}{minutes}:{seconds % 60:02d}"


def local(us: int, zone: tzinfo) -> str:
    """An instant in microseconds on the wall clock of a zone."""
    return say(from_us(us // SECOND * SECOND, zone))


def words(name: object) -> str:
    """A name of ours as words: `first_response` as `first response`."""
    return str(name).replace("_", " ")


def percent(share: float | None) -> str:
    """A share; a dash where there is nothing to judge, never 0 % or 100 %."""
    return "—" if share is None else f"{share * 100:.0f} %"


def wire(us: int) -> str:
    """An instant in microseconds as RFC 3339 in UTC."""
    return format_instant(us)


def hours(us: int) -> str:
    """A length in microseconds in hours and minutes."""
    return lasting(to_length(us))


SAID: Mapping[str, Callable[..., str]] = MappingProxyType(
    {each.__name__: each for each in (instant, exact, local, lasting, ago, countdown, words, percent, wire, hours)}
)
"""Everything above, as templates know it."""
