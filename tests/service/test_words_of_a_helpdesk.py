"""A helpdesk's words: what nobody mapped is shown, what is mapped anew is read anew, and what was restored is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from slaclock.connectors.words import Words
from slaclock.desk import Desk
from slaclock.doctor import doctor
from slaclock.housekeep import housekeep
from slaclock.ingest import ingest, refetch
from slaclock.instant import MINUTE, SECOND
from slaclock.poll import poll
from slaclock.store import Store, strange, tickets, wants
from slaclock.timeline.event import TicketEvent
from tests.service.world import Helpdesk, at, created, desk, event, rows

NOW = at("2 Mar 12:00")


@dataclass
class Waiting(Helpdesk):
    """A helpdesk with a status of its own."""

    words: Words = field(default_factory=lambda: Words({"open": "open"}))

    def fetch(self, ticket: str) -> Sequence[TicketEvent]:
        status, reason = self.words.status("At the workshop")
        told = event(ticket, "s", "2 Mar 11:00", "status", to=status, reason=reason)
        return [created(ticket), told]


def opened(helpdesk: Waiting, words: str = "1") -> Desk:
    return desk(helpdesk, words=words, strange=helpdesk.words.strange)


def fetched(store: Store, here: Desk, ticket: str, now: int) -> None:
    with store.unit() as unit:
        wants.ask(unit, here.place, [ticket], now)
    refetch(store, here, now)


def unmapped(store: Store, here: Desk) -> list[str]:
    return [name for each in doctor(store, here, NOW) if each.name == "words unmapped" for name in each.examples]


def resolution(store: Store) -> dict[str, Any]:
    return next(row for row in rows(store, "clocks") if row["metric"] == "resolution")


def test_a_word_nobody_mapped_runs_on_and_is_shown() -> None:
    words = Words({"open": "open"}, {"1": "high"}, {"mail": "email"})
    assert words.status("Parked") == ("open", "unmapped status: Parked")
    assert words.priority("9") == "9"
    assert words.channel("fax", "web") == "web"
    assert words.channel("inbox:7", "web", needed=False) == "web"
    assert words.strange.met == {("status", "Parked"), ("priority", "9"), ("channel", "fax")}


def test_the_doctor_shows_it_until_it_is_mapped(store: Store) -> None:
    helpdesk = Waiting()
    here = opened(helpdesk)
    fetched(store, here, "A", NOW)
    assert resolution(store)["state"] == "running"
    assert unmapped(store, here) == ["status At the workshop"]
    mapped = opened(Waiting(words=Words({"open": "open", "at the workshop": "pending"})), words="2")
    assert unmapped(store, mapped) == []
    housekeep(store, mapped, NOW)
    assert rows(store, "strange_words") == []


def test_what_is_mapped_anew_is_fetched_and_read_anew(store: Store) -> None:
    """Nothing changed at the helpdesk, and the ids are the same: only the words say something else."""
    helpdesk = Waiting()
    fetched(store, opened(helpdesk), "A", NOW)
    poll(store, opened(helpdesk), NOW)
    refetch(store, opened(helpdesk), NOW)
    mapped = opened(Waiting(words=Words({"open": "open", "at the workshop": "pending"})), words="2")
    poll(store, mapped, NOW + MINUTE)
    assert refetch(store, mapped, NOW + MINUTE) == 1
    assert resolution(store)["state"] == "paused"
    assert rows(store, "conflicts") == []
    poll(store, mapped, NOW + 2 * MINUTE)
    assert refetch(store, mapped, NOW + 2 * MINUTE) == 0  # once is enough


def test_in_the_same_words_the_first_telling_stands(store: Store) -> None:
    fetched(store, opened(Waiting()), "A", NOW)
    mapped = opened(Waiting(words=Words({"at the workshop": "pending"})))
    fetched(store, mapped, "A", NOW + MINUTE)
    assert resolution(store)["state"] == "running"
    assert len(rows(store, "conflicts")) == 1


def gone(store: Store) -> bool:
    with store.reading() as unit:
        row = tickets.find(unit, desk().place, "A")
    return row is not None and bool(row["over"])


def test_a_deleted_ticket_that_can_be_fetched_was_restored(store: Store) -> None:
    helpdesk = Helpdesk(tickets={"A": [created("A")]})
    here = desk(helpdesk)
    ingest(store, here, [created("A"), event("A", "deleted-1", "2 Mar 11:30", "deleted")], at("2 Mar 11:31"))
    assert gone(store)
    fetched(store, here, "A", NOW)
    assert not gone(store)
    assert resolution(store)["state"] == "running"


def test_an_answer_that_may_be_late_restores_nothing(store: Store) -> None:
    helpdesk = Helpdesk(tickets={"A": [created("A")]})
    here = desk(helpdesk)
    deleted = at("2 Mar 11:30")
    ingest(store, here, [created("A"), event("A", "deleted-1", "2 Mar 11:30", "deleted")], deleted)
    fetched(store, here, "A", deleted + 20 * SECOND)
    assert gone(store)


def test_a_deletion_that_the_timeline_tells_itself_stands(store: Store) -> None:
    told = [created("A"), event("A", "7", "2 Mar 11:30", "deleted")]
    helpdesk = Helpdesk(tickets={"A": told})
    here = desk(helpdesk)
    ingest(store, here, told, at("2 Mar 11:31"))
    fetched(store, here, "A", NOW)
    assert gone(store)


def test_a_deleted_ticket_nobody_shows_is_no_puzzle(store: Store) -> None:
    here = desk(Helpdesk())
    ingest(store, here, [created("A"), event("A", "deleted-1", "2 Mar 11:30", "deleted")], NOW)
    fetched(store, here, "A", NOW)
    assert rows(store, "wants") == []


def test_words_are_kept_by_helpdesk(store: Store) -> None:
    here, there = desk(tenant="one"), desk(tenant="other")
    with store.unit() as unit:
        strange.put(unit, here.place, {("status", "Parked")}, "1", NOW)
        assert strange.known(unit, here.place, "1") == [("status", "Parked")]
        assert strange.known(unit, there.place, "1") == []
