"""Chatwoot: chats, texts and bots as conversations tell them, webhooks, walks down its lists, and what is written."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from slaclock.connectors.contract import CANARY, HOOK, ConnectorContract
from slaclock.connectors.legible import legible, one_of_each, wish
from slaclock.connectors.protocol import BadCursor, BadSignature, Message, MessageKind, NotFound, Refused, Unreadable
from slaclock.connectors.secret import Secret
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.engine import Engine
from slaclock.errors import InvalidConfig
from slaclock.instant import DAY, HOUR, MINUTE, SECOND, parse_instant, to_us
from slaclock.timeline.event import TicketEvent
from slaclock_integrations.chatwoot import ChatwootConnector
from tests.connectors.chatwoot_desk import ME, ChatwootDesk

FIXTURES = Path(__file__).parent / "fixtures"
SHAPES = FIXTURES / "shapes"
NOW_TEXT = "2026-03-02T12:00:00Z"
NOW = to_us(parse_instant(NOW_TEXT))
STAMP = NOW // SECOND
DUE = to_us(parse_instant("2026-03-03T10:00:00.900000+01:00"))
SETTINGS = HelpdeskSettings(
    "chatwoot",
    "chatwoot",
    "https://app.chatwoot.com",
    CANARY,
    (HOOK, Secret("the-next-secret")),
    replace(ChatwootConnector.WORDS, fields={"plan": "tier", "sla_state": "sla_state"}),
    {
        "account": 1,
        "due_field": "sla_due",
        "customer_field": "company",
        "agents": {"7": "first-line-lead"},
        "teams": {"3": "first-line"},
        "bots": [ME],
    },
)


def read(name: str) -> Any:
    return json.loads((SHAPES / name).read_text(encoding="utf-8"))


def connector(desk: ChatwootDesk, **options: object) -> ChatwootConnector:
    return ChatwootConnector.open(replace(SETTINGS, options={**SETTINGS.options, **options}), desk.client())


def a_desk(story: str) -> ChatwootDesk:
    """A desk with the conversation of one fixture."""
    shape = read(f"{story}.json")
    desk = ChatwootDesk(inboxes={6: read("inbox.json")})
    desk.keep(shape["conversation"], shape["messages"])
    desk.reports[shape["conversation"]["id"]] = shape["reports"]
    return desk


def told(events: Iterable[TicketEvent]) -> list[str]:
    """Events as a person reads them."""
    return legible(events, 11)


class TestChatwoot(ConnectorContract):
    """The published suite on conversations with a small Chatwoot; tests/connectors/record_chatwoot.py makes them."""

    vendor = ChatwootConnector
    settings = SETTINGS
    fixtures = FIXTURES


# ------------------------------------------------------------------------------------------------------------ timelines


def test_a_web_chat_with_a_greeting_a_note_a_snooze_and_a_solve() -> None:
    assert told(list(connector(a_desk("chat")).fetch("31"))) == [
        "09:00:00 created channel=chat requester=501",
        "09:00:00 message author=customer public=True message=101",
        "09:00:01 message author=bot public=True message=102 auto=True",
        "09:02:00 message author=agent public=False message=104",
        "09:04:00 message author=agent public=True message=105",
        "09:04:20 delivery message=105 outcome=read",
        "09:05:00 status to=pending",
        "10:00:00 message author=customer public=True message=107",
        "10:00:00 status to=open",
        "10:20:00 message author=agent public=True message=109",
        "10:30:00 status to=solved",
        "10:30:00.250000 assignee to=first-line-lead",
        "10:30:00.250000 fields add={'tier': 'gold', 'sla_state': None}",
        "10:30:00.250000 customer to=ACME",
        "10:30:00.250000 group to=first-line",
        "10:30:00.250000 tags set=['oven']",
        "10:30:00.250000 priority to=high",
        "10:30:00.250000 status to=solved",
    ]


def test_reading_in_pages_of_any_size_tells_the_same() -> None:
    desk = a_desk("chat")
    whole = connector(desk).fetch("31")
    desk.page = 3
    assert list(connector(desk).fetch("31")) == list(whole)
    assert len({event.id for event in whole}) == len(whole)


def test_a_release_without_reports_tells_its_sentences() -> None:
    desk = a_desk("chat")
    desk.counts = False
    assert "10:30:00 status to=solved" in told(list(connector(desk).fetch("31")))


def test_sentences_in_another_language_are_named_in_the_configuration() -> None:
    desk = a_desk("chat")
    desk.messages[31][5]["content"] = "… hat die Konversation pausiert"
    assert "09:05:00 status to=pending" not in told(list(connector(desk).fetch("31")))
    german = connector(desk, activities={"hat die Konversation pausiert": "snoozed"})
    assert "09:05:00 status to=pending" in told(list(german.fetch("31")))


def test_what_nobody_wrote_down_is_dated_when_it_was_seen() -> None:
    desk = a_desk("pending")
    desk.conversations[33]["status"] = "snoozed"
    assert told(list(connector(desk).fetch("33")))[-1] == "09:00:00.250000 status to=pending"


def test_a_bot_hands_over_to_people() -> None:
    events = told(list(connector(a_desk("bot")).fetch("32")))
    assert [line for line in events if "session" in line or "message" in line] == [
        "09:00:00 session to=bot",
        "09:00:00 message author=customer public=True message=201",
        "09:00:02 message author=bot public=True message=202 auto=True",
        "09:01:00 message author=customer public=True message=203",
        "09:01:30 session to=queued",
        "09:06:00 message author=agent public=True message=204",
    ]


CONFIG: dict[str, Any] = {
    "policies": [
        {
            "name": "all",
            "kind": "customer",
            "when": {},
            "calendar": "always",
            "targets": {
                "first_response": {"default": "1 business hour"},
                "resolution": {"default": "8 business hours"},
            },
        }
    ],
    "calendars": {"always": {"timezone": "UTC", "hours": "always"}},
}


def test_the_clock_runs_from_the_hand_over_to_the_answer() -> None:
    readings = Engine.from_config(CONFIG).read(connector(a_desk("bot")).fetch("32"), parse_instant(NOW_TEXT))
    (first,) = [each for each in readings if each.metric == "first_response"]
    assert (f"{first.started_at:%H:%M:%S}", f"{first.stopped_at:%H:%M:%S}", first.outcome) == (
        "09:01:30",
        "09:06:00",
        "met",
    )


def test_an_answer_that_failed_never_was() -> None:
    readings = Engine.from_config(CONFIG).read(connector(a_desk("whatsapp")).fetch("34"), parse_instant(NOW_TEXT))
    (first,) = [each for each in readings if each.metric == "first_response"]
    assert (first.stopped_at, f"{first.breached_at:%H:%M:%S}") == (None, "10:00:00")


def tried_again(status: str, *, dated: bool) -> list[TicketEvent]:
    """What is known after two fetches: the answer of 09:05 failed at 09:05:07; at 09:06:07 it has another status."""
    desk = a_desk("whatsapp")
    answer = desk.messages[34][1]
    if not dated:
        del answer["updated_at"]
    known = {event.id: event for event in connector(desk).fetch("34")}
    answer["status"] = status
    if dated:
        answer["updated_at"] += 60
    desk.conversations[34]["updated_at"] += 60
    for event in connector(desk).fetch("34"):
        known.setdefault(event.id, event)
    return sorted(known.values(), key=lambda event: event.order)


@pytest.mark.parametrize(
    "status, dated, reports",
    [
        ("sent", True, ["09:05:07 failed", "09:06:07 delivered"]),
        ("delivered", True, ["09:05:07 failed", "09:06:07 delivered"]),
        ("delivered", False, ["09:05:00 failed", "09:05:00 delivered"]),
        ("read", False, ["09:05:00 failed", "09:05:00 read"]),
    ],
)
def test_an_answer_that_failed_and_was_tried_again_is_one(status: str, dated: bool, reports: list[str]) -> None:
    events = tried_again(status, dated=dated)
    lines = [line.split() for line in told(events) if "delivery" in line]
    assert [f"{line[0]} {line[-1].removeprefix('outcome=')}" for line in lines] == reports
    readings = Engine.from_config(CONFIG).read(events, parse_instant(NOW_TEXT))
    (first,) = [each for each in readings if each.metric == "first_response"]
    assert (f"{first.stopped_at:%H:%M:%S}", first.outcome) == ("09:05:00", "met")


def test_an_answer_that_failed_twice_never_was() -> None:
    desk = a_desk("whatsapp")
    answer = desk.messages[34][1]
    known: dict[str, TicketEvent] = {}
    for status, later in (("failed", 0), ("sent", 60), ("failed", 7)):
        answer["status"] = status
        answer["updated_at"] += later
        known |= {event.id: event for event in connector(desk).fetch("34")}
    reports = [line for line in told(sorted(known.values(), key=lambda event: event.order)) if "delivery" in line]
    assert [line.split()[0] for line in reports] == ["09:05:07", "09:06:07", "09:06:14"]
    assert reports[-1].endswith("outcome=failed")


def test_what_was_only_sent_is_reported_by_nobody() -> None:
    desk = a_desk("whatsapp")
    desk.messages[34][1] |= {"status": "sent", "updated_at": desk.messages[34][1]["created_at"] + 0.25}
    assert not [line for line in told(connector(desk).fetch("34")) if "delivery" in line]


def test_staff_answers_in_the_apps_of_whatsapp_too() -> None:
    desk = a_desk("whatsapp")
    echo = {"content_attributes": {"external_echo": True}, "sender": None, "sender_type": None, "sender_id": None}
    desk.messages[34][1] |= {"status": "delivered", **echo}
    assert "09:05:00 message author=agent public=True message=402" in told(connector(desk).fetch("34"))
    desk.messages[34][1]["content_attributes"] = {}
    assert "09:05:00 message author=bot public=True message=402 auto=True" in told(connector(desk).fetch("34"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Conversation was marked open by Captain (the customer asked for a person)",
        "Conversation was marked open by system due to an error with the agent bot.",
        "Conversation was marked open automatically after an agent reply",
    ],
)
def test_a_program_that_gives_up_hands_over(sentence: str) -> None:
    desk = a_desk("bot")
    desk.counts = False
    opened: dict[str, Any] = {**desk.messages[32][0], "id": 205, "message_type": 2, "content": sentence}
    desk.messages[32] = [*desk.messages[32][:3], {**opened, "created_at": opened["created_at"] + 90}]
    sessions = [line for line in told(list(connector(desk).fetch("32"))) if "session" in line]
    assert sessions == ["09:00:00 session to=bot", "09:01:30 session to=queued"]


def test_given_back_to_the_bot_after_a_hand_over_that_only_a_report_told() -> None:
    desk = a_desk("bot")
    first = desk.messages[32][0]
    start = first["created_at"]
    pending = {"id": 206, "message_type": 2, "content": "Conversation was marked as pending by Kim"}
    asked = {**first, "id": 207, "created_at": start + 900}
    desk.messages[32] += [{**first, **pending, "created_at": start + 600}, asked]
    desk.conversations[32] |= {"status": "pending", "updated_at": start + 900.25}
    events = connector(desk).fetch("32")
    assert [line for line in told(list(events)) if "session" in line] == [
        "09:00:00 session to=bot",
        "09:01:30 session to=queued",
        "09:10:00 session to=bot",
    ]
    readings = Engine.from_config(CONFIG).read(events, parse_instant(NOW_TEXT))
    assert {each.metric for each in readings if each.stopped_at is None} == {"resolution"}
    desk.conversations[32] |= {"status": "open", "updated_at": start + 1200.25}
    assert "09:20:00.250000 session to=queued" in told(list(connector(desk).fetch("32")))


def a_desk_that_writes_late() -> ChatwootDesk:
    """Resolved at 10:00:00, the customer writes at 10:00:01, and both sentences are written three seconds late."""
    desk = a_desk("chat")
    first, answer = desk.messages[31][0], desk.messages[31][4]
    start = first["created_at"]

    def sentence(number: int, text: str, later: int) -> dict[str, Any]:
        return {**first, "id": number, "message_type": 2, "content": text, "created_at": start + later}

    desk.messages[31] = [
        first,
        answer,
        {**first, "id": 107, "created_at": start + 3601},
        sentence(108, "Conversation was marked resolved by Kim", 3603),
        sentence(109, "System reopened the conversation due to a new incoming message.", 3604),
    ]
    (resolved,) = [each for each in desk.reports[31] if each["name"] == "conversation_resolved"]
    desk.reports[31] = [{**resolved, "event_end_time": "2026-03-02T10:00:00.400Z"}]
    desk.conversations[31] |= {"status": "open", "updated_at": start + 3601.5}
    return desk


def test_a_sentence_that_is_written_late_closes_no_question_asked_meanwhile() -> None:
    events = connector(a_desk_that_writes_late()).fetch("31")
    assert [line for line in told(list(events)) if "status" in line] == [
        "10:00:00.400000 status to=solved",
        "10:00:01.500000 status to=open",
        "10:00:04 status to=open",
    ]
    targets = {"next_response": {"default": "1 business hour"}}
    engine = Engine.from_config({**CONFIG, "policies": [{**CONFIG["policies"][0], "targets": targets}]})
    (following,) = engine.read(events, parse_instant(NOW_TEXT))
    assert (f"{following.started_at:%H:%M:%S}", f"{following.breached_at:%H:%M:%S}") == ("10:00:01", "11:00:01")


def test_a_report_stands_for_one_sentence() -> None:
    """Resolved at 10:00:00, reopened by the customer, and resolved again at 10:00:30, which no report tells yet."""
    desk = a_desk_that_writes_late()
    again = {"id": 110, "created_at": desk.messages[31][0]["created_at"] + 3630}
    desk.messages[31].append({**desk.messages[31][3], **again})
    assert "10:00:30 status to=solved" in told(list(connector(desk).fetch("31")))


def test_without_a_report_the_sentence_tells_the_hand_over() -> None:
    desk = a_desk("bot")
    desk.counts = False
    opened: dict[str, Any] = {
        **desk.messages[32][0],
        "id": 205,
        "message_type": 2,
        "content": "Conversation was reopened by …",
    }
    desk.messages[32] = [*desk.messages[32][:3], {**opened, "created_at": opened["created_at"] + 120}]
    sessions = [line for line in told(list(connector(desk).fetch("32"))) if "session" in line]
    assert sessions == ["09:00:00 session to=bot", "09:02:00 session to=queued"]


def test_without_either_the_hand_over_is_dated_when_it_was_seen() -> None:
    desk = a_desk("bot")
    desk.counts = False
    sessions = [line for line in told(list(connector(desk).fetch("32"))) if "session" in line]
    assert sessions == ["09:00:00 session to=bot", "09:06:00.250000 session to=queued"]


def test_given_back_to_the_bot() -> None:
    desk = a_desk("bot")
    again: dict[str, Any] = {
        **desk.messages[32][0],
        "id": 206,
        "message_type": 2,
        "content": "Conversation was marked as pending by …",
    }
    opened: dict[str, Any] = {
        **desk.messages[32][0],
        "id": 205,
        "message_type": 2,
        "content": "Conversation was reopened by …",
    }
    start = opened["created_at"]
    desk.messages[32] += [{**opened, "created_at": start + 90}, {**again, "created_at": start + 600}]
    desk.conversations[32]["status"] = "pending"
    sessions = [line for line in told(list(connector(desk).fetch("32"))) if "session" in line]
    assert sessions[0] == "09:00:00 session to=bot"
    assert sessions[-1] == "09:10:00 session to=bot"


def test_born_pending_a_bot_is_about_to_talk() -> None:
    events = told(list(connector(a_desk("pending")).fetch("33")))
    assert "09:00:00 session to=bot" in events
    assert "09:00:00.250000 status to=open" in events


def test_whatsapp_through_twilio_and_a_reply_that_failed() -> None:
    events = told(list(connector(a_desk("whatsapp")).fetch("34")))
    assert events[0] == "09:00:00 created channel=messaging requester=501"
    assert "09:05:07 delivery message=402 outcome=failed" in events


def test_an_inbox_may_be_named_in_the_configuration() -> None:
    words = replace(SETTINGS.words, channels={**SETTINGS.words.channels, "inbox:6": "sms"})
    desk = a_desk("whatsapp")
    events = ChatwootConnector.open(replace(SETTINGS, words=words), desk.client()).fetch("34")
    assert events[0].data["channel"] == "sms"
    assert not [each for each in desk.asked if "inboxes" in each]


def test_a_text_that_a_campaign_began() -> None:
    events = connector(a_desk("sms")).fetch("35")
    assert (events[0].data["channel"], events[0].data["by"]) == ("sms", "agent")
    assert told(list(events))[1] == "09:00:00 message author=bot public=True message=501 auto=True"


@pytest.mark.parametrize(
    "facts",
    [
        {"content_attributes": {"automation_rule_id": 5}},
        {"sender_type": "Captain::Assistant"},
        {"sender_type": None, "sender": {"id": 2, "type": "agent_bot"}},
        {"sender_id": ME},
        {"content_attributes": {"slaclock": "act-1"}},
        {"content": "…\n\n[slaclock act-1]"},
    ],
    ids=["rule", "captain", "older release", "our own user", "our mark", "our last line"],
)
def test_programs_answer_nobody(facts: dict[str, Any]) -> None:
    desk = a_desk("chat")
    desk.messages[31][8] |= facts
    (message,) = [event for event in connector(desk).fetch("31") if event.data.get("message") == "109"]
    assert (message.data["author"], message.data["auto"]) == ("bot", True)


def test_types_told_as_words() -> None:
    desk = a_desk("chat")
    before = connector(desk).fetch("31")
    for message in desk.messages[31]:
        message["message_type"] = ["incoming", "outgoing", "activity", "template"][message["message_type"]]
    assert list(connector(desk).fetch("31")) == list(before)


def test_an_out_of_office_mail_asks_nothing() -> None:
    desk = a_desk("chat")
    desk.messages[31][6]["content_attributes"] = {"email": {"auto_reply": True}}
    (message,) = [event for event in connector(desk).fetch("31") if event.data.get("message") == "107"]
    assert (message.data["author"], message.data["auto"]) == ("customer", True)


def test_an_unknown_status_keeps_the_clock_running_and_says_so() -> None:
    desk = a_desk("pending")
    desk.conversations[33]["status"] = "parked"
    (status,) = [event for event in connector(desk).fetch("33") if event.type == "status"]
    assert (status.data["to"], status.data["reason"]) == ("open", "unmapped status: parked")


@pytest.mark.parametrize("number", ["404", "../contacts", "", "x"])
def test_no_such_conversation(number: str) -> None:
    with pytest.raises(NotFound):
        connector(a_desk("chat")).fetch(number)


def test_an_instant_that_is_none_is_said() -> None:
    desk = a_desk("chat")
    desk.conversations[31]["created_at"] = "yesterday"
    with pytest.raises(Unreadable, match="created_at"):
        connector(desk).fetch("31")


# ------------------------------------------------------------------------------------------------------------- webhooks


def signed(body: bytes, stamp: int = STAMP, secret: Secret = HOOK) -> dict[str, str]:
    mac = hmac.new(secret.reveal().encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()
    return {"x-chatwoot-signature": f"sha256={mac}", "X-Chatwoot-Timestamp": str(stamp), "X-Chatwoot-Delivery": "d-1"}


@pytest.mark.parametrize("secret", [HOOK, Secret("the-next-secret")], ids=["this", "next"])
def test_both_secrets_prove_a_webhook_while_one_is_renewed(secret: Secret) -> None:
    connector(ChatwootDesk()).verify(signed(b"{}", secret=secret), b"{}", NOW + 5 * MINUTE)


@pytest.mark.parametrize(
    "headers",
    [
        signed(b"{}", secret=Secret("another")),
        signed(b"{} "),
        signed(b"{}", STAMP - 301),
        signed(b"{}", STAMP + 301),
        {**signed(b"{}"), "X-Chatwoot-Timestamp": str(STAMP + 1)},
        {"X-Chatwoot-Signature": signed(b"{}")["x-chatwoot-signature"]},
        {},
    ],
    ids=["another secret", "another body", "too old", "too new", "another time", "no time", "nothing"],
)
def test_whatever_does_not_prove_itself_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        connector(ChatwootDesk()).verify(headers, b"{}", NOW)


@pytest.mark.parametrize(
    "name, tickets",
    [
        ("status_changed", ("31",)),
        ("message_created", ("31",)),
        ("message_updated", ("34",)),
        ("unknown_payload", ()),
        ("missing_key", ()),
        ("other_account", ()),
    ],
)
def test_a_webhook_names_its_conversation(name: str, tickets: tuple[str, ...]) -> None:
    body = (SHAPES / f"webhook_{name}.json").read_bytes()
    webhook = connector(ChatwootDesk()).read_webhook(signed(body), body)
    assert (webhook.tickets, webhook.id) == (tickets, "d-1" if tickets else None)


def test_a_change_of_status_is_believed_for_nobody_else_keeps_it() -> None:
    body = (SHAPES / "webhook_status_changed.json").read_bytes()
    assert told(connector(ChatwootDesk()).read_webhook({}, body).events) == [
        "09:10:00.500000 status to=open",
        "09:10:00.500000 session to=queued",
    ]


@pytest.mark.parametrize("at", [None, "then", -1, True, 1e300])
def test_a_change_without_its_instant_is_fetched(at: object) -> None:
    payload = {**read("webhook_status_changed.json"), "updated_at": at}
    webhook = connector(ChatwootDesk()).read_webhook({}, json.dumps(payload).encode())
    assert (webhook.tickets, webhook.events) == (("31",), ())


# ----------------------------------------------------------------------------------------------------------------- poll


def a_full_desk(conversations: int = 60) -> ChatwootDesk:
    """Conversations of the last hours, one a minute, in turn open, pending, snoozed and resolved."""
    desk, shape = ChatwootDesk(), read("chat.json")["conversation"]
    for number in range(1, conversations + 1):
        status = ("open", "pending", "snoozed", "resolved")[number % 4]
        at = STAMP - 60 * (conversations - number) - 3600
        desk.keep({**deepcopy(shape), "id": number, "status": status, "last_activity_at": at}, [])
    return desk


def walk(zendesk: ChatwootConnector, cursor: str | None, now: int) -> tuple[set[str], str]:
    """Every ticket until there is no more, and the cursor after."""
    found: set[str] = set()
    while True:
        page = zendesk.poll(cursor, now)
        found, cursor = found | set(page.tickets), page.cursor
        assert cursor is not None
        if not page.more:
            return found, cursor


def test_what_moves_up_while_a_list_shrinks_is_found() -> None:
    """A hundred open ones; after each page read, five of the first page are resolved and all others move up."""
    desk = a_full_desk(100)
    for row in desk.conversations.values():
        row["status"] = "open"
    zendesk, cursor, found, pages = connector(desk), None, set[str](), 0
    while cursor is None or '"status": "open"' in cursor:
        page = zendesk.poll(cursor, NOW)
        found, cursor, pages = found | set(page.tickets), page.cursor, pages + 1
        left = [row for row in desk.conversations.values() if row["status"] == "open"]
        for row in sorted(left, key=lambda each: -each["last_activity_at"])[: 5 if pages < 8 else 0]:
            row["status"] = "resolved"
    still = {str(number) for number, row in desk.conversations.items() if row["status"] == "open"}
    assert len(still) == 65
    assert still <= found


def test_the_first_walk_finds_everything_that_is_not_resolved() -> None:
    desk = a_full_desk()
    found, _ = walk(connector(desk), None, NOW)
    assert found == {str(number) for number in range(1, 61) if number % 4 != 3}


def test_later_walks_find_what_moved_and_stop_where_it_is_known() -> None:
    desk = a_full_desk()
    chatwoot = connector(desk)
    _, cursor = walk(chatwoot, None, NOW)
    _, cursor = walk(chatwoot, cursor, NOW)
    asked = len(desk.asked)
    desk.conversations[3]["last_activity_at"] = STAMP + 30
    found, cursor = walk(chatwoot, cursor, NOW + MINUTE)
    assert "3" in found
    assert desk.asked[asked:] == [
        "GET /conversations?status=all&assignee_type=all&page=1",
        "GET /conversations?status=all&assignee_type=all&page=2",
    ]


def test_a_row_that_moves_up_while_the_list_is_read_is_found_by_the_next_walk() -> None:
    desk = a_full_desk()
    chatwoot = connector(desk)
    _, cursor = walk(chatwoot, None, NOW)
    for number in desk.conversations:
        desk.conversations[number]["last_activity_at"] += 3600
    first = chatwoot.poll(cursor, NOW + HOUR)
    assert first.more
    moved = "1"
    assert moved not in first.tickets
    desk.conversations[1]["last_activity_at"] = STAMP + 2 * 3600
    rest, cursor = walk(chatwoot, first.cursor, NOW + HOUR)
    assert moved not in rest
    again, _ = walk(chatwoot, cursor, NOW + 2 * HOUR)
    assert moved in again


def test_once_a_day_everything_open_is_read_again() -> None:
    desk = a_full_desk()
    chatwoot = connector(desk)
    _, cursor = walk(chatwoot, None, NOW)
    _, cursor = walk(chatwoot, cursor, NOW + HOUR)
    found, _ = walk(chatwoot, cursor, NOW + DAY)
    assert found >= {str(number) for number in range(1, 61) if number % 4 != 3}


@pytest.mark.parametrize(
    "cursor", ["", "x", "{}", '{"since": 1}', "[]", '{"since":1,"began":1,"swept":1,"status":"x","page":1}']
)
def test_a_strange_cursor_is_refused_with_a_sentence(cursor: str) -> None:
    with pytest.raises(BadCursor, match="none of"):
        connector(ChatwootDesk()).poll(cursor, NOW)


# -------------------------------------------------------------------------------------------------------------- writing


def message(kind: MessageKind, value: str | int | None, name: str | None = None, ticket: str = "32") -> Message:
    return wish(ticket, kind, value, name)


EVERY = one_of_each("32", DUE, "3", ("sla_state", "at risk"))


@pytest.mark.parametrize("wanted", EVERY, ids=lambda wanted: wanted.kind)
def test_what_is_delivered_is_seen(wanted: Message) -> None:
    chatwoot = connector(a_desk("bot"))
    assert not chatwoot.look(wanted)
    chatwoot.deliver(wanted)
    assert chatwoot.look(wanted)


def test_what_each_message_sets() -> None:
    desk = a_desk("bot")
    desk.conversations[32] |= {"labels": ["oven"], "custom_attributes": {"plan": "gold"}}
    for wanted in EVERY:
        connector(desk).deliver(wanted)
    row = desk.conversations[32]
    assert row["custom_attributes"] == {"plan": "gold", "sla_due": "2026-03-03T09:00:01Z", "sla_state": "at risk"}
    assert (row["labels"], row["priority"]) == (["oven", "sla_at_risk"], "urgent")
    assert (row["meta"]["assignee"], row["meta"]["team"]) == ({"id": 7}, {"id": 3})
    assert [(each["private"], each["content"]) for each in desk.messages[32][-2:]] == [
        (True, "75 % of the first response is used.\n\n[slaclock act-7]"),
        (False, "We are on it and will write by Monday."),
    ]


def test_taking_values_off() -> None:
    chatwoot = connector(a_desk("bot"))
    for wanted in (EVERY[0], EVERY[3], EVERY[4], EVERY[5], EVERY[6]):
        chatwoot.deliver(wanted)
        off = replace(wanted, value=None)
        assert not chatwoot.look(off)
        chatwoot.deliver(off)
        assert chatwoot.look(off)


def test_a_note_is_found_also_where_chatwoot_drops_what_stands_beside_it() -> None:
    desk = a_desk("bot")
    desk.keeps_marks = False
    note = EVERY[2]
    connector(desk).deliver(note)
    assert connector(desk).look(note)
    assert MessageKind.REPLY not in connector(desk).traits.looks


def test_our_own_messages_answer_nobody_whatever_chatwoot_keeps() -> None:
    desk = a_desk("bot")
    desk.keeps_marks = False
    before = {event.id for event in connector(desk).fetch("32")}
    connector(desk).deliver(EVERY[2])
    connector(desk).deliver(EVERY[7])
    new = [event for event in connector(desk).fetch("32") if event.id not in before and event.type == "message"]
    assert [(event.data["author"], event.data["auto"]) for event in new] == [("bot", True)] * 2


@pytest.mark.parametrize(
    "wanted, sentence",
    [
        (message(MessageKind.PRIORITY, "sky-high"), "map one of urgent, high, medium, low"),
        (message(MessageKind.ASSIGNEE, "somebody"), "agents = { '7' = 'somebody' }"),
        (message(MessageKind.GROUP, "nobody"), "teams = { '7' = 'nobody' }"),
        (message(MessageKind.FIELD, "x"), "no name"),
        (message(MessageKind.TAG, " "), "nothing to set"),
        (message(MessageKind.DUE_DATE, "tomorrow"), "is no instant"),
    ],
    ids=lambda each: each.kind if isinstance(each, Message) else "",
)
def test_what_chatwoot_cannot_hold_is_refused_before_it_is_asked(wanted: Message, sentence: str) -> None:
    desk = a_desk("bot")
    with pytest.raises(Refused, match=sentence):
        connector(desk).deliver(wanted)
    assert [each for each in desk.asked if each.startswith("POST")] == []


def test_without_an_attribute_for_deadlines_it_says_so() -> None:
    chatwoot = ChatwootConnector.open(replace(SETTINGS, options={"account": 1}), a_desk("bot").client())
    assert MessageKind.DUE_DATE not in chatwoot.traits.writes
    with pytest.raises(Refused, match="due_field"):
        chatwoot.deliver(EVERY[0])


def test_every_wrong_key_is_named_at_once() -> None:
    options = {
        "account": "one",
        "due_field": 7,
        "customer_field": "",
        "agents": [],
        "teams": {"x": "y"},
        "bots": "all",
        "activities": {"…": "done"},
    }
    with pytest.raises(InvalidConfig) as error:
        ChatwootConnector.open(replace(SETTINGS, token=None, options=options), httpx.Client())
    keys = ("token", "account", "due_field", "customer_field", "agents", "teams.x", "bots", "activities.…")
    assert [complaint.where for complaint in error.value.complaints] == [f"helpdesks.chatwoot.{key}" for key in keys]
