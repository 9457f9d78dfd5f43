"""Puts one run's reckoning into lines: the notes, and every stretch of time that counted or did not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo

from slaclock.clock.cycle import Cycle
from slaclock.clock.gauge import Gauge, gap_waits
from slaclock.clock.measure import Measure, Term
from slaclock.clock.reading import Reading
from slaclock.clock.waits import Wait
from slaclock.explain.line import Explanation, Line, LineKind
from slaclock.explain.words import STOPS, fact_word, say, start_word, wait_word, write_length
from slaclock.instant import from_us, to_length, to_us
from slaclock.policy.book import PolicyBook
from slaclock.policy.budget import Unit
from slaclock.policy.metric import Metric
from slaclock.policy.target import Target


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
        return _with_totals(sorted(lines, key=_place))

    def _notes(self) -> Iterator[Line]:
        yield self._note(self.cycle.start, f"starts: {start_word(self.metric, self._start_moment())}")
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
                self.cycle.stop, f"stops: {STOPS.get(self.cycle.stop_moment, self.cycle.stop_moment)}, {outcome}"
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
            f"{fact} {fact_word(getattr(before, fact))} → {fact_word(getattr(after, fact))}"
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
            yield self._note(self.cycle.start, f"business day ends {say(from_us(end, self.zone))}")
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
        due = None if self.reading.deadline is None else to_us(self.reading.deadline)
        for stretch in self.gauge.calendar.stretches(self.cycle.start, last):
            for start, end, wait in _split(stretch.start, stretch.end, waits, self.end):
                for begin, until in _halves(start, end, due):
                    yield self._stretch(begin, until, stretch.open, stretch.reason, wait)

    def _stretch(self, start: int, end: int, is_open: bool, reason: str, wait: Wait | None) -> Line:
        if wait is not None and is_open:
            return self._line(LineKind.PAUSED, start, end, wait_word(wait))
        if wait is not None:
            return self._line(LineKind.CLOSED, start, end, f"{reason}, and {wait_word(wait)}")
        return self._line(LineKind.COUNTED if is_open else LineKind.CLOSED, start, end, reason)

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
        due = f"deadline {say(reading.deadline)}" if reading.deadline else "no deadline while paused"
        left = (
            f"{write_length(reading.remaining)} left"
            if reading.remaining >= timedelta()
            else (f"over by {write_length(-reading.remaining)}")
        )
        breached = f", breached {say(reading.breached_at)}" if reading.breached_at else ""
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


def _halves(start: int, end: int, at: int | None) -> Iterator[tuple[int, int]]:
    """A stretch in two where the deadline lies inside it, so that the sum at the deadline is the budget."""
    if at is None or not start < at < end:
        yield start, end
    else:
        yield start, at
        yield at, end


def _place(line: Line) -> tuple[int, bool, int]:
    """Where a line stands; by instants, for wall clocks show one hour of autumn twice."""
    return to_us(line.start), line.kind is not LineKind.NOTE, to_us(line.end)


def _with_totals(lines: Iterable[Line]) -> list[Line]:
    total = timedelta()
    told = []
    for line in lines:
        total += line.counted
        told.append(replace(line, total=total))
    return told
