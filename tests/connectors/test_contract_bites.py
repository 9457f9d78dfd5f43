"""The published suite can fail: a connector with one thing wrong turns the promise red that it breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from slaclock.connectors.contract import CANARY, HOOK, ConnectorContract
from slaclock.connectors.fake import FakeConnector
from slaclock.connectors.protocol import Message, Page, Receipt, Unavailable, Webhook
from slaclock.connectors.recording import Recording
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.timeline.event import TicketEvent


class Believes(FakeConnector):
    """Takes any webhook."""

    def verify(self, headers: Mapping[str, str], body: bytes, now: int) -> None:
        del headers, body, now


class Trips(FakeConnector):
    """Reads keys without asking whether they are there."""

    def fetch(self, ticket: str) -> list[TicketEvent]:
        rows = self._http.get(f"/tickets/{ticket}/events").json()
        return [TicketEvent.from_mapping({**row, "at": row["at"]}) for row in rows]


class Counts(FakeConnector):
    """Makes up ids by counting what it has read so far."""

    read: ClassVar[int] = 1_000  # the recorded ids are small numbers

    def fetch(self, ticket: str) -> list[TicketEvent]:
        found = []
        for event in super().fetch(ticket):
            Counts.read += 1
            found.append(TicketEvent.from_mapping({**event.as_mapping(), "id": str(Counts.read)}))
        return found


class Repeats(FakeConnector):
    """Sends again by itself."""

    def deliver(self, message: Message) -> Receipt:
        with suppress(Unavailable):
            return super().deliver(message)
        return super().deliver(message)


class Swallows(FakeConnector):
    """Takes silence for an empty page."""

    def poll(self, cursor: str | None, now: int) -> Page:
        with suppress(Unavailable):
            return super().poll(cursor, now)
        return Page(cursor)


class Anonymous(FakeConnector):
    """Writes notes without the action's id."""

    def deliver(self, message: Message) -> Receipt:
        self._http.post(f"/tickets/{message.ticket}/notes", {"text": message.value, "public": False})
        return Receipt()


class Chatty(FakeConnector):
    """Shows its token."""

    def __repr__(self) -> str:
        token = self._settings.token
        return f"Chatty({token.reveal() if token else ''})"


class Credulous(FakeConnector):
    """Takes any payload for a ticket."""

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        del headers
        return Webhook(tickets=(body.decode("latin-1"),))


def suite(vendor_: type[FakeConnector]) -> ConnectorContract:
    class Suite(ConnectorContract):
        vendor = vendor_
        settings = HelpdeskSettings("fake", "fake", "https://fake.example", CANARY, (HOOK,))
        fixtures = Path(__file__).parent / "fake_recordings"

    return Suite()


def recorded(name: str) -> Recording:
    return Recording.load(Path(__file__).parent / "fake_recordings" / f"{name}.json")


Promise = Callable[[ConnectorContract, pytest.LogCaptureFixture], None]

PROMISES: list[tuple[type[FakeConnector], Promise]] = [
    (Believes, lambda suite, _: suite.test_a_forged_webhook_is_refused(recorded("webhook"))),
    (Believes, lambda suite, _: suite.test_without_a_secret_no_webhook_is_believed(recorded("webhook"))),
    (Trips, lambda suite, _: suite.test_a_key_that_is_missing_gives_a_sentence(recorded("fetch"))),
    (Trips, lambda suite, _: suite.test_nonsense_gives_a_sentence(recorded("fetch"), b"7")),
    (Counts, lambda suite, _: suite.test_reading_twice_gives_the_same(recorded("fetch"))),
    (Counts, lambda suite, _: suite.test_a_recording_is_understood(recorded("fetch"))),
    (Repeats, lambda suite, _: suite.test_a_write_is_tried_once(recorded("deliver_act_1"))),
    (Swallows, lambda suite, _: suite.test_a_helpdesk_that_fails_says_how(recorded("poll"), 500, Unavailable)),
    (Swallows, lambda suite, _: suite.test_a_connection_that_breaks_is_of_unknown_fate(recorded("poll"))),
    (Swallows, lambda suite, _: suite.test_an_answer_cut_short_is_of_unknown_fate(recorded("poll"))),
    (Anonymous, lambda suite, _: suite.test_a_recording_is_understood(recorded("deliver_act_1"))),
    (Chatty, lambda suite, log: suite.test_no_secret_shows_anywhere(recorded("fetch"), log)),
    (Credulous, lambda suite, _: suite.test_a_payload_that_means_nothing_yields_nothing(b"{}")),
]


@pytest.mark.parametrize("vendor, promise", PROMISES, ids=lambda each: getattr(each, "__name__", ""))
def test_what_is_wrong_is_found(
    vendor: type[FakeConnector], promise: Promise, caplog: pytest.LogCaptureFixture
) -> None:
    promise(suite(FakeConnector), caplog)
    with pytest.raises((AssertionError, TypeError, KeyError, ValueError, pytest.fail.Exception)):
        promise(suite(vendor), caplog)


def test_an_empty_folder_is_no_proof(tmp_path: Path) -> None:
    class Suite(ConnectorContract):
        vendor = FakeConnector
        settings = HelpdeskSettings("fake", "fake", "https://fake.example", CANARY)
        fixtures = tmp_path

    with pytest.raises(AssertionError):
        Suite().test_what_it_does_was_recorded()
    assert Suite().open(httpx.MockTransport(lambda _: httpx.Response(200))).name == "fake"
