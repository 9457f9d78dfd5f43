"""The fake helpdesk goes wrong as planned, keeps its own log, and a careful connector comes through."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from slaclock.connectors.contract import CANARY, HOOK, ConnectorContract
from slaclock.connectors.fake import FakeConnector, FakeHelpdesk, Fault, Faults
from slaclock.connectors.protocol import (
    BadSignature,
    ConnectorError,
    Message,
    MessageKind,
    NotFound,
    RateLimited,
    Unavailable,
)
from slaclock.connectors.recording import plain
from slaclock.connectors.secret import Secret
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.instant import MINUTE, SECOND
from slaclock.timeline.event import TicketEvent

NOW = 1_774_629_000 * SECOND
SECRET = Secret("a-hook-secret")
SETTINGS = HelpdeskSettings("fake", "fake", "https://fake.example", secrets=(SECRET,))


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


def born(ticket: str = "T1") -> TicketEvent:
    told = {"ticket": ticket, "id": "1", "at": "2026-03-27T16:30:00Z", "type": "created", "channel": "email"}
    return TicketEvent.from_mapping(told)


def wrote(ticket: str, number: int) -> TicketEvent:
    told = {"ticket": ticket, "id": str(number), "at": "2026-03-27T16:31:00Z", "type": "message"}
    return TicketEvent.from_mapping({**told, "author": "customer", "public": True})


def connected(helpdesk: FakeHelpdesk) -> FakeConnector:
    return FakeConnector.open(SETTINGS, httpx.Client(transport=helpdesk.transport))


def always(fault: Fault) -> tuple[FakeHelpdesk, FakeConnector]:
    helpdesk = FakeHelpdesk(Clock(), Faults(1.0, kinds=[fault]), secret=SECRET)
    helpdesk.tell(born())
    return helpdesk, connected(helpdesk)


NOTE = Message("act-1", "T1", MessageKind.NOTE, "75 % used")
EVERY_KIND = [
    NOTE,
    Message("act-2", "T1", MessageKind.REPLY, "by Monday"),
    Message("act-3", "T1", MessageKind.TAG, "at-risk"),
    Message("act-4", "T1", MessageKind.DUE_DATE, NOW, generation=3),
    Message("act-5", "T1", MessageKind.DUE_DATE, None, generation=4),
    Message("act-6", "T1", MessageKind.PRIORITY, "urgent"),
    Message("act-7", "T1", MessageKind.ASSIGNEE, None),
    Message("act-8", "T1", MessageKind.GROUP, "second line"),
    Message("act-9", "T1", MessageKind.FIELD, True, name="breached"),
]


def test_every_kind_takes_effect_once_and_can_be_seen() -> None:
    helpdesk = FakeHelpdesk(Clock())
    helpdesk.tell(born())
    connector = connected(helpdesk)
    for message in EVERY_KIND:
        seen = connector.look(message)
        connector.deliver(message)
        assert connector.look(message)
        assert not seen or message.id == "act-7"  # nobody was assigned before either
    assert [effect.action for effect in helpdesk.effects] == [message.id for message in EVERY_KIND]
    assert [effect.generation for effect in helpdesk.effects if effect.kind == "due"] == [3, 4]
    types = [event.type for event in connector.fetch("T1")]
    assert types == ["created", "tags", "priority", "assignee", "group"]


@pytest.mark.parametrize(
    "fault, error, happened",
    [
        (Fault.LIMITED, RateLimited, False),
        (Fault.LIMITED_MUTE, RateLimited, False),
        (Fault.ERROR, Unavailable, False),
        (Fault.RESET_BEFORE, Unavailable, False),
        (Fault.RESET_AFTER, Unavailable, True),
        (Fault.TRUNCATED, Unavailable, True),
    ],
)
def test_what_goes_wrong_and_whether_it_happened(fault: Fault, error: type[ConnectorError], happened: bool) -> None:
    helpdesk, connector = always(fault)
    with pytest.raises(error) as raised:
        connector.deliver(NOTE)
    assert len(helpdesk.effects) == happened
    assert helpdesk.faults.happened == {fault: 1}
    if isinstance(raised.value, RateLimited):
        assert raised.value.retry_after == (SECOND if fault is Fault.LIMITED else None)


def test_a_quota_is_kept() -> None:
    clock = Clock()
    helpdesk = FakeHelpdesk(clock, quota=2)
    helpdesk.tell(born())
    connector = connected(helpdesk)
    connector.fetch("T1")
    clock.now += 20 * SECOND
    connector.fetch("T1")
    with pytest.raises(RateLimited) as raised:
        connector.fetch("T1")
    assert (raised.value.retry_after, helpdesk.over_quota) == (40 * SECOND, 1)
    clock.now += 40 * SECOND
    assert connector.fetch("T1")


@pytest.mark.parametrize("seed", range(5))
def test_a_poll_misses_nothing_although_the_feed_lags_and_lacks(seed: int) -> None:
    """Five hundred changes while the poll runs: every ticket is told after each of its changes, in the end."""
    helpdesk = FakeHelpdesk(Clock(), Faults(0.3, seed, (Fault.STALE, Fault.GAP, Fault.ERROR, Fault.TRUNCATED)))
    connector = connected(helpdesk)
    cursor, known = None, dict[str, int]()
    for number in range(500):
        ticket = f"T{number % 90}"
        helpdesk.tell(wrote(ticket, number))
        if number % 7 == 0:
            cursor = step(connector, cursor, helpdesk, known)
    for _ in range(200):
        cursor = step(connector, cursor, helpdesk, known)
    assert known == {f"T{n}": len(helpdesk.timeline(f"T{n}")) for n in range(90)}
    assert {Fault.STALE, Fault.GAP} <= set(helpdesk.faults.happened)


def test_a_change_is_told_at_the_first_word_and_again_when_it_is_a_minute_old() -> None:
    clock = Clock()
    helpdesk = FakeHelpdesk(clock)
    connector = connected(helpdesk)
    helpdesk.tell(born())
    told, cursor = [], None
    for _ in range(8):
        page = connector.poll(cursor, clock.now)
        told.append(page.tickets)
        cursor, clock.now = page.cursor, clock.now + 20 * SECOND
    assert told == [("T1",), (), (), ("T1",), (), (), (), ()]


def step(connector: FakeConnector, cursor: str | None, helpdesk: FakeHelpdesk, known: dict[str, int]) -> str | None:
    try:
        page = connector.poll(cursor, NOW)
    except ConnectorError:
        return cursor
    known |= {ticket: len(helpdesk.timeline(ticket)) for ticket in page.tickets}
    return page.cursor


def test_webhooks_are_signed_and_come_twice_or_in_another_order() -> None:
    helpdesk, connector = always(Fault.REPEATED)
    helpdesk.tell(wrote("T1", 2))
    found = helpdesk.webhooks()
    assert len(found) == 4
    for headers, body in found:
        connector.verify(headers, body, NOW + MINUTE)
        assert connector.read_webhook(headers, body).tickets == ("T1",)
    assert helpdesk.webhooks() == []
    headers, body = found[0]
    with pytest.raises(BadSignature):
        connector.verify(headers, body.replace(b"T1", b"T2"), NOW)
    with pytest.raises(BadSignature):
        connector.verify(headers, body, NOW + 6 * MINUTE)


def test_the_same_seed_goes_wrong_in_the_same_way() -> None:
    plans = [Faults(0.5, 7), Faults(0.5, 7)]
    assert len({tuple(plan.of_call("POST") for _ in range(50)) for plan in plans}) == 1


def test_there_is_no_such_ticket() -> None:
    with pytest.raises(NotFound):
        connected(FakeHelpdesk(Clock())).fetch("T1")


@pytest.fixture
def process(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The fake helpdesk in a process of its own."""
    log = tmp_path / "effects.jsonl"
    command = [sys.executable, "-m", "slaclock.connectors.fake", "0", str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        yield running.stdout.readline().strip(), log
        running.terminate()


def test_in_a_process_of_its_own_it_keeps_its_log(process: tuple[str, Path]) -> None:
    url, log = process
    with httpx.Client() as client:
        assert client.post(f"{url}/tell", json=born().as_mapping()).status_code == 200
        assert client.post(f"{url}/tell", json={"ticket": "T1"}).status_code == 400
        settings = HelpdeskSettings("fake", "fake", url)
        connector = FakeConnector.open(settings, client)
        connector.deliver(NOTE)
        assert connector.look(NOTE)
        assert plain(connector.fetch("T1")) == [born().as_mapping()]
        assert connector.poll(None, NOW).tickets == ("T1",)
    effects = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [(each["ticket"], each["kind"], each["action"]) for each in effects] == [("T1", "note", "act-1")]


class TestFakeConnector(ConnectorContract):
    vendor = FakeConnector
    settings = HelpdeskSettings("fake", "fake", "https://fake.example", CANARY, (HOOK,))
    fixtures = Path(__file__).parent / "fake_recordings"
