"""What cannot be had: a place in a feed that is known no more, deliveries that say nothing, tickets nobody shows us."""

from __future__ import annotations

import logging

import pytest

from slaclock.connectors.protocol import BadCursor, Denied, NotFound, Page, Unavailable, Webhook
from slaclock.doctor import doctor
from slaclock.ingest import GIVE_UP, REFUSED, ingest, receive, refetch, understand
from slaclock.instant import HOUR, MINUTE, SECOND
from slaclock.poll import poll
from slaclock.store import Store, figures, wants
from slaclock.timeline.event import TicketEvent
from tests.service.world import Crash, Helpdesk, answered, at, created, desk, event, rows

NOW = at("2 Mar 10:01")


class Forgetful(Helpdesk):
    """Knows no cursor but its own first one."""

    def poll(self, cursor: str | None, now: int) -> Page:
        self.calls.append(f"poll {cursor}")
        if cursor is None:
            return Page("7", ("B",))
        raise BadCursor("cursor 7 has expired")


def test_a_lost_cursor_begins_again_and_fetches_what_was_taken_for_open(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A may have been solved while nobody could tell: no list of open tickets names it then. C was over long before."""
    helpdesk = Forgetful(tickets={"A": [created("A"), answered("A")], "B": [created("B")]})
    here = desk(helpdesk)
    solved = event("C", "s", "2 Feb 10:00", "status", to="closed")
    ingest(store, here, [created("A"), created("C", "2 Feb 09:00"), solved], NOW)
    poll(store, here, NOW)
    assert refetch(store, here, NOW) == 1
    with caplog.at_level(logging.WARNING):
        poll(store, here, NOW + MINUTE)
    assert "cursor lost" in caplog.text
    assert {row["ticket"] for row in rows(store, "wants")} == {"A", "B"}
    poll(store, here, NOW + 3 * MINUTE)
    assert helpdesk.calls == ["poll None", "fetch B", "poll 7", "poll None"]


def test_a_cursor_that_is_lost_again_and_again_is_no_endless_loop(store: Store) -> None:
    helpdesk = Forgetful()
    here = desk(helpdesk)
    for second in range(0, 600, 5):
        poll(store, here, NOW + second * SECOND, every=0)
    assert len(helpdesk.calls) <= 20


class Strict(Helpdesk):
    def read_webhook(self, headers: object, body: bytes) -> Webhook:
        self.calls.append("read")
        raise ValueError("ticket is missing")


def test_a_delivery_that_cannot_be_read_is_kept_and_read_once(store: Store) -> None:
    helpdesk = Strict()
    here = desk(helpdesk)
    receive(store, here, {}, b"{}", NOW)
    for hour in range(5):
        understand(store, here, NOW + hour * HOUR)
    assert helpdesk.calls == ["read"]
    (kept,) = rows(store, "deliveries")
    assert (kept["state"], kept["error"]) == ("failed", "ValueError in the connector: ticket is missing")
    assert finding(store, helpdesk, "deliveries unread") == 1


class Closed(Helpdesk):
    """Shows nothing, for one reason or another."""

    error: Exception = Denied("403")

    def fetch(self, ticket: str) -> list[TicketEvent]:
        self.calls.append(f"fetch {ticket}")
        raise self.error


def finding(store: Store, helpdesk: Helpdesk, name: str) -> int:
    return next(each.count for each in doctor(store, desk(helpdesk), NOW) if each.name == name)


def fetched_for_days(store: Store, helpdesk: Helpdesk) -> None:
    ingest(store, desk(helpdesk), [created("A")], NOW)
    with store.unit() as unit:
        wants.ask(unit, desk().place, ["A"], NOW)
    for quarter in range(4 * 24 * 3):
        refetch(store, desk(helpdesk), NOW + quarter * HOUR // 4)


@pytest.mark.parametrize("error, attempts", [(NotFound("404"), REFUSED), (Denied("403"), GIVE_UP)])
def test_a_ticket_nobody_shows_us_is_left_for_a_person(store: Store, error: Exception, attempts: int) -> None:
    helpdesk = Closed()
    helpdesk.error = error
    fetched_for_days(store, helpdesk)
    assert helpdesk.calls == ["fetch A"] * attempts
    assert finding(store, helpdesk, "tickets refused") == 1
    with store.reading() as unit:
        assert [(row["ticket"], row["error"]) for row in wants.given_up(unit, desk().place)] == [("A", str(error))]
        assert figures.waiting_of(unit, desk().place)["fetches_refused"] == 1


def dies_as_it_fetches(point: str) -> None:
    if point == "refetch: claimed":
        raise Crash(point)


def test_a_ticket_does_not_answer_for_the_deaths_of_those_who_fetched_it(store: Store) -> None:
    helpdesk, mortal = Closed(), Store(store.database, dies_as_it_fetches)
    helpdesk.error = NotFound("404")
    ingest(store, desk(helpdesk), [created("A")], NOW)
    with store.unit() as unit:
        wants.ask(unit, desk().place, ["A"], NOW)
    for death in range(REFUSED):
        with pytest.raises(Crash):
            refetch(mortal, desk(helpdesk), NOW + death * HOUR)
    refetch(store, desk(helpdesk), NOW + REFUSED * HOUR)
    assert finding(store, helpdesk, "tickets refused") == 0


def test_whoever_hears_of_it_again_has_it_fetched_again(store: Store) -> None:
    fetched_for_days(store, Closed())
    helpdesk = Helpdesk(tickets={"A": [created("A"), answered("A")]})
    with store.unit() as unit:
        wants.ask(unit, desk().place, ["A"], NOW + 90 * HOUR)
    assert refetch(store, desk(helpdesk), NOW + 90 * HOUR) == 1
    assert rows(store, "wants") == []
    assert finding(store, helpdesk, "tickets refused") == 0


def test_a_ticket_that_is_none_of_ours_is_forgotten_at_once(store: Store) -> None:
    with store.unit() as unit:
        wants.ask(unit, desk().place, ["X"], NOW)
    refetch(store, desk(Helpdesk()), NOW)
    assert rows(store, "wants") == []


def test_a_helpdesk_that_is_down_is_asked_for_ever(store: Store) -> None:
    helpdesk = Closed()
    helpdesk.error = Unavailable("503")
    fetched_for_days(store, helpdesk)
    assert len(helpdesk.calls) > GIVE_UP
    assert finding(store, helpdesk, "tickets refused") == 0
