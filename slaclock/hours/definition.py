"""What open time means, readable in a minute: walk the spans, spend them, measure them.

The compiled index answers the same questions in constant time; a law in the tests holds the two together. All datetimes
here are in UTC, where sums of instants and durations are real time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise, takewhile

from slaclock.errors import NeverOpens
from slaclock.hours.compose import Composed
from slaclock.hours.dated import DatedPlans
from slaclock.hours.source import Source
from slaclock.hours.span import Span
from slaclock.hours.wall import closing, opening
from slaclock.instant import from_us


def spend(budget: timedelta, spans: Iterable[Span]) -> datetime:
    """The moment a budget of open time runs out."""
    for span in spans:
        if budget <= span.length:
            return span.start + budget
        budget -= span.length
    raise NeverOpens


def refund(budget: timedelta, spans: Iterable[Span]) -> datetime:
    """The moment from which a budget of open time fits, for spans told from the latest to the earliest."""
    for span in spans:
        if budget <= span.length:
            return span.end - budget
        budget -= span.length
    raise NeverOpens


def measure(spans: Iterable[Span], until: datetime) -> timedelta:
    """How much open time passes before a moment."""
    past = takewhile(lambda span: span.start < until, spans)
    return sum((Span(span.start, min(span.end, until)).length for span in past), timedelta())


def walk(source: Source, start: datetime, end: datetime) -> Iterator[Span]:
    """The open spans between two instants, one after the other; those that overlap or touch are one."""
    held: Span | None = None
    for span in _pieces(source, start, end):
        cut = span & Span(start, end)
        if cut is None:
            continue
        if held and cut.start <= held.end:
            held = Span(held.start, max(held.end, cut.end))
        else:
            if held:
                yield held
            held = cut
    if held:
        yield held


def _pieces(source: Source, start: datetime, end: datetime) -> Iterator[Span]:
    match source:
        case DatedPlans():
            return _shift_by_shift(source, start.date() - timedelta(3), end.date() + timedelta(3))
        case Composed():
            return _bound_by_bound(source, start, end)
        case _:
            raise TypeError(f"no definition for {source!r}")


def _shift_by_shift(plans: DatedPlans, first: date, last: date) -> Iterator[Span]:
    for day in range(first.toordinal(), last.toordinal()):
        for shift in plans.shifts_on(date.fromordinal(day)):
            start, end = opening(plans.zone, day, shift.start), closing(plans.zone, day, shift.end)
            if start < end:
                yield Span(from_us(start), from_us(end))


def _bound_by_bound(composed: Composed, start: datetime, end: datetime) -> Iterator[Span]:
    left = list(walk(composed.left.source, start, end))
    right = list(walk(composed.right.source, start, end))
    bounds = sorted({bound for span in (*left, *right) for bound in (span.start, span.end)} | {start, end})
    for begin, until in pairwise(bounds):
        here, there = any(begin in span for span in left), any(begin in span for span in right)
        if {"|": here or there, "&": here and there, "-": here and not there}[composed.operator]:
            yield Span(begin, until)
