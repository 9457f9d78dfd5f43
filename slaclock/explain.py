"""A reading, line by line: which policy, from when, which span counted, which did not and why, and the sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

import pendulum

from slaclock.clock.cycle import Cycle
from slaclock.clock.gauge import Gauge, gap_waits
from slaclock.clock.measure import Measure, Term
from slaclock.clock.reading import Reading
from slaclock.clock.waits import MANUAL, SOLVED_GAP, Wait
from slaclock.instant import SECOND, format_instant, from_us, to_length, to_us
from slaclock.policy.book import PolicyBook, Verdict
from slaclock.policy.budget import Unit
from slaclock.policy.metric import Metric, Moment
from slaclock.policy.target import Target


class LineKind(StrEnum):
    """What a line of an explanation tells."""

    NOTE = "note"
    """Something happened or was settled; no time passes."""
    COUNTED = "counted"
    CLOSED = "closed"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of the reckoning, or one note: `counted` is the time it adds, `total` the sum so far."""

    kind: LineKind
    start: datetime
    end: datetime
    reason: str
    counted: timedelta
    total: timedelta

    def to_dict(self) -> dict[str, Any]:
        """The line as JSON has it."""
        return {
            "kind": self.kind.value,
            "start": format_instant(to_us(self.start)),
            "end": format_instant(to_us(self.end)),
            "reason": self.reason,
            "counted": self.counted.total_seconds(),
            "total": self.total.total_seconds(),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a reading is what it is: somebody with a wall calendar can derive the deadline from it by hand.

    `policies` says of every policy why it was chosen or not; `lines` go from the start of the cycle to its deadline or
    end, whichever is later.
    """

    reading: Reading
    policies: tuple[Verdict, ...]
    promise: str
    lines: tuple[Line, ...]
    summary: str

    def to_dict(self) -> dict[str, Any]:
        """The explanation as JSON has it."""
        return {
            "reading": self.reading.to_dict(),
            "policies": [
                {"policy": verdict.policy, "kind": verdict.kind.value, "chosen": verdict.chosen}
                | {"reasons": list(verdict.reasons)}
                for verdict in self.policies
            ],
            "promise": self.promise,
            "lines": [line.to_dict() for line in self.lines],
            "summary": self.summary,
        }

    def __str__(self) -> str:
        head = f"{self.reading.ticket}: {self.reading.metric}, cycle {self.reading.cycle}"
        return "\n".join([head, *self._policies(), f"promise  {self.promise}", *map(_row, self.lines), self.summary])

    def _policies(self) -> Iterator[str]:
        for verdict in self.policies:
            why = "chosen" if verdict.chosen else "not: " + "; ".join(verdict.reasons)
            yield f"policy   {verdict.policy} ({verdict.kind.value}): {why}"


def explain(measure: Measure, metric: Metric, cycle: Cycle, book: PolicyBook) -> Explanation | None:
    """The explanation of one run of a metric, or None where it has no reading."""
    reading = measure.read(metric, cycle)
    terms = measure.terms(metric, cycle)
    target = terms[-1].target
    if reading is None or target is None:
        return None
    gauge = measure.gauge(metric, cycle, target)
    teller = _Teller(measure, metric, cycle, terms, target, gauge, reading)
    return Explanation(
        reading, tuple(book.trail(reading.facts)), _promise(target), tuple(teller.lines()), teller.summary()
    )


def _promise(target: Target) -> str:
    layers = f" ({' over '.join(reversed(target.layers))})" if len(target.layers) > 1 else ""
    counted = "around the clock" if target.budget.unit is Unit.WALL else f"counted on {target.calendar.name}"
    return f"{target.name}: {target.budget.text}, {counted} ({target.calendar.zone.key}){layers}"


@dataclass(slots=True)
class _Teller:
    """Puts one run's reckoning into lines."""

    measure: Measure
    metric: Metric
    cycle: Cycle
    terms: Sequence[Term]
    target: Target
    gauge: Gauge
    reading: Reading

    @property
    def zone(self) -> tzinfo:
        return self.target.calendar.zone

    @property
    def end(self) -> int:
        return self.measure.at if self.cycle.stop is None else self.cycle.stop

    def lines(self) -> list[Line]:
        """Notes and stretches in the order of their instants."""
        last = self.end if self.reading.deadline is None else max(self.end, to_us(self.reading.deadline))
        lines = [*self._notes(), *self._stretches(last)]
        return _with_totals(sorted(lines, key=lambda line: (line.start, line.kind is not LineKind.NOTE, line.end)))

    def _notes(self) -> Iterator[Line]:
        yield self._note(self.cycle.start, f"starts: {_word(self.metric, self._start_moment())}")
        for term in self.terms[1:]:
            yield self._note(
                term.start, f"changes to {term.target.name if term.target else 'no promise'}: {self._change(term)}"
            )
        yield from self._days()
        if self.reading.breached_at is not None and self.reading.breach_cause is not None:
            cause = (
                "used up already when the policy changed"
                if self.reading.breach_cause == "policy change"
                else "time ran out"
            )
            yield self._note(to_us(self.reading.breached_at), f"breached: {cause}")
        if self.cycle.stop is not None:
            outcome = self.reading.outcome.value.replace("_", " ") if self.reading.outcome else ""
            yield self._note(
                self.cycle.stop, f"stops: {_STOPS.get(self.cycle.stop_moment, self.cycle.stop_moment)}, {outcome}"
            )
        else:
            yield self._note(self.measure.at, "asked about")
        if self.reading.deadline is not None:
            yield self._note(to_us(self.reading.deadline), f"deadline: {self.target.budget.text} used")

    def _start_moment(self) -> str:
        turns = self.measure.life.turns
        return next(
            (turn.moment for turn in turns if turn.place == self.cycle.place and turn.moment in self.metric.starts), ""
        )

    def _change(self, term: Term) -> str:
        """What about the ticket changed when the target did."""
        stages = self.measure.life.stages
        number = next(number for number, stage in enumerate(stages) if number and stage.at == term.start)
        before, after = stages[number - 1].ticket, stages[number].ticket
        facts = ("priority", "customer", "channel", "group", "tags", "fields")
        changed = (
            f"{fact} {_show(getattr(before, fact))} → {_show(getattr(after, fact))}"
            for fact in facts
            if getattr(before, fact) != getattr(after, fact)
        )
        return ", ".join(changed) or "another policy"

    def _days(self) -> Iterator[Line]:
        """The business days a day budget passes, so that they can be counted on a wall calendar."""
        budget = self.target.budget
        if budget.length is not None:
            return
        calendar = self.gauge.calendar
        if budget.unit is Unit.END_OF_DAY and budget.amount == 0:
            end = calendar.day_end(self.cycle.start, 0)
            yield self._note(self.cycle.start, f"business day ends {_say(from_us(end, self.zone))}")
        for number in range(1, budget.amount + 1):
            day = from_us(calendar.day_after(self.cycle.start, number), self.zone)
            yield self._note(to_us(day), f"business day {number}")
        paused = self.gauge.paused(self.end)
        if paused:
            yield self._note(self.end, f"paused {write_length(to_length(paused))} so far, which moves the deadline on")

    def _note(self, at: int, reason: str) -> Line:
        moment = from_us(at, self.zone)
        return Line(LineKind.NOTE, moment, moment, reason, timedelta(), timedelta())

    def _stretches(self, last: int) -> Iterator[Line]:
        waits = [wait for wait in self._waits() if wait.start < self.end]
        for stretch in self.gauge.calendar.stretches(self.cycle.start, last):
            for start, end, wait in _split(stretch.start, stretch.end, waits, self.end):
                if wait is not None and stretch.open:
                    yield self._line(LineKind.PAUSED, start, end, _why(wait))
                elif wait is not None:
                    yield self._line(LineKind.CLOSED, start, end, f"{stretch.reason}, and {_why(wait)}")
                else:
                    kind = LineKind.COUNTED if stretch.open else LineKind.CLOSED
                    yield self._line(kind, start, end, stretch.reason)

    def _waits(self) -> list[Wait]:
        waits = [*self.measure.waits_of(self.metric, self.target), *gap_waits(self.cycle.gaps)]
        return sorted(waits, key=lambda wait: wait.start)

    def _line(self, kind: LineKind, start: int, end: int, reason: str) -> Line:
        counted = to_length(end - start) if kind is LineKind.COUNTED else timedelta()
        return Line(kind, from_us(start, self.zone), from_us(end, self.zone), reason, counted, timedelta())

    def summary(self) -> str:
        """The reading in one sentence."""
        reading = self.reading
        used = f"used {write_length(reading.elapsed)} of {reading.budget_text}"
        state = reading.outcome.value if reading.outcome else reading.state.value
        due = f"deadline {_say(reading.deadline)}" if reading.deadline else "no deadline while paused"
        left = (
            f"{write_length(reading.remaining)} left"
            if reading.remaining >= timedelta()
            else (f"over by {write_length(-reading.remaining)}")
        )
        breached = f", breached {_say(reading.breached_at)}" if reading.breached_at else ""
        return f"{state.replace('_', ' ')}: {used}, {left}; {due}{breached}"


def _split(start: int, end: int, waits: Iterable[Wait], known: int) -> Iterator[tuple[int, int, Wait | None]]:
    """A stretch cut where waits begin and end; a running wait is known to last until `known` only."""
    for wait in waits:
        until = min(wait.end if wait.end is not None else known, known)
        if until <= start or wait.start >= end:
            continue
        if wait.start > start:
            yield start, wait.start, None
        yield max(start, wait.start), min(end, until), wait
        start = min(end, until)
    if start < known < end:
        yield start, known, None
        start = known
    if start < end:
        yield start, end, None


def _with_totals(lines: Iterable[Line]) -> list[Line]:
    total = timedelta()
    told = []
    for line in lines:
        total += line.counted
        told.append(Line(line.kind, line.start, line.end, line.reason, line.counted, total))
    return told


_STATUS_WAITS: Mapping[str, str] = {
    "pending": "waiting for the customer",
    "hold": "waiting for a third party",
    "new": "status new",
    "open": "status open",
}

_STOPS: Mapping[str, str] = {
    Moment.ANSWERED: "a person answered",
    Moment.SOLVED: "solved",
    Moment.LEFT: "the visitor left",
    Moment.CANCELLED: "merged or deleted",
    Moment.TOLD: "the customer was told more",
    Moment.GROUPED: "another group took over",
    Moment.UNGROUPED: "the group was removed",
    Moment.OWNED: "somebody took it",
    Moment.ACCEPTED: "a person took the session",
    "left status:hold": "no longer with the vendor",
}

_STARTS: Mapping[str, str] = {
    Moment.BEGUN: "the ticket was created or handed over",
    Moment.FIRST_QUESTION: "the customer asked",
    Moment.NEXT_QUESTION: "the oldest unanswered customer message",
    Moment.TOLD: "a person wrote to the customer",
    Moment.GROUPED: "a group got the ticket",
    Moment.UNOWNED: "nobody owned the ticket",
    Moment.INBOUND: "the customer's last message",
    Moment.QUEUED: "the visitor waits for a person",
    "status:hold": "put on hold with the vendor",
    "": "re-opened",
}


def _word(metric: Metric, moment: str) -> str:
    return _STARTS.get(moment, moment or metric.name)


def _why(wait: Wait) -> str:
    if wait.kind == MANUAL:
        return f"paused: {wait.reason}"
    if wait.kind == SOLVED_GAP:
        return "solved until it was re-opened"
    reason = f" ({wait.reason})" if wait.reason else ""
    return f"paused: {_STATUS_WAITS.get(wait.kind, wait.kind)}{reason}"


def _show(value: object) -> str:
    if isinstance(value, (frozenset, Mapping)):
        return (
            ", ".join(f"{key}={value[key]}" if isinstance(value, Mapping) else str(key) for key in sorted(value))
            or "none"
        )
    return "none" if value is None else str(value)


def _say(at: datetime) -> str:
    # English whatever the machine's locale says
    moment = pendulum.instance(at)
    seconds = "HH:mm:ss" if at.second or at.microsecond else "HH:mm"
    return moment.format(f"ddd D MMM YYYY {seconds}") + (f".{at.microsecond:06d}" if at.microsecond else "")


def write_length(length: timedelta) -> str:
    """A duration as people write it, `26:30:00`; hours go past 24 because open hours do."""
    seconds, micros = divmod(abs(length) // timedelta(microseconds=1), SECOND)
    text = f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}" + (f".{micros:06d}" if micros else "")
    return f"-{text}" if length < timedelta() else text


def _row(line: Line) -> str:
    if line.kind is LineKind.NOTE:
        return f"{_say(line.start):<24}  {line.reason}"
    span = f"{_say(line.start)} to {_say(line.end)}"
    sign = f"+{write_length(line.counted)} = {write_length(line.total)}" if line.counted else "not counted"
    return f"{span:<48}  {sign:<24}  {line.reason}"
