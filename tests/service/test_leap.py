"""A clock that leaps ahead fires nothing until somebody says that it is right; one set back un-fires nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock.doctor import doctor
from slaclock.ingest import ingest
from slaclock.instant import DAY, HOUR, MINUTE, SECOND
from slaclock.leap import Watch, believed, confirm, doubt
from slaclock.store import Store
from slaclock.tick import tick
from tests.service.world import Helpdesk, armed, at, created, desk, fired, rows

LIMIT = 6 * HOUR
TEN = at("2 Mar 10:00")


@dataclass
class Machine:
    """A machine whose clock can be moved: time that passes, and what the clock shows."""

    up: int = 0
    shows: int = TEN

    def watch(self) -> Watch:
        return Watch(lambda: self.up)

    def live(self, length: int) -> int:
        self.up += length
        self.shows += length
        return self.shows


def work(store: Store, machine: Machine, watch: Watch) -> bool:
    """A round: looks at the clock, and fires if it is believed."""
    now = machine.shows
    if not believed(store, "acme", now, watch, LIMIT):
        return False
    tick(store, [desk(Helpdesk())], now)
    return True


def seen(machine: Machine, watch: Watch) -> int:
    with watch.look(machine.shows) as look:
        return look.ahead


def names(store: Store, now: int) -> list[str]:
    found = [each.name for each in doctor(store, desk(Helpdesk()), now) if not each.fine]
    return [name for name in found if name.startswith("time ")]


def in_doubt(store: Store, now: int) -> bool:
    with store.reading() as unit:
        return doubt(unit, "acme", now) is not None


def test_time_that_passes_is_believed_however_long_a_round_takes(store: Store) -> None:
    machine = Machine()
    watch = machine.watch()
    for length in (SECOND, MINUTE, 5 * HOUR, 3 * DAY):
        assert work(store, machine, watch)
        machine.live(length)
    assert names(store, machine.shows) == []


def test_a_leap_of_a_day_fires_nothing_until_it_is_confirmed(store: Store) -> None:
    """Due at 14:00; the clock says tomorrow although it is 10:01."""
    machine = Machine()
    watch = machine.watch()
    ingest(store, desk(Helpdesk()), [created()], TEN)
    assert work(store, machine, watch)
    machine.live(MINUTE)
    machine.shows += DAY
    assert not work(store, machine, watch)
    assert not work(store, machine, watch)
    assert not work(store, machine, machine.watch())  # neither does another worker, nor one that begins anew
    machine.shows -= 2 * SECOND  # adjusted, not set right
    assert not work(store, machine, watch)
    assert fired(store) == []
    assert names(store, machine.shows) == ["time in doubt"]
    confirm(store, "acme", machine.shows)
    assert work(store, machine, watch)
    assert len(fired(store)) == 3
    assert names(store, machine.shows) == []


def test_of_rounds_that_look_at_once_none_believes_a_leap(store: Store) -> None:
    """After a leap every round is overdue, so all of them begin together."""
    machine = Machine()
    watch, together = machine.watch(), Barrier(4)
    assert work(store, machine, watch)
    machine.shows += DAY

    def look(now: int) -> bool:
        together.wait()
        return believed(store, "acme", now, watch, LIMIT)

    with ThreadPoolExecutor(4) as pool:
        assert not any(pool.map(look, [machine.shows] * 4))
    assert in_doubt(store, machine.shows)


def test_who_has_just_begun_talks_nobody_out_of_a_leap(store: Store) -> None:
    """A new worker cannot tell a leap from an absence; whoever was there can, and looks within a minute."""
    machine = Machine()
    old, new = machine.watch(), machine.watch()
    assert work(store, machine, old)
    machine.shows += DAY
    assert work(store, machine, new)
    machine.live(30 * SECOND)
    assert work(store, machine, new)
    assert not work(store, machine, old)
    assert not work(store, machine, new)


def test_who_comes_back_after_a_weekend_writes_it_down_after_a_minute(store: Store) -> None:
    machine = Machine()
    assert work(store, machine, machine.watch())
    machine.shows += 2 * DAY
    watch = machine.watch()
    assert work(store, machine, watch)
    assert [row["latest"] for row in rows(store, "marks")] == [TEN]
    machine.live(MINUTE)
    assert work(store, machine, watch)
    assert [row["latest"] for row in rows(store, "marks")] == [TEN + 2 * DAY + MINUTE]


def test_a_leap_that_nobody_could_write_down_is_seen_again() -> None:
    machine = Machine()
    watch = machine.watch()
    assert seen(machine, watch) == 0
    machine.shows += DAY
    with pytest.raises(TimeoutError), watch.look(machine.shows):
        raise TimeoutError
    machine.live(MINUTE)
    assert (seen(machine, watch), seen(machine, watch)) == (DAY, 0)


def test_a_clock_that_is_set_right_goes_on_by_itself(store: Store) -> None:
    machine = Machine()
    watch = machine.watch()
    here = desk(Helpdesk())
    assert work(store, machine, watch)
    machine.shows += DAY
    assert not work(store, machine, watch)
    ingest(store, here, [created(when="2 Mar 10:00")], machine.shows)  # told while the clock was wrong
    machine.shows -= DAY
    machine.live(MINUTE)
    assert work(store, machine, watch)
    assert not in_doubt(store, machine.shows)
    assert [row["config"] for row in rows(store, "tickets")] == [""]  # to be read anew at the next housekeeping
    machine.live(3 * HOUR)
    assert work(store, machine, watch)
    assert [step for step, _ in fired(store)] == ["first_response 75%"]


def test_a_clock_set_back_unfires_nothing_and_fires_nothing_twice(store: Store) -> None:
    machine = Machine()
    watch = machine.watch()
    ingest(store, desk(Helpdesk()), [created()], TEN)
    assert work(store, machine, watch)
    machine.live(3 * HOUR)
    assert work(store, machine, watch)
    kept, waits = fired(store), armed(store)
    machine.shows -= 2 * HOUR
    for _ in range(3):
        assert work(store, machine, watch)
        machine.live(30 * MINUTE)
    assert (fired(store), armed(store)) == (kept, waits)
    assert names(store, machine.shows) == ["time set back"]


def test_who_comes_back_after_a_week_is_asked_and_after_a_weekend_is_not(store: Store) -> None:
    """A wrong clock at the start, or the copy of a store: both look like a service that was away."""
    machine = Machine()
    assert work(store, machine, machine.watch())
    machine.shows += 6 * DAY
    assert work(store, machine, machine.watch())
    machine.shows += 8 * DAY
    assert not work(store, machine, machine.watch())
    assert in_doubt(store, machine.shows)


def test_each_tenant_believes_for_itself(store: Store) -> None:
    machine = Machine()
    ours, theirs, later = machine.watch(), machine.watch(), TEN + 30 * DAY
    assert believed(store, "acme", TEN, ours, LIMIT)
    assert believed(store, "other", later, theirs, LIMIT)
    assert not believed(store, "acme", later, ours, LIMIT)
    assert believed(store, "other", later, theirs, LIMIT)


@given(steps=st.lists(st.tuples(st.integers(0, 2 * HOUR), st.integers(-HOUR, HOUR)), max_size=8))
def test_small_moves_of_the_clock_are_no_leap(steps: list[tuple[int, int]]) -> None:
    """Whatever a clock is moved by within the limit, nobody is asked."""
    machine = Machine()
    watch = machine.watch()
    assert seen(machine, watch) == 0
    for lived, moved in steps:
        machine.live(lived)
        machine.shows += moved
        assert seen(machine, watch) == moved
