from __future__ import annotations

from slaclock.connectors.protocol import Page, RateLimited, Unavailable
from slaclock.instant import MINUTE, SECOND
from slaclock.poll import poll
from slaclock.store import Store, cursors
from tests.service.world import Helpdesk, at, created, desk, rows

NOW = at("2 Mar 10:00")


def cursor(store: Store) -> str | None:
    with store.reading() as unit:
        row = cursors.find(unit, desk().place)
    return row["cursor"] if row is not None else None


def test_page_after_page_until_there_is_no_more(store: Store) -> None:
    pages = {None: Page("1", ("A",), (), True), "1": Page("2", ("B", "A"), (created("C"),)), "2": Page("2")}
    helpdesk = Helpdesk(pages=pages)
    assert poll(store, desk(helpdesk), NOW) == 2
    assert cursor(store) == "2"
    assert [row["ticket"] for row in rows(store, "wants")] == ["A", "B"]
    assert [row["ticket"] for row in rows(store, "events")] == ["C"]
    assert poll(store, desk(helpdesk), NOW + SECOND) == 0  # not so soon again
    assert poll(store, desk(helpdesk), NOW + MINUTE) == 1


def test_a_page_that_cannot_be_read_is_read_later_from_the_same_place(store: Store) -> None:
    class Failing(Helpdesk):
        def poll(self, cursor: str | None, now: int) -> Page:
            self.calls.append(f"poll {cursor}")
            if len(self.calls) == 2:
                raise Unavailable("503")
            return Page(str(len(self.calls)), ("A",), (), more=len(self.calls) < 4)

    helpdesk = Failing()
    assert poll(store, desk(helpdesk), NOW) == 1
    assert cursor(store) == "1"
    poll(store, desk(helpdesk), NOW + MINUTE)
    assert helpdesk.calls == ["poll None", "poll 1", "poll 1", "poll 3"]
    assert cursor(store) == "4"


def test_polling_is_as_patient_as_the_helpdesk_asks(store: Store) -> None:
    class Busy(Helpdesk):
        def poll(self, cursor: str | None, now: int) -> Page:
            self.calls.append("poll")
            raise RateLimited(retry_after=5 * MINUTE)

    helpdesk = Busy()
    for minute in range(5):
        poll(store, desk(helpdesk), NOW + minute * MINUTE)
    assert helpdesk.calls == ["poll"]
    poll(store, desk(helpdesk), NOW + 6 * MINUTE)
    assert helpdesk.calls == ["poll", "poll"]


def test_two_that_poll_at_once_are_one_too_many(store: Store) -> None:
    class Nosy(Helpdesk):
        def poll(self, cursor: str | None, now: int) -> Page:
            self.calls.append("poll")
            assert poll(store, desk(self), now) == 0
            return Page("1")

    helpdesk = Nosy()
    assert poll(store, desk(helpdesk), NOW) == 1
    assert helpdesk.calls == ["poll"]
