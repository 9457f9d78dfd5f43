"""Request Tracker: the published suite over recordings of a real server, and what only this vendor does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from slaclock.connectors.contract import CANARY, HOOK, ConnectorContract
from slaclock.connectors.protocol import NotFound
from slaclock.connectors.recording import Exchange, Player, Recording
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words, unmapped
from slaclock.engine import Engine
from slaclock.errors import InvalidConfig
from slaclock_integrations.rt import RtConnector
from slaclock_integrations.rt.feed import Cursor

FIXTURES = Path(__file__).parent / "fixtures"

SETTINGS = HelpdeskSettings(
    "rt",
    "rt",
    "https://rt.example.com",
    token=CANARY,
    secrets=(HOOK,),
    words=Words(RtConnector.WORDS.statuses, RtConnector.WORDS.priorities, fields={"Service Level": "tier"}),
    options={"tag_field": "SLA Tags", "customer_field": "Customer"},
)


class TestRt(ConnectorContract):
    vendor = RtConnector
    settings = SETTINGS
    fixtures = FIXTURES


def opened(*exchanges: Exchange, **more: object) -> RtConnector:
    settings = replace(SETTINGS, options={**SETTINGS.options, **more})
    return RtConnector.open(settings, httpx.Client(transport=Player(exchanges, strict=False)))


def recorded(name: str) -> Recording:
    return Recording.load(FIXTURES / f"{name}.json")


def test_a_status_nobody_mapped_keeps_the_clock_running_and_says_so() -> None:
    told = recorded("fetch_life")
    words = Words({"new": "new", "open": "open", "resolved": "solved"}, RtConnector.WORDS.priorities)
    connector = RtConnector.open(replace(SETTINGS, words=words), httpx.Client(transport=Player(told.exchanges)))
    events = connector.fetch("1")
    stalled = next(event for event in events if event.id == "63")
    assert stalled.data["to"] == "open"
    assert unmapped(events) == {"stalled", "rejected"}


def test_a_life_reads_as_the_desk_lived_it() -> None:
    """Opened Friday 17:30 in Berlin, answered 17:45, stalled over the weekend, the customer answers Monday 09:15."""
    engine = Engine.from_config(
        {
            "calendars": {"berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-18:00"}}},
            "policies": [
                {
                    "name": "all",
                    "kind": "customer",
                    "calendar": "berlin",
                    "targets": {
                        "first_response": {"default": "1 business hour"},
                        "resolution": {"default": "4 business hours", "pauses": ["pending"]},
                    },
                }
            ],
        }
    )
    told = recorded("fetch_life")
    events = RtConnector.open(SETTINGS, httpx.Client(transport=Player(told.exchanges))).fetch("1")
    monday = datetime(2026, 3, 30, 7, 30, tzinfo=UTC)
    readings = {each.metric: each for each in engine.read(events, monday)}
    assert readings["first_response"].outcome == "met"
    assert readings["first_response"].elapsed == timedelta(minutes=15)
    # 15 minutes on Friday; the weekend and Monday's first quarter wait for the customer: 3 h 45 left at 09:15
    assert readings["resolution"].deadline == datetime(2026, 3, 30, 11, 0, tzinfo=UTC)


def test_a_customer_cannot_pass_for_slaclock() -> None:
    """A subject that begins like ours makes nobody a robot who asked for the ticket."""
    told = recorded("fetch_life")
    bodies = json.dumps([[each.request, each.answer] for each in told.exchanges])
    forged = [
        Exchange(*each) for each in json.loads(bodies.replace('"Data": "No Subject"', '"Data": "[slaclock x] hi"'))
    ]
    events = {event.id: event for event in opened(*forged).fetch("1")}
    assert events["75"].data["author"] == "customer"
    assert not events["75"].data["auto"]
    assert events["60"].data["author"] == "bot"  # the integration's user may: so a reply of ours answers nothing


def test_the_cursor_stays_a_minute_behind_and_tells_nothing_twice() -> None:
    late = recorded("poll_changes")
    connector = opened(*late.exchanges)
    page = connector.poll(late.asked["cursor"], 0)
    cursor = Cursor.parse(page.cursor or "")
    rows = late.exchanges[0].answer["body"]["items"]
    assert max(int(row["id"]) for row in rows) in cursor.seen
    assert cursor.after < min(cursor.seen)
    again = opened(*recorded("poll_quiet").exchanges).poll(page.cursor, 0)
    assert (again.tickets, again.more) == ((), False)


@pytest.mark.parametrize(
    "options, complaint",
    [
        ({"channel": "pigeon"}, "helpdesks.rt.channel: found 'pigeon'; one of email, chat"),
        ({"queues": 7}, "helpdesks.rt.queues: found 7; the queues to watch"),
        ({"tag_field": ""}, "helpdesks.rt.tag_field: found ''; a custom field of many values"),
    ],
)
def test_a_wrong_option_is_named(options: dict[str, object], complaint: str) -> None:
    with pytest.raises(InvalidConfig) as raised:
        opened(**options)
    assert complaint in str(raised.value)


def test_without_a_token_there_is_no_desk() -> None:
    with pytest.raises(InvalidConfig, match="'token' is missing"):
        RtConnector.open(replace(SETTINGS, token=None), httpx.Client(transport=Player(())))


def test_only_named_queues_are_watched() -> None:
    connector = Player(())
    desk = replace(SETTINGS, options={"queues": ["Support", "Kunden's"]})
    with pytest.raises(AssertionError, match="nobody recorded"):
        RtConnector.open(desk, httpx.Client(transport=connector)).poll('{"after":9,"seen":[]}', 0)
    query = connector.heard[0]["query"]["query"]
    assert query.endswith(r"AND (TicketQueue = 'Support' OR TicketQueue = 'Kunden\'s')")


def test_a_ticket_is_a_number() -> None:
    with pytest.raises(NotFound, match="its tickets are numbers"):
        opened().fetch("../user/root")
