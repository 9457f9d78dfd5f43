"""A clock that ran ahead and is set right: nothing waits for the wrong time to come, all goes on by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import update

from slaclock.connectors.protocol import Page, RateLimited
from slaclock.desk import Desk
from slaclock.doctor import doctor
from slaclock.ingest import ingest, receive, refetch, understand
from slaclock.instant import DAY, HOUR, MINUTE
from slaclock.leap import Watch, believed
from slaclock.poll import poll
from slaclock.store import Store, deliveries, tickets, waits, wants
from slaclock.store.tables import outbox
from slaclock.sync import sync
from slaclock.tick import tick
from tests.service.world import Helpdesk, at, created, desk, event, fired, rows

TEN = at("2 Mar 10:00")
LIMIT = 6 * HOUR


@dataclass
class Life:
    """A service whose clock can be moved, and the rounds that it makes."""

    store: Store
    desk: Desk
    up: int = 0
    shows: int = TEN
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = Watch(lambda: self.up)

    def now(self) -> int:
        return self.shows

    def minute(self) -> None:
        """A minute passes, and every round is made that looks at the clock or puts something off."""
        self.up += MINUTE
        self.shows += MINUTE
        believed(self.store, "acme", self.shows, self.watch, LIMIT)
        understand(self.store, self.desk, self.shows)
        refetch(self.store, self.desk, self.shows, clock=self.now)
        sync(self.store, self.desk, self.now)
        poll(self.store, self.desk, self.shows, clock=self.now)


AHEAD = pytest.mark.parametrize("ahead", [5 * HOUR + 30 * MINUTE, 365 * DAY], ids=["believed", "doubted"])


@AHEAD
def test_polling_and_fetching_go_on(store: Store, ahead: int) -> None:
    helpdesk = Helpdesk(pages={None: Page("page 1", tickets=("T1",))})
    life = Life(store, desk(helpdesk))
    life.minute()
    life.shows += ahead
    life.minute()
    life.shows -= ahead
    helpdesk.pages["page 1"] = Page("page 2", tickets=("T2",))
    helpdesk.tickets["T2"] = [created("T2", "2 Mar 10:02")]
    life.minute()
    life.minute()
    assert [row["ticket"] for row in rows(store, "tickets")] == ["T2"]


@AHEAD
def test_what_was_put_off_under_the_wrong_time_is_sent(store: Store, ahead: int) -> None:
    helpdesk = Helpdesk(failures=[(RateLimited(retry_after=HOUR), False)])
    life = Life(store, desk(helpdesk))
    life.minute()
    life.shows += ahead
    ingest(store, life.desk, [created()], life.shows)
    life.minute()
    assert helpdesk.took == []
    life.shows -= ahead
    life.minute()
    assert helpdesk.told() == [("due_date", at("2 Mar 14:00"))]


@AHEAD
def test_who_was_not_there_finds_it_by_what_is_written(store: Store, ahead: int) -> None:
    """Every worker is stopped under the wrong time, and begun anew after it was set right."""
    life = Life(store, desk(Helpdesk()))
    life.minute()
    life.shows += ahead
    life.minute()
    receive(store, life.desk, {}, b"T1", life.shows)
    with store.unit() as unit:
        deliveries.claim(unit, life.desk.place, life.shows, 1, 5 * MINUTE)
    life.shows -= ahead
    life.watch = Watch(lambda: life.up)
    life.minute()
    assert [row["state"] for row in rows(store, "deliveries")] == ["done"]


def test_a_small_step_back_cuts_no_wait_short(store: Store) -> None:
    helpdesk = Helpdesk(failures=[(RateLimited(retry_after=HOUR), False)])
    life = Life(store, desk(helpdesk))
    ingest(store, life.desk, [created()], TEN)
    life.minute()
    life.shows -= 3 * MINUTE
    life.minute()
    assert [row["next_at"] for row in rows(store, "outbox")] == [TEN + MINUTE + HOUR]


def test_a_message_that_is_being_sent_stays_with_its_sender_for_a_lease(store: Store) -> None:
    ingest(store, desk(Helpdesk()), [created("A"), created("B")], TEN)
    _put(store, state="sending", next_at=TEN + DAY)
    with store.unit() as unit:
        waits.cut(unit, "acme", TEN)
        waits.cut(unit, "other", 0)
    assert {row["next_at"] for row in rows(store, "outbox")} == {TEN + 5 * MINUTE}
    _put(store, state="sending", next_at=TEN + 2 * MINUTE)
    with store.unit() as unit:
        waits.cut(unit, "acme", TEN)
    assert {row["next_at"] for row in rows(store, "outbox")} == {TEN + 2 * MINUTE}
    _put(store, state="sent")


def test_a_ticket_that_could_not_be_read_is_tried_again(store: Store) -> None:
    """Until then nothing of it fires."""
    place = desk().place
    ingest(store, desk(), [created()], TEN)
    with store.unit() as unit:
        tickets.save(unit, place, "T1", {"next_at": TEN + DAY})
        waits.cut(unit, "acme", TEN + MINUTE)
        row = tickets.find(unit, place, "T1")
    assert row is not None
    assert row["next_at"] == TEN + MINUTE


def test_a_step_goes_on_to_repeat_though_time_was_set_back_behind_its_last_turn(store: Store) -> None:
    """Late since 14:00, told at 15:00; at half past two, for the second time, somebody sets a tag."""
    here = desk(Helpdesk())
    ingest(store, here, [created()], TEN)
    tick(store, [here], at("2 Mar 15:00"))
    assert ("again", 1) in fired(store)
    ingest(store, here, [event("T1", "t", "2 Mar 14:30", "tags", add=["x"])], at("2 Mar 14:30"))
    tick(store, [here], at("2 Mar 15:01"))
    tick(store, [here], at("2 Mar 16:01"))
    assert [step for step in fired(store) if step[0] == "again"] == [("again", 1), ("again", 2)]
    assert {found.name for found in doctor(store, here, at("2 Mar 16:02")) if found.broken} <= {"time set back"}


def test_a_ticket_that_was_given_up_stays_so(store: Store) -> None:
    place = desk().place
    with store.unit() as unit:
        wants.ask(unit, place, ["T1", "T2"], TEN)
        for want in wants.claim(unit, place, TEN, 1, MINUTE):
            wants.give_up(unit, place, want, "no")
        waits.cut(unit, "acme", TEN - DAY)
    assert [row["next_at"] for row in rows(store, "wants")] == [wants.GIVEN_UP, TEN - DAY]


def _put(store: Store, **columns: Any) -> None:
    with store.unit() as unit:
        unit.run(update(outbox).values(**columns))
