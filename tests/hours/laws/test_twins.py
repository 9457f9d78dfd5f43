"""One answer, however it is asked: by the readable definition, by the index, in bulk, or with datetimes of any zone."""

from __future__ import annotations

import math
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slaclock.hours.definition import measure, refund, spend, walk
from slaclock.instant import DAY, LAST, from_us, to_length, to_us
from tests.hours.laws.strategies import LAW, Spot, length, lengths, numbers, place, spots

ZONES = [ZoneInfo(name) for name in ("UTC", "America/St_Johns", "Pacific/Chatham", "America/New_York", "Europe/Berlin")]
ROWS = 12


@LAW
@given(spots, numbers, st.integers(0, 1_000))
def test_the_index_is_the_definition(spot: Spot, number: int, share: int) -> None:
    index, source = spot.case.calendar.index, spot.case.calendar.source
    start, end = spot.at, spot.at + number * 7_919_993 % (14 * DAY)
    spans = list(walk(source, from_us(start), from_us(end)))
    assert [(to_us(span.start), to_us(span.end)) for span in spans] == list(index.spans(start, end))
    total = measure(spans, from_us(end))
    assert total == to_length(index.between(start, end))
    budget = total * share // 1_000
    if budget:
        whole = math.ceil(budget / timedelta(microseconds=1))
        assert to_us(spend(budget, spans)) == index.add(start, whole)
        assert to_us(refund(budget, reversed(spans))) == index.subtract(end, whole)


@LAW
@given(spots, numbers, st.integers(1, ROWS), st.sampled_from((1, -1, 0)))
def test_bulk_is_one_by_one(spot: Spot, number: int, rows: int, sign: int) -> None:
    """Ahead, back, or in turns; every second budget is used up exactly at an instant worth asking about."""
    calendar, index = spot.case.calendar, spot.case.calendar.index
    starts = [place(spot.case, number + 7_919 * row) for row in range(rows)]
    lengths = [
        abs(index.between(start, place(spot.case, number + row))) % (12 * DAY) if row % 2 else length(number + row)
        for row, start in enumerate(starts)
    ]
    signed = [n * (sign or 1 - row % 4 // 2 * 2) for row, n in enumerate(lengths)]
    due = [index.add(a, n) if n >= 0 else index.subtract(a, -n) for a, n in zip(starts, signed, strict=True)]
    assert calendar.add_many(np.array(starts), np.array(signed)).tolist() == due
    passed = [index.between(a, b) for a, b in zip(starts, due[::-1], strict=True)]
    assert calendar.between_many(np.array(starts), np.array(due[::-1])).tolist() == passed


@LAW
@given(spots, numbers, lengths, st.sampled_from([*ZONES, None, None]))
def test_datetimes_of_any_zone_ask_the_same(spot: Spot, other: int, budget: int, zone: ZoneInfo | None) -> None:
    calendar, index = spot.case.calendar, spot.case.calendar.index
    a, b = spot.at, place(spot.case, other)
    start, end, open_time = from_us(a, zone or calendar.zone), from_us(b, calendar.zone), to_length(budget)
    due = calendar.add(start, open_time)
    assert to_us(due) == index.add(a, budget)
    assert due.tzinfo is calendar.zone
    assert due.astimezone(UTC).astimezone(calendar.zone).fold == due.fold
    to_the_edge = calendar.between(start, end)
    assert to_us(calendar.add(start, to_the_edge)) == (
        index.add(a, index.between(a, b)) if a <= b else index.subtract(a, index.between(b, a))
    )
    back = calendar.subtract(start, open_time)
    assert to_us(back) == to_us(calendar.add(start, -open_time)) == index.subtract(a, budget)
    assert calendar.between(start, end) == to_length(index.between(a, b))
    assert calendar.is_open(start) == index.is_open(a)
    assert to_us(calendar.next_opening(start)) == index.next_opening(a)


@LAW
@given(numbers, numbers, st.sampled_from(ZONES))
def test_an_instant_survives_its_journey_through_every_zone(high: int, low: int, zone: ZoneInfo) -> None:
    us = (high * 2**29 + low * 31) % LAST
    there = from_us(us, zone)
    assert to_us(there) == us
    assert there - from_us(0) == timedelta(microseconds=us)
