"""Request Tracker in the small: what a feed tells when, and answers of two moments."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

import slaclock_integrations.rt
from slaclock.connectors.contract import CANARY, HOOK
from slaclock.connectors.protocol import Message, MessageKind, Unavailable
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.instant import MINUTE, SECOND, parse_instant, to_us
from slaclock_integrations.rt import RtConnector
from tests.connectors.rt_desk import SYSTEM, RtDesk
from tests.live.rt_server import RIGHTS

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


def mailed(desk: RtDesk, ticket: int, mails: int) -> None:
    for _ in range(mails):
        desk.tell(ticket, NOON - 10 * MINUTE, SYSTEM, "EmailRecord")


def test_mail_records_nobody_shows_us_hold_nothing_up() -> None:
    """A reminder was mailed for a hundred tickets, then a customer wrote: a page counts rows before it hides them."""
    desk = RtDesk(Clock(), hidden=frozenset({"EmailRecord"}))
    desk.open(1, "customer1", NOON - 20 * MINUTE)
    cursor = f'{{"after":{desk.number},"seen":[]}}'
    mailed(desk, 1, 100)
    desk.open(42, "customer1", NOON - 5 * MINUTE)
    page = opened(desk).poll(cursor, NOON)
    assert page.tickets == ("42",)
    assert json.loads(page.cursor or "") == {"after": desk.number, "seen": []}


def test_the_first_poll_begins_at_the_newest_change_whatever_was_mailed_since() -> None:
    desk = RtDesk(Clock(), hidden=frozenset({"EmailRecord"}))
    desk.open(1, "customer1", NOON - 20 * MINUTE)
    newest = desk.number
    mailed(desk, 1, 3)
    page = opened(desk).poll(None, NOON)
    assert page.tickets == ("1",)
    assert json.loads(page.cursor or "")["after"] == newest


def test_the_live_user_has_the_rights_the_readme_names() -> None:
    readme = (Path(slaclock_integrations.rt.__file__).parent / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("| right | what for |") :].partition("\n\n")[0]
    named = [right for row in table.splitlines()[2:] for right in row.split("|")[1].strip().split(", ")]
    assert sorted(named) == sorted(RIGHTS)


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
