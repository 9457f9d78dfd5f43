"""Closures from a calendar file (.ics): what its whole-day events close, by date and by name.

Needs the extra `ics`. Whole-day events close their days, over several days and repeating too; events with a time of day
are left out, and a warning says how many. A file is read once, within limits, so that no file can hold a program up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from slaclock.errors import InvalidInput, MissingExtra
from slaclock.hours.holiday import years_text
from slaclock.hours.ics_event import Closure, read_event

if TYPE_CHECKING:
    from icalendar import Component

MAX_BYTES = 2 * 1024 * 1024
MAX_EVENTS = 5_000
MAX_DAYS = 100_000
"""Days closed by all events that do not repeat, together."""
MAX_NAMES = 5
"""Names kept for one day."""
MAX_REPEATING = 500
MAX_WORK = 20_000
"""Days looked at for one year by all repeating events, together: 500 yearly holidays, or 50 that repeat every week."""

_BEGIN = "BEGIN:VEVENT"


@dataclass(frozen=True, slots=True)
class IcsDays:
    """The days a calendar file closes."""

    file: str
    once: Mapping[int, Mapping[date, tuple[str, ...]]]
    """Year → days of events that do not repeat → their names."""
    repeating: tuple[Closure, ...]
    timed: int
    """How many events with a time of day were left out."""
    fingerprint: str
    """Changes with every byte of the file."""
    _years: dict[int, Mapping[date, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def on(self, year: int) -> Mapping[date, str]:
        """The closed days of one year, date → name; repeating events are followed when the year is first asked for."""
        if year not in self._years:
            names = {day: list(found) for day, found in self.once.get(year, {}).items()}
            for closure in self.repeating:
                for day in closure.again(year):
                    names.setdefault(day, []).append(closure.name)
            # Two threads may work out the same year; they get equal answers, so the last to finish may win.
            self._years[year] = MappingProxyType({day: _joined(names[day]) for day in sorted(names)})
        return self._years[year]

    def warnings(self, years: Iterable[int]) -> list[str]:
        """What a person should know before trusting this file for these years."""
        found = []
        if self.timed:
            events = (
                "1 event with a time of day is" if self.timed == 1 else f"{self.timed} events with a time of day are"
            )
            found.append(f"holidays in {self.file}: {events} left out; only whole days close")
        if empty := [year for year in sorted(set(years)) if not self.on(year)]:
            found.append(f"holidays in {self.file}: none in {years_text(empty)}; is the file out of date?")
        return found


def read_ics(path: Path) -> IcsDays:
    """Read a calendar file; InvalidInput says in one sentence what is wrong with it, MissingExtra what to install."""
    text = _text(path)
    components = _components(text)
    if (count := sum("RRULE" in component for component in components)) > MAX_REPEATING:
        raise InvalidInput(f"{count:,} of its events repeat; at most {MAX_REPEATING} may")
    closures = _standing([read_event(component) for component in components])
    whole = [closure for closure in closures if closure.days]
    repeating = tuple(closure for closure in whole if closure.rule is not None)
    if sum(closure.cost for closure in repeating) > MAX_WORK:
        raise InvalidInput("too many of its events repeat; write closed weekdays under `hours`, single days one by one")
    fingerprint = sha256(text.encode()).hexdigest()
    return IcsDays(path.name, _once(whole), repeating, len(closures) - len(whole), fingerprint)


def _text(path: Path) -> str:
    """The file's text, if it is small enough to be a file of holidays."""
    try:
        if not path.is_file():
            where = f"there is no such file in {path.parent}"
            raise InvalidInput(f"{where}; write the path of an .ics file, seen from the configuration's folder")
        if (size := path.stat().st_size) > MAX_BYTES:
            raise InvalidInput(f"the file has {size / 1024 / 1024:.1f} MB; at most 2 MB are read")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("the file is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise InvalidInput(f"the file cannot be read ({error.strerror}); make it readable") from None
    if (count := text.upper().count(_BEGIN)) > MAX_EVENTS:
        raise InvalidInput(f"the file holds {count:,} events; at most {MAX_EVENTS:,} are read")
    return text


def _components(text: str) -> list[Component]:
    try:
        import icalendar
    except ImportError as error:
        raise MissingExtra("calendar files need the package icalendar; install slaclock[ics]") from error
    try:
        found = icalendar.Calendar.from_ical(text, multiple=True)
        calendars = [calendar for calendar in found if calendar.name == "VCALENDAR"]
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except Exception as error:  # noqa: BLE001 - the parser raises many kinds on broken files
        reason = str(error).splitlines()[0][:80] if str(error) else "it breaks off"
        raise InvalidInput(f"the file is no iCalendar file ({reason}); export it again") from None
    if not calendars or len(events) != text.upper().count(_BEGIN):
        raise InvalidInput("the file is no complete iCalendar file; it runs from BEGIN:VCALENDAR to END:VCALENDAR")
    return events


def _standing(closures: list[Closure]) -> list[Closure]:
    """The events that hold: newest versions, without cancelled ones, and without the days that others stand for."""
    newest: dict[str, int] = {}
    gone: dict[str, set[date]] = {}
    for closure in closures:
        if closure.replaces is None:
            newest[closure.uid] = max(newest.get(closure.uid, 0), closure.sequence)
        else:
            gone.setdefault(closure.uid, set()).add(closure.replaces)
    return [
        closure if closure.replaces else replace(closure, without=closure.without | gone.get(closure.uid, set()))
        for closure in closures
        if not closure.cancelled and (closure.replaces or closure.sequence == newest[closure.uid])
    ]


def _once(closures: list[Closure]) -> Mapping[int, Mapping[date, tuple[str, ...]]]:
    """What the events close outside their rules, by year."""
    if sum(closure.days * (1 + len(closure.extra)) for closure in closures) > MAX_DAYS:
        raise InvalidInput(f"its events close more than {MAX_DAYS:,} days; leave out what does not close the desk")
    names: dict[int, dict[date, list[str]]] = {}
    for closure in closures:
        for day in closure.once():
            names.setdefault(day.year, {}).setdefault(day, []).append(closure.name)
    return {year: {day: tuple(found) for day, found in days.items()} for year, days in names.items()}


def _joined(names: list[str]) -> str:
    """The different names of one day, side by side; of very many only the first few."""
    return "; ".join([name for name in dict.fromkeys(names) if name][:MAX_NAMES])
