"""One event of a calendar file, reduced to the days it closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from slaclock.errors import InvalidInput
from slaclock.hours.ics_rule import Rule, read_rule

if TYPE_CHECKING:
    from icalendar import Component

MAX_EVENT_DAYS = 366

_DATES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")


@dataclass(frozen=True, slots=True)
class Closure:
    """A whole-day event: its name, its days, and how it repeats."""

    uid: str
    sequence: int
    name: str
    start: date
    days: int
    """How many days it lasts; 0 for an event with a time of day, which closes nothing."""
    cancelled: bool
    replaces: date | None
    """The day of its series that it stands for instead."""
    extra: tuple[date, ...]
    """Further days it starts on."""
    without: frozenset[date]
    """Days of its series on which it does not happen."""
    rule: Rule | None

    @property
    def cost(self) -> int:
        """How much work it is to say what it closes in one year."""
        return self.days + self.rule.cost if self.rule else 0

    def once(self) -> Iterator[date]:
        """The days it closes outside its rule."""
        for start in (self.start, *self.extra):
            if start not in self.without:
                yield from (start + timedelta(days=n) for n in range(self.days))

    def again(self, year: int) -> Iterator[date]:
        """The days it closes in one year by its rule."""
        if self.rule is None:
            return
        first, last = date(year, 1, 1), date(year, 12, 31)
        for start in self.rule.days(first - timedelta(days=self.days - 1), last):
            if start not in self.without:
                for day in range(
                    max(start, first).toordinal(), min(start.toordinal() + self.days, last.toordinal() + 1)
                ):
                    first = date.fromordinal(day + 1)
                    yield date.fromordinal(day)


def day_of(value: date) -> date:
    """The local date of a date or a datetime."""
    return value.date() if isinstance(value, datetime) else value


def read_event(component: Component) -> Closure:
    """Understand one event; what is wrong is said about the event by its name."""
    label = str(component.get("SUMMARY") or component.get("UID") or "without a name")
    try:
        return _closure(component)
    except InvalidInput as error:
        raise InvalidInput(f"event {label[:60]!r}: {error}") from None
    except Exception as error:  # noqa: BLE001 - broken values raise many kinds when they are used
        raise InvalidInput(f"event {label[:60]!r}: it cannot be understood ({error}); repair or remove it") from None


def _closure(component: Component) -> Closure:
    for key, problem in component.errors:
        if str(key).upper() in _DATES:
            raise InvalidInput(f"its {key} cannot be understood ({problem}); repair or remove it")
    start = _one(component, "DTSTART")
    if start is None:
        raise InvalidInput("it has no DTSTART; give it a date")
    replaces = component.get("RECURRENCE-ID")
    if replaces is not None and "RANGE" in replaces.params:
        raise InvalidInput("it changes all later days of its series; end the series and begin a new one")
    rules = _listed(component, "RRULE")
    if len(rules) > 1:
        raise InvalidInput("it has several rules; write one event for each")
    return Closure(
        uid=str(component.get("UID", "")),
        sequence=int(component.get("SEQUENCE", 0)),
        name=" ".join(str(component.get("SUMMARY", "")).split()),
        start=day_of(start),
        days=_length(component, start),
        cancelled=str(component.get("STATUS", "")).upper() == "CANCELLED",
        replaces=day_of(replaces.dt) if replaces is not None else None,
        extra=tuple(_dates(component, "RDATE")),
        without=frozenset(_dates(component, "EXDATE")),
        rule=read_rule(rules[0], day_of(start)) if rules else None,
    )


def _length(component: Component, start: date) -> int:
    """How many whole days it lasts, 0 if it has a time of day. Midnight to midnight is a whole day, too."""
    end = _one(component, "DTEND")
    if end is None:
        duration = component.get("DURATION")
        end = start + (duration.dt if duration is not None else _default(start))
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise InvalidInput("one of its DTSTART and DTEND has a time of day; write both as dates")
    if isinstance(start, datetime) and isinstance(end, datetime):
        local = str(start.tzname()) != "UTC"
        if not local or start.time() != time() or end.time() != time() or day_of(end) == day_of(start):
            return 0
    days = (day_of(end) - day_of(start)).days
    if days < 0:
        raise InvalidInput("it ends before it starts; put DTEND after DTSTART")
    if days > MAX_EVENT_DAYS:
        raise InvalidInput(f"it lasts {days:,} days; at most {MAX_EVENT_DAYS} are read as one event")
    return max(days, 1)


def _default(start: date) -> timedelta:
    return timedelta() if isinstance(start, datetime) else timedelta(days=1)


def _listed(component: Component, key: str) -> list[Any]:
    value = component.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def _one(component: Component, key: str) -> date | None:
    values = _listed(component, key)
    if len(values) > 1:
        raise InvalidInput(f"it has {key} twice; keep one")
    return values[0].dt if values else None


def _dates(component: Component, key: str) -> Iterator[date]:
    for values in _listed(component, key):
        for value in values.dts:
            if not isinstance(value.dt, date):
                raise InvalidInput(f"its {key} has spans of time; write dates")
            yield day_of(value.dt)
