"""Request Tracker in the small: what a feed tells when, and answers of two moments."""

from __future__ import annotations

import json

import httpx
import pytest

from slaclock.connectors.contract import CANARY, HOOK
from slaclock.connectors.protocol import Message, MessageKind, Unavailable
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.instant import MINUTE, SECOND, parse_instant, to_us
from slaclock_integrations.rt import RtConnector
from tests.connectors.rt_desk import RtDesk

NOON = to_us(parse_instant("2026-03-02T12:00:00Z"))
SETTINGS = HelpdeskSettings(
    "rt", "rt", "https://rt.example.com", CANARY, (HOOK,), RtConnector.WORDS, {"tag_field": "SLA Tags"}
)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> int:
        return self.now


def opened(desk: RtDesk) -> RtConnector:
    return RtConnector.open(SETTINGS, httpx.Client(transport=desk.transport()))


def test_a_transaction_is_told_at_the_first_word_and_again_when_it_is_a_minute_old() -> None:
    clock = Clock()
    desk = RtDesk(clock)
    connector = opened(desk)
    desk.open(1, "customer1", NOON - 10 * MINUTE)
    cursor = connector.poll(connector.poll(None, clock.now).cursor, clock.now).cursor
    desk.open(7, "customer1", NOON)
    told = []
    for _ in range(6):
        page = connector.poll(cursor, clock.now)
        told.append(page.tickets)
        cursor, clock.now = page.cursor, clock.now + 20 * SECOND
    assert told == [("7",), (), (), ("7",), (), ()]


def test_a_busy_minute_is_read_to_its_end() -> None:
    """Three hundred transactions within a minute: the first pages are known, and what follows is found."""
    desk = RtDesk(Clock())
    connector = opened(desk)
    cursor, found = '{"after":0,"seen":[]}', set[str]()
    for ticket in range(1, 301):
        desk.open(ticket, "customer1", NOON - 30 * SECOND)
    for _ in range(4):
        page = connector.poll(cursor, NOON)
        found, cursor = found | set(page.tickets), page.cursor or ""
    assert len(found) == 300
    assert len(json.loads(cursor)["seen"]) == 300


def test_a_history_that_lags_behind_its_ticket_is_asked_for_again() -> None:
    """Born new and opened at once: a history without the opening would have it born open, and that would be stored."""
    clock = Clock()
    desk = RtDesk(clock)
    connector = opened(desk)
    desk.open(1, "customer1", NOON)
    desk.set(1, NOON, "agent1", "Status", "open")
    desk.late = frozenset({desk.number})
    with pytest.raises(Unavailable, match="does not show it yet"):
        connector.fetch("1")
    clock.now += 2 * MINUTE  # what stays missing is a change we may not see
    assert [event.type for event in connector.fetch("1")] == ["created"]
    desk.late = frozenset()
    assert [event.type for event in connector.fetch("1")] == ["created", "status"]
    assert connector.fetch("1")[0].data["status"] == "new"


def test_what_is_written_stands_there_and_is_seen() -> None:
    desk = RtDesk(Clock())
    connector = opened(desk)
    desk.open(1, "customer1", NOON)
    for kind, value in (
        (MessageKind.NOTE, "late"),
        (MessageKind.TAG, "at-risk"),
        (MessageKind.DUE_DATE, NOON + MINUTE),
    ):
        message = Message("act-1", "1", kind, value)
        assert not connector.look(message)
        connector.deliver(message)
        assert connector.look(message)
