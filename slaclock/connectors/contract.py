"""The suite every connector passes: subclass it beside the connector, name the class, its settings and the recordings.

    class TestRt(ConnectorContract):
        vendor = RtConnector
        settings = HelpdeskSettings("rt", "rt", "https://rt.example.com", token=CANARY)
        fixtures = Path(__file__).parent / "fixtures"

It needs pytest and asks of every recording: it is understood; twice gives the same; events have ids and instants; a key
that is missing gives a sentence and no traceback; a helpdesk that fails, stalls or talks nonsense gives the error that
means it; a forged webhook is refused; what is sent carries the action's id; no secret shows anywhere.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from slaclock.connectors.mishap import Faulty, answering, bent, breaking, holes
from slaclock.connectors.protocol import (
    BadSignature,
    Connector,
    ConnectorError,
    Denied,
    MessageKind,
    RateLimited,
    Unavailable,
    Webhook,
)
from slaclock.connectors.recording import Player, Recording, at, webhook_body
from slaclock.connectors.secret import Secret
from slaclock.connectors.vendor import HelpdeskSettings, Vendor
from slaclock.instant import SECOND
from slaclock.timeline.event import TicketEvent
from slaclock.timeline.grammar import CHANNELS, STATUSES

CANARY = Secret("canary-b1d5f0e2a94c")
"""A token no output may ever show."""
HOOK = Secret("canary-hook-77aa01c3")
"""The secret recorded webhooks are signed with."""
RUBBISH = (
    b"",
    b"null",
    b"[]",
    b"{}",
    b"7",
    b'"x"',
    b"{",
    b"\xff\xfe",
    b'{"ticket": {}}',
    b"[" * 50_000,
    b'{"id": [1]}',
)
"""What a stranger may post."""
NONSENSE = (b"null", b"[]", b"{}", b"7", b'"x"', b'{"items": 7}', b"[" * 50_000, b"", b"<html>", b'{"items": [')
"""What a proxy or a broken helpdesk may answer with 200."""
WRITTEN = frozenset({MessageKind.NOTE, MessageKind.REPLY})


class ConnectorContract:
    """What every connector keeps; each test is one promise."""

    vendor: ClassVar[type[Vendor]]
    settings: ClassVar[HelpdeskSettings]
    fixtures: ClassVar[Path]

    @classmethod
    def recordings(cls, *deeds: str) -> list[Recording]:
        """The recordings of these deeds, or all."""
        found = [Recording.load(path) for path in sorted(cls.fixtures.glob("*.json"))]
        return [each for each in found if not deeds or (each.deed in deeds and (each.exchanges or "webhook" in deeds))]

    @classmethod
    def pytest_generate_tests(cls, metafunc: pytest.Metafunc) -> None:
        """One test a recording."""
        deeds = {"recording": (), "call": ("fetch", "poll", "deliver", "look"), "hook": ("webhook",)}
        for name, wanted in deeds.items():
            if name in metafunc.fixturenames:
                metafunc.parametrize(name, cls.recordings(*wanted), ids=lambda each: each.name)

    def open(self, transport: httpx.BaseTransport, settings: HelpdeskSettings | None = None) -> Connector:
        """The connector on a transport of the test's."""
        return self.vendor.open(settings or self.settings, httpx.Client(transport=transport))

    def playing(self, recording: Recording) -> Connector:
        """The connector on a recorded helpdesk."""
        return self.open(Player(recording.exchanges))

    def test_it_is_a_connector(self) -> None:
        connector = self.open(Player(()))
        assert isinstance(connector, Connector)
        assert connector.name == self.settings.name
        assert connector.traits == self.vendor.TRAITS
        assert set(self.vendor.WORDS.statuses.values()) <= set(STATUSES)
        assert set(self.vendor.WORDS.channels.values()) <= set(CHANNELS)

    def test_a_recording_is_understood(self, recording: Recording) -> None:
        assert recording.play(self.playing(recording)) == recording.gives

    def test_reading_twice_gives_the_same(self, recording: Recording) -> None:
        first, second = (recording.play(self.playing(recording)) for _ in range(2))
        assert first == second

    def test_events_have_ids_and_instants(self, recording: Recording) -> None:
        told = recording.gives if recording.deed == "fetch" else []
        if isinstance(recording.gives, Mapping):
            told = recording.gives.get("events", [])
        events = [TicketEvent.from_mapping(each) for each in told]
        assert len({(event.ticket, event.id) for event in events}) == len(events)
        if recording.deed == "fetch":
            assert {event.ticket for event in events} <= {recording.asked}

    def test_a_key_that_is_missing_gives_a_sentence(self, call: Recording) -> None:
        for holed in holes(call):
            says_one_thing(holed.play(self.open(Player(holed.exchanges, strict=False))))

    @pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda each: each[:12].decode())
    def test_nonsense_gives_a_sentence(self, call: Recording, nonsense: bytes) -> None:
        connector = self.open(answering(200, nonsense))
        says_one_thing(call.play(connector))

    @pytest.mark.parametrize(
        "status, error",
        [(401, Denied), (403, Denied), (429, RateLimited), (500, Unavailable), (502, Unavailable), (503, Unavailable)],
    )
    def test_a_helpdesk_that_fails_says_how(self, call: Recording, status: int, error: type[ConnectorError]) -> None:
        with pytest.raises(error) as raised:
            call.do(self.open(answering(status, b"{}", {"Retry-After": "7"})))
        if isinstance(raised.value, RateLimited | Unavailable):
            assert raised.value.retry_after == 7 * SECOND

    def test_a_connection_that_breaks_is_of_unknown_fate(self, call: Recording) -> None:
        with pytest.raises(Unavailable) as raised:
            call.do(self.open(breaking(httpx.ReadError)))
        assert raised.value.sent

    def test_a_connection_never_made_is_known_to_have_done_nothing(self, call: Recording) -> None:
        with pytest.raises(Unavailable) as raised:
            call.do(self.open(breaking(httpx.ConnectError)))
        assert not raised.value.sent

    def test_an_answer_cut_short_is_of_unknown_fate(self, call: Recording) -> None:
        if call.deed != "deliver":
            with pytest.raises(Unavailable):
                call.do(self.open(answering(200, b'{"id": 1, "items": [{"id')))

    def test_what_it_does_was_recorded(self) -> None:
        """Without recordings this suite would ask nothing."""
        traits = self.vendor.TRAITS
        wanted = {"fetch": traits.polls, "poll": traits.polls, "webhook": traits.webhooks, "look": bool(traits.looks)}
        missing = [deed for deed, needed in wanted.items() if needed and not self.recordings(deed)]
        assert not missing

    def test_every_kind_it_writes_was_recorded(self) -> None:
        recorded = {MessageKind(each.asked["kind"]) for each in self.recordings("deliver")}
        assert self.vendor.TRAITS.writes <= recorded
        assert self.vendor.TRAITS.looks <= self.vendor.TRAITS.writes

    def test_what_is_written_carries_the_action_id(self) -> None:
        for recording in self.recordings("deliver"):
            if MessageKind(recording.asked["kind"]) in WRITTEN and "error" not in recording.gives:
                player = Player(recording.exchanges)
                recording.play(self.open(player))
                assert recording.asked["id"] in json.dumps([each["body"] for each in player.heard])

    def test_a_write_is_tried_once(self, call: Recording) -> None:
        """Whether to try again is decided by who knows what it was for."""
        if call.deed == "deliver" and call.writes:
            faulty = Faulty(call.exchanges)
            with pytest.raises(Unavailable):
                call.do(self.open(faulty))
            assert faulty.writes == 1

    def test_a_genuine_webhook_is_accepted(self, hook: Recording) -> None:
        if not hook.asked.get("forged"):
            self.open(Player(())).verify(hook.asked["headers"], webhook_body(hook.asked), at(hook.asked))

    def test_a_forged_webhook_is_refused(self, hook: Recording) -> None:
        connector, headers = self.open(Player(())), dict(hook.asked["headers"])
        body, now = webhook_body(hook.asked), at(hook.asked)
        forged: list[tuple[Mapping[str, str], bytes]] = [({}, body), (bent(headers), body), (bent(headers, ""), body)]
        if self.vendor.TRAITS.signed:
            forged += [(headers, body + b" "), (headers, b""), (headers, body[:-1])]
        if hook.asked.get("forged"):
            forged.append((headers, body))
        for told, sent in forged:
            with pytest.raises(BadSignature):
                connector.verify(told, sent, now)

    def test_without_a_secret_no_webhook_is_believed(self, hook: Recording) -> None:
        connector = self.open(Player(()), replace(self.settings, secrets=()))
        with pytest.raises(BadSignature):
            connector.verify(hook.asked["headers"], webhook_body(hook.asked), at(hook.asked))

    def test_either_of_two_secrets_is_good_while_one_is_renewed(self, hook: Recording) -> None:
        if not hook.asked.get("forged"):
            both = replace(self.settings, secrets=(Secret("the-new-one-not-yet-used"), *self.settings.secrets))
            self.open(Player(()), both).verify(hook.asked["headers"], webhook_body(hook.asked), at(hook.asked))

    @pytest.mark.parametrize("rubbish", RUBBISH, ids=lambda each: each[:12].decode("latin-1"))
    def test_a_payload_that_means_nothing_yields_nothing(self, rubbish: bytes) -> None:
        connector = self.open(Player(()))
        assert connector.read_webhook({}, rubbish) == Webhook()

    def test_no_secret_shows_anywhere(self, call: Recording, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        echo = json.dumps({"message": f"bad token {CANARY.reveal()}"}).encode()
        helpdesks = [Player(call.exchanges), *(answering(status, echo) for status in (200, 400, 401, 404, 409, 500))]
        shown = [repr(self.settings), str(self.settings)]
        for helpdesk in [*helpdesks, breaking(httpx.ReadError)]:
            connector = self.open(helpdesk)
            shown += [repr(connector), repr(vars(connector)) if hasattr(connector, "__dict__") else ""]
            try:
                call.do(connector)
            except ConnectorError as error:
                shown += [repr(error), str(error), repr(error.facts)]
        for secret in (CANARY, HOOK):
            assert secret.reveal() not in "".join(shown) + caplog.text


def says_one_thing(outcome: object) -> None:
    """Whatever is refused is refused in words: no other exception, one line, something to read."""
    if isinstance(outcome, Mapping) and "error" in outcome:
        assert outcome["says"].strip()
        assert "\n" not in outcome["says"]
