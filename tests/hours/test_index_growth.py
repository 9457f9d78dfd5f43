"""The index compiles what it is asked about, in any order of asking, and answers the same every time."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, integers, lists, sampled_from, tuples

from slaclock.errors import NeverCloses, NeverOpens, OutOfRange
from slaclock.hours import definition
from slaclock.hours.block import Block
from slaclock.hours.calendar import Calendar
from slaclock.hours.definition import measure, refund, spend, walk
from slaclock.hours.index import EARLIEST, HORIZON, LATEST, Index
from slaclock.instant import DAY, FIRST, HOUR, LAST, SECOND, from_us, to_length, to_us
from tests.hours.office import NINE_TO_FIVE, calendar, plan, special, week

OFFICE = calendar("America/New_York", NINE_TO_FIVE)
EVERY_HOUR = calendar("Europe/Berlin", week(mon=", ".join(f"{hour:02}:00-{hour:02}:07" for hour in range(24))))
NIGHTS = calendar("Australia/Lord_Howe", week(mon_thu="22:00-06:00", sat="10:00:01-10:00:02"))
SUPPORTS = [
    OFFICE,
    EVERY_HOUR,
    NIGHTS,
    Calendar.always("Europe/London"),
    calendar("UTC", plan(week(mon="00:00-24:00"), days=special(d2026_06_27="10:00-14:00", d2031_01_01="00:00-00:01"))),
    OFFICE | NIGHTS,
    OFFICE - NIGHTS,
    OFFICE & EVERY_HOUR,
]
WHOLE = [Index(support.source.open_spans) for support in SUPPORTS]


def fresh(support: Calendar) -> Index:
    return Index(support.source.open_spans)


def us(year: int, month: int = 1, day: int = 1) -> int:
    return to_us(datetime(year, month, day, tzinfo=UTC))


INSTANTS = integers(us(2024), us(2029))


@pytest.mark.parametrize("support, whole", [*zip(SUPPORTS, WHOLE, strict=True)])
@given(lists(tuples(INSTANTS, INSTANTS, integers(1, 60 * HOUR), booleans()), min_size=1, max_size=4))
def test_in_whatever_order_it_is_asked(
    support: Calendar, whole: Index, questions: list[tuple[int, int, int, bool]]
) -> None:
    """A young index, asked here and there and backwards, says what one compiled at once says."""
    whole.covering(us(2013), us(2040))
    young = fresh(support)
    for start, end, length, forward in questions:
        assert young.between(start, end) == whole.between(start, end)
        assert young.is_open(start) == whole.is_open(start)
        assert list(young.spans(start, start + 40 * DAY)) == list(whole.spans(start, start + 40 * DAY))
        assert young.next_opening(start) == whole.next_opening(start)
        if forward:
            assert young.add(start, length) == whole.add(start, length)
        else:
            assert young.subtract(start, length) == whole.subtract(start, length)


@pytest.mark.parametrize("support", SUPPORTS)
@given(INSTANTS, integers(0, 20 * DAY), integers(1, 60 * HOUR))
def test_the_index_is_the_definition(support: Calendar, start: int, length: int, budget: int) -> None:
    index, begin, until = support.index, from_us(start), from_us(start + length)
    spans = list(walk(support.source, begin, until))
    assert [(to_us(span.start), to_us(span.end)) for span in spans] == list(index.spans(start, start + length))
    assert to_length(index.between(start, start + length)) == measure(spans, until)
    try:
        due = spend(to_length(budget), spans)
    except NeverOpens:
        assert index.between(start, start + length) < budget
    else:
        assert index.add(start, budget) == to_us(due)
        assert index.subtract(start + length, budget) == to_us(refund(to_length(budget), reversed(spans)))


def test_the_definition_knows_every_source_or_says_so() -> None:
    with pytest.raises(TypeError, match="no definition"):
        list(walk("hours", from_us(0), from_us(DAY)))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert definition.__doc__


def test_what_is_compiled_is_in_proportion_to_what_was_asked() -> None:
    index = fresh(OFFICE)
    index.add(us(2026, 3, 2), 4 * HOUR)
    assert len(index.covering(us(2026, 3, 2), us(2026, 3, 2)).starts) < 300, "a year or so of working days"
    index.between(us(2020), us(2026))
    assert len(index.covering(us(2026), us(2026)).starts) < 8 * 262
    index.between(us(1970), us(2199))
    block = index.covering(us(2026), us(2026))
    assert len(block.by_instant) < 3 * len(block.starts)
    assert len(block.by_open) < 3 * len(block.starts)


def test_growing_a_step_at_a_time_doubles() -> None:
    """So that walking through the years compiles each of them a few times, not hundreds."""
    index, blocks = fresh(OFFICE), set[int]()
    for week_ in range(52 * 40):
        index.is_open(us(1990) + week_ * 7 * DAY)
        blocks.add(index.covering(us(1990), us(1990)).last)
    assert len(blocks) <= 7
    back = fresh(OFFICE)
    firsts = {back.covering(us(2026) - week_ * 7 * DAY, us(2026)).first for week_ in range(52 * 40)}
    assert len(firsts) <= 7


def test_a_block_answered_from_is_never_changed() -> None:
    index = fresh(OFFICE)
    block = index.covering(us(2026), us(2026))
    kept = (block.first, block.last, list(block.starts), list(block.by_instant))
    index.between(us(1980), us(2050))
    assert index.covering(us(2026), us(2026)) is not block
    assert kept == (block.first, block.last, block.starts, block.by_instant)


@pytest.mark.slow
def test_many_threads_share_a_young_index() -> None:
    whole = fresh(OFFICE)
    whole.covering(us(1970), us(2199))
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for seed in range(5):
            young, chance = fresh(OFFICE), Random(seed)
            pairs = [(chance.randrange(us(1971), us(2190)), chance.randrange(us(1971), us(2190))) for _ in range(200)]
            with ThreadPoolExecutor(8) as pool:
                found = list(pool.map(lambda pair, index=young: index.between(*pair), pairs))
            assert found == [whole.between(*pair) for pair in pairs]
    finally:
        sys.setswitchinterval(interval)


def test_answers_lie_at_most_ten_years_outside_and_so_does_the_next_question() -> None:
    index = fresh(OFFICE)
    assert index.add(LAST - 1, 16_000 * HOUR) > LAST + 7 * 365 * DAY
    assert index.is_open(index.add(LAST - 1, 8 * HOUR) - 1)
    assert index.subtract(FIRST, 16_000 * HOUR) < FIRST - 7 * 365 * DAY
    for outside in (EARLIEST - 1, LATEST + 1):
        for asked in (index, fresh(OFFICE)):
            with pytest.raises(OutOfRange, match="too far outside"):
                asked.is_open(outside)


@pytest.mark.parametrize("start", [us(1970), us(2026), LAST - 1])
def test_the_horizon_is_ten_years_to_the_microsecond(start: int) -> None:
    index = fresh(Calendar.always("UTC"))
    assert index.add(start, HORIZON) == start + HORIZON
    assert index.subtract(start, HORIZON) == start - HORIZON
    for ask in (index.add, index.subtract):
        with pytest.raises(NeverOpens):
            ask(start, HORIZON + 1)
    with pytest.raises(NeverCloses):
        index.next_closing(start)


def test_openings_and_closings_are_looked_for_ten_years_ahead() -> None:
    only = us(2026, 6, 27)
    index = Index(lambda first, last: ([only], [only + HOUR]) if first <= only < last else ([], []))
    assert index.next_opening(only - HORIZON) == only
    assert index.next_closing(only + HOUR - HORIZON) == only + HOUR
    with pytest.raises(NeverOpens):
        index.next_opening(only - HORIZON - 1)
    with pytest.raises(NeverCloses):
        index.next_closing(only + HOUR - HORIZON - 1)


def test_a_block_of_no_open_time_and_one_of_nothing_else() -> None:
    empty, full = Block.of(0, 100, [], []), Block.of(0, 100, [0], [100])
    assert [empty.open_before(at) for at in (0, 50, 99)] == [0, 0, 0]
    assert [full.open_before(at) for at in (0, 50, 99)] == [0, 50, 99]
    assert full.closed_at(99) == 0


@given(lists(integers(1, 50), min_size=2, max_size=40), sampled_from([1, 7, 1_000, SECOND]))
def test_a_block_counts_like_a_ruler(lengths: list[int], scale: int) -> None:
    bounds = [sum(lengths[: number + 1]) * scale for number in range(len(lengths) // 2 * 2)]
    starts, ends, last = bounds[::2], bounds[1::2], bounds[-1] + 10 * scale
    block = Block.of(0, last, starts, ends)
    for at in range(0, last, max(scale // 2, 1) if scale < 1_000 else scale):
        open_time = sum(max(min(end, at) - start, 0) for start, end in zip(starts, ends, strict=True))
        assert block.open_before(at) == open_time
        if open_time < block.total:
            reached = open_time + block.closed_at(open_time)
            assert block.open_before(reached) == open_time
            assert block.open_before(reached + 1) == open_time + 1
