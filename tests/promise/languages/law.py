"""The law of the promise: as its customer reads it, never early, and not later than the rule of rounding allows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.promise.languages import gsm
from tests.promise.languages.chances import Chance
from tests.promise.languages.reader import Said, Unreadable, plain, read
from tests.promise.languages.rounding import latest
from tests.promise.languages.tongue import Tongue
from tests.promise.languages.wall import first_shown, instant, local

_FLAT = r"[^()（）]*"
BRACKETS = re.compile(rf"[(（]({_FLAT}(?:[(（]{_FLAT}[)）]{_FLAT})*)[)）]")
"""Round brackets, in Japanese with a pair inside them: a weekday stands in brackets after its date."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What was printed for a case: the sentence or the message, the zone of the desk, the city it goes by."""

    text: str
    sms: str
    segments: int
    desk: str
    city: str
    zone_known: bool = True
    days_only: bool = False
    closed: str = ""
    """The sentence that nobody is there, which a text begins with before it says when somebody is."""
    opens_at: datetime | None = None
    zone_sentence: str = ""


@dataclass(slots=True)
class Verdicts:
    """What became of many cases."""

    cases: int = 0
    early: int = 0
    late: int = 0
    unread: int = 0
    by_language: Counter[str] = field(default_factory=Counter[str])
    samples: list[str] = field(default_factory=list)

    def add(self, other: Verdicts) -> None:
        """Both together."""
        self.cases += other.cases
        self.early += other.early
        self.late += other.late
        self.unread += other.unread
        self.by_language.update(other.by_language)
        self.samples = (self.samples + other.samples)[:20]

    def count(self, language: str, found: list[tuple[str, str]]) -> None:
        """One case and all that is wrong with it."""
        self.cases += 1
        self.by_language[language] += 1
        for kind in {kind for kind, _ in found}:
            setattr(self, kind, getattr(self, kind) + 1)
        self.samples = (self.samples + [f"{language} {kind}: {what}" for kind, what in found])[:20]

    def __str__(self) -> str:
        return f"cases {self.cases:,}, early {self.early}, too late {self.late}, unread {self.unread}"


def judge(case: Chance, told: Told, tongue: Tongue) -> list[tuple[str, str]]:
    """All that is wrong with what a customer was told: (`early`, `late` or `unread`, why)."""
    found: list[tuple[str, str]] = []
    for text in (told.text, told.sms):
        try:
            found += _judge_text(case, text, told, tongue)
        except Unreadable as why:
            found.append(("unread", f"{why}: {text!r} {case}"))
    found += _judge_message(told)
    return found


def _judge_text(case: Chance, text: str, told: Told, tongue: Tongue) -> list[tuple[str, str]]:
    whole = plain(text)
    text = whole.removesuffix(plain(told.zone_sentence))
    body = text.removeprefix(plain(told.closed))
    halves = [body] if body == text else re.split(tongue.divides, body)
    if len(halves) != (1 if body == text else 2):
        raise Unreadable(f"{len(halves)} halves")
    due = _clear(halves[-1], case, told, tongue)
    found: list[tuple[str, str]] = []
    if not due.latest:
        found.append(("unread", f"no upper bound: {text!r}"))
    if not told.zone_known and not due.within and plain(told.city) not in whole:
        found.append(("unread", f"on whose clock? {whole!r}"))
    read_as = instant(due, case.now, case.zone)
    allowed = latest(case.deadline, case.now, case.zone, days_only=told.days_only)
    if read_as < case.deadline:
        found.append(("early", f"{text!r} is read as {read_as}, {case}"))
    if read_as > allowed:
        found.append(("late", f"{text!r} is read as {read_as}, {allowed} is allowed, {case}"))
    if told.opens_at is not None and len(halves) == 2:
        back = instant(_clear(halves[0], case, told, tongue), case.now, case.zone)
        if back != _minute_shown(told.opens_at, case.zone):
            found.append(("early" if back < told.opens_at else "late", f"back: {text!r}, {told.opens_at}"))
    return found


def _clear(text: str, case: Chance, told: Told, tongue: Tongue) -> Said:
    """What half a sentence says, once the desk's own time in brackets has been compared with it."""
    city, text = plain(told.city), plain(text)
    notes = [found for found in BRACKETS.finditer(text) if city in found[1]]
    for note in notes:
        text = text.replace(note[0], " ")
    said = read(text, tongue)
    if not said.clear:
        raise Unreadable(f"not clear: {said}")
    for note in notes:
        _compare(said, note[1].replace(city, " ", 1), case, told, tongue)
    if not notes and not said.within and _elsewhere(said, case, told):
        raise Unreadable(f"it is another day in {told.desk}, and nobody says so")
    return said


def _elsewhere(said: Said, case: Chance, told: Told) -> bool:
    """Whether the desk's clock shows another day than the words name, also a minute before and after."""
    moment = instant(said, case.now, case.zone)
    named = local(moment - MINUTE * said.day_ends, case.zone).date()
    return all(local(moment + around, told.desk).date() != named for around in (-MINUTE, MINUTE))


def _compare(said: Said, note: str, case: Chance, told: Told, tongue: Tongue) -> None:
    """The desk's own time names the same moment, or where that is shown twice there, the next that is shown once."""
    there = read(note.strip(" :：").removesuffix(" in").removesuffix(" en"), tongue)
    if not there.clear:
        raise Unreadable(f"note not clear: {there}")
    moment, noted = instant(said, case.now, case.zone), instant(there, case.now, told.desk)
    again = first_shown(local(moment, told.desk), told.desk)
    if noted != moment and (again == moment or not moment <= noted <= moment + 2 * timedelta(hours=1)):
        raise Unreadable(f"note says {noted}, not {moment}")


def _minute_shown(opens_at: datetime, zone: str) -> datetime:
    """The first minute at or after an opening that the clock on the wall cannot have shown before it."""
    wall = local(opens_at, zone).replace(second=0, microsecond=0)
    while (shown := first_shown(wall, zone)) is None or shown < opens_at:
        wall += MINUTE
    return shown


def _judge_message(told: Told) -> list[tuple[str, str]]:
    if gsm.segments(told.sms) != told.segments:
        return [("unread", f"{gsm.segments(told.sms)} messages, not {told.segments}: {told.sms!r}")]
    return []
