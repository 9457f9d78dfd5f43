"""Stamps: the times of an export, in its own format and zone, as instants."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from slaclock.errors import OutOfRange
from slaclock.instant import to_us

NAMED_FORMATS = ("iso", "unix", "unix-ms")

TWICE = "times that came twice that night, read as the first"
NEVER = "times that the clock change skipped, read as an hour later"
_SAMPLE = datetime(2026, 11, 22, 13, 14, 15, tzinfo=UTC)


class Unstamped(ValueError):
    """A text that is no time in any of the map's formats."""


def check_format(text: str) -> str:
    """What is wrong with a strptime format, or nothing: it must at least tell year, month and day."""
    untold = "does not tell year, month and day"
    try:
        told = _SAMPLE.strftime(text)
        if "%d" in text and told == _SAMPLE.replace(year=2025).strftime(text):
            return untold  # Python 3.13 warns of days without a year before it reads them
        back = datetime.strptime(told, text)  # noqa: DTZ007 - only its date is looked at
    except (ValueError, OverflowError):
        return "is no time format"
    return "" if back.date() == _SAMPLE.date() else untold


@dataclass(slots=True)
class Stamper:
    """Reads the times of one log; remembers what it read, since exports repeat themselves, and counts the odd ones."""

    zone: tzinfo
    formats: tuple[str, ...]
    odd: Counter[str] = field(default_factory=Counter)
    _known: dict[str, int] = field(default_factory=dict)

    def read(self, text: str) -> int:
        """The instant in microseconds; Unstamped with a sentence where the text is no time."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._read(text.strip())
        return known

    def _read(self, text: str) -> int:
        for form in self.formats:
            try:
                moment = _parse(text, form)
            except (ValueError, OverflowError, OSError):
                continue
            return self._settle(moment)
        raise Unstamped(f"{text!r} is no time in the format {' or '.join(self.formats)}")

    def _settle(self, moment: datetime) -> int:
        try:
            if moment.tzinfo is not None:
                return to_us(moment)
            placed = moment.replace(tzinfo=self.zone)
            self._note(placed)
            return to_us(placed)
        except OutOfRange as error:
            raise Unstamped(str(error)) from None

    def _note(self, placed: datetime) -> None:
        """Count a time that the wall clock showed twice or never."""
        later = placed.replace(fold=1).utcoffset() or timedelta()
        earlier = placed.utcoffset() or timedelta()
        if later < earlier:
            self.odd[TWICE] += 1
        elif later > earlier:
            self.odd[NEVER] += 1


def _parse(text: str, form: str) -> datetime:
    if form == "iso":
        return datetime.fromisoformat(text)
    if form == "unix":
        return datetime.fromtimestamp(float(text), UTC)
    if form == "unix-ms":
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    return datetime.strptime(text, form)  # noqa: DTZ007 - the zone comes from the map, in one place
