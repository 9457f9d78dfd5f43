"""Zendesk: lives of tickets as audits tell them, webhooks, polls, and updates on a small Zendesk that guards them."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from slaclock.connectors.contract import CANARY, HOOK, ConnectorContract
from slaclock.connectors.legible import legible, one_of_each, wish
from slaclock.connectors.protocol import (
    BadCursor,
    BadSignature,
    Conflict,
    Denied,
    Message,
    MessageKind,
    NotFound,
    RateLimited,
    Refused,
    Unreadable,
)
from slaclock.connectors.secret import Secret
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.engine import Engine
from slaclock.errors import InvalidConfig
from slaclock.instant import MINUTE, SECOND, format_instant, parse_instant, to_us
from slaclock.timeline.event import TicketEvent
from slaclock_integrations.zendesk import ZendeskConnector
from tests.connectors.zendesk_desk import ZendeskDesk

HOOK_TEXT = HOOK.reveal()
FIXTURES = Path(__file__).parent / "fixtures"
SHAPES = FIXTURES / "shapes"
NOW_TEXT = "2026-03-09T09:00:00Z"
NOW = to_us(parse_instant(NOW_TEXT))
DUE = to_us(parse_instant("2026-03-10T17:00:00.900000+01:00"))
SETTINGS = HelpdeskSettings(
    "zendesk",
    "zendesk",
    "https://example.zendesk.com",
    CANARY,
    (HOOK, Secret("the-next-secret")),
    replace(
        ZendeskConnector.WORDS,
        statuses={**ZendeskConnector.WORDS.statuses, "70009": "hold"},
        fields={"360001": "tier", "360002": "sla_state"},
    ),
    {
        "email": "slaclock@example.com",
        "due_field": "360002",
        "groups": {"98738": "first-line"},
        "agents": {"6001": "first-line-lead"},
        "organizations": {"7001": "ACME"},
    },
)


def read(name: str) -> Any:
    return json.loads((SHAPES / name).read_text(encoding="utf-8"))


def connector(desk: ZendeskDesk, **options: object) -> ZendeskConnector:
    settings = replace(SETTINGS, options={**SETTINGS.options, **options})
    return ZendeskConnector.open(settings, desk.client())


def a_desk(life: str, ticket: dict[str, Any] | None = None) -> ZendeskDesk:
    """A desk with the ticket of one fixture."""
    audits = read(f"audits_{life}.json")["audits"]
    desk = ZendeskDesk(users=read("users.json")["users"])
    desk.keep(ticket or read(f"ticket_{life}.json")["ticket"], audits)
    return desk


def like(number: int, **facts: object) -> dict[str, Any]:
    """A ticket like that of the e-mail fixture, with other facts."""
    return {**read("ticket_email.json")["ticket"], "id": number, "status": "open", **facts}


def told(events: Iterable[TicketEvent]) -> list[str]:
    """Events as a person reads them."""
    return legible(events, 5)


class TestZendesk(ConnectorContract):
    """The published suite on conversations with a small Zendesk; `record.py` in tests/connectors makes them anew."""

    vendor = ZendeskConnector
    settings = SETTINGS
    fixtures = FIXTURES


# ------------------------------------------------------------------------------------------------------------ timelines


def test_a_week_in_the_life_of_an_email_ticket() -> None:
    events = connector(a_desk("email")).fetch("101")
    assert told(list(events)) == [
        "03-06T15:30:00 created channel=email customer=ACME requester=5001 tags=['oven']",
        "03-06T15:30:00 message author=customer public=True message=9010",
        "03-06T15:30:00 priority to=high",
        "03-06T15:30:00 fields add={'tier': 'gold'}",
        "03-06T15:30:00 message author=bot public=True auto=True",
        "03-06T15:42:10 message author=agent public=False message=9150",
        "03-06T15:42:10 assignee to=first-line-lead",
        "03-06T15:42:10 group to=first-line",
        "03-06T15:42:10 status to=open",
        "03-06T16:05:00 message author=agent public=True message=9210",
        "03-06T16:05:00 status to=pending",
        "03-06T16:05:00 message author=bot public=True auto=True",
        "03-09T08:15:00 message author=customer public=True message=9260",
        "03-09T08:15:00 status to=open",
        "03-09T09:00:00 status to=hold",
        "03-09T09:00:00 tags set=['oven', 'spare_part']",
        "03-10T09:00:00 status to=open",
        "03-10T10:00:00 message author=agent public=True message=9350",
        "03-10T10:00:00 status to=solved",
        "03-14T10:00:00 status to=closed",
    ]


def test_its_clocks() -> None:
    config = {
        "calendars": {"berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}},
        "policies": [
            {
                "name": "gold",
                "kind": "customer",
                "when": {"customer": "ACME", "tier": "gold", "group": "first-line"},
                "calendar": "berlin",
                "targets": {
                    "first_response": {"high": "1 business hour"},
                    "resolution": {"high": "8 business hours"},
                },
            }
        ],
    }
    at = parse_instant("2026-03-20T00:00:00Z")
    readings = {
        each.metric: each for each in Engine.from_config(config).read(connector(a_desk("email")).fetch("101"), at)
    }
    first, resolution = readings["first_response"], readings["resolution"]
    # Friday 16:30 in Berlin to the public answer at 17:05: half an hour of work, and five minutes after closing
    assert (first.outcome, first.elapsed) == ("met", timedelta(minutes=30))
    # waiting for the customer since Friday after closing, on hold from Monday 10:00 to Tuesday 10:00, solved at 11:00
    assert (resolution.outcome, resolution.elapsed) == ("met", timedelta(hours=2, minutes=15))


def test_events_keep_their_ids_whatever_is_read_again() -> None:
    desk = a_desk("email")
    once = connector(desk).fetch("101")
    desk.page = 2
    assert list(connector(desk).fetch("101")) == list(once)
    assert len({event.id for event in once}) == len(once)
    desk.audits[101] = [*reversed(desk.audits[101]), desk.audits[101][3]]
    assert list(connector(desk).fetch("101")) == list(once)


def test_only_people_whose_part_does_not_show_are_asked_for() -> None:
    desk = a_desk("email")
    connector(desk).fetch("101")
    assert desk.asked[-1] == "GET /api/v2/users/show_many?ids=6002"


def test_an_agent_who_left_is_an_end_user_now_and_was_an_agent_then() -> None:
    desk = a_desk("email")
    desk.users = [{"id": 6001, "role": "end-user"}, {"id": 6002, "role": "end-user"}]
    authors = {event.data["author"] for event in connector(desk).fetch("101") if event.data.get("message") == "9210"}
    assert authors == {"agent"}


def test_a_program_of_the_account_answers_nobody() -> None:
    events = connector(a_desk("email"), bots=[6002]).fetch("101")
    (message,) = [event for event in events if event.data.get("message") == "9350"]
    assert (message.data["author"], message.data["auto"]) == ("bot", True)


def test_an_agent_who_asks_is_the_customer() -> None:
    desk = a_desk("email", like(101, requester_id=6002))
    for event in desk.audits[101][0]["events"]:
        if event.get("field_name") == "requester_id":
            event["value"] = "6002"
        if event["type"] == "Comment":
            event["author_id"] = 6002
    events = connector(desk).fetch("101")
    assert events[0].data["by"] == "customer"
    assert [event.data["author"] for event in events if event.type == "message" and not event.data["auto"]][-1] == (
        "customer"
    )


def test_an_agent_who_asked_for_a_while_answers_as_one() -> None:
    """6002 opened it in his own name, made the customer the requester on Monday morning, and answers on Tuesday."""
    desk = a_desk("email")
    for event in desk.audits[101][0]["events"]:
        if event.get("field_name") == "requester_id":
            event["value"] = "6002"
    desk.audits[101][3]["events"].append(
        {
            "id": 9299,
            "type": "Change",
            "field_name": "requester_id",
            "previous_value": "6002",
            "value": "5001",
        }
    )
    events = connector(desk).fetch("101")
    assert "03-10T10:00:00 message author=agent public=True message=9350" in told(list(events))
    assert desk.asked[-1] == "GET /api/v2/users/show_many?ids=5001%2C6002"


def test_an_agent_who_writes_first_opened_it() -> None:
    desk = a_desk("email")
    for event in desk.audits[101][0]["events"]:
        if event["type"] == "Comment":
            event["author_id"] = 6002
    assert connector(desk).fetch("101")[0].data["by"] == "agent"


def test_merged_into_another_ticket() -> None:
    events = connector(a_desk("merged")).fetch("103")
    assert told(list(events))[2:] == [
        "03-02T11:00:00 merged into=102",
        "03-02T11:00:00 message author=system public=True message=20060 auto=True",
        "03-02T11:00:00 status to=closed",
        "03-02T11:00:00 tags set=['closed_by_merge']",
    ]


def test_merged_by_an_app_that_leaves_only_a_tag_and_a_comment() -> None:
    desk = a_desk("merged")
    desk.audits[103][1]["via"] = {"channel": "api", "source": {"from": {}, "to": {}, "rel": None}}
    merges = [event for event in connector(desk).fetch("103") if event.type == "merged"]
    assert [event.data["into"] for event in merges] == ["102"]
    (comment,) = [event for event in connector(desk).fetch("103") if event.data.get("message") == "20060"]
    assert (comment.data["author"], comment.data["auto"]) == ("system", True)


def test_a_conversation_on_facebook() -> None:
    desk = a_desk("survivor", like(102, via={"channel": "facebook"}))
    for audit in desk.audits[102]:
        audit["via"] = {"channel": "facebook", "source": {}}
        for event in audit["events"]:
            event["type"] = event["type"].replace("Comment", "FacebookComment")
    assert told(list(connector(desk).fetch("102"))) == [
        "03-02T08:00:00 created channel=social priority=normal requester=5001",
        "03-02T08:00:00 message author=customer public=True message=21010",
        "03-02T11:00:00 message author=agent public=True message=21060",
    ]


def test_a_mail_of_a_rule_to_several_people_is_an_automatic_message() -> None:
    desk = a_desk("email")
    before = told(list(connector(desk).fetch("101")))
    for audit in desk.audits[101]:
        for event in audit["events"]:
            event["type"] = event["type"].replace("Notification", "NotificationWithCcs")
    assert told(list(connector(desk).fetch("101"))) == before
    assert "03-06T15:30:00 message author=bot public=True auto=True" in before


def test_the_comment_of_a_merge_is_no_answer_on_the_survivor() -> None:
    events = connector(a_desk("survivor", like(102))).fetch("102")
    assert [event.type for event in events] == ["created", "message", "message"]
    assert (events[2].data["author"], events[2].data["auto"]) == ("system", True)


def test_a_chat_is_told_message_by_message_and_goes_on_by_mail() -> None:
    assert told(list(connector(a_desk("chat")).fetch("104"))) == [
        "03-02T09:00:00 created channel=chat priority=normal requester=5001",
        "03-02T09:00:00 session to=queued",
        "03-02T09:00:00.250000 message author=customer public=True channel=chat",
        "03-02T09:00:01 message author=bot public=True channel=chat auto=True",
        "03-02T09:01:30.500000 session to=human",
        "03-02T09:01:42 message author=agent public=True channel=chat",
        "03-02T09:10:00 session to=ended",
        "03-02T12:00:00 message author=customer public=True message=30080",
        "03-02T12:00:00 channel to=email",
    ]


def test_a_chat_nobody_served_was_abandoned() -> None:
    desk = a_desk("chat")
    desk.audits[104][1]["events"][0]["value"]["is_served"] = False
    assert "03-02T09:10:00 session to=abandoned" in told(list(connector(desk).fetch("104")))


def test_messaging_is_read_from_the_conversation_log() -> None:
    desk = a_desk("messaging")
    desk.logs[105] = read("conversation_log.json")["events"]
    assert told(list(connector(desk).fetch("105"))) == [
        "03-02T09:00:00 created channel=messaging priority=normal requester=5001",
        "03-02T09:00:00.123456 message author=customer public=True message=01C",
        "03-02T09:00:05 message author=bot public=True message=01D auto=True",
        "03-02T09:04:00 message author=agent public=True message=01E",
        "03-02T09:30:00 message author=agent public=False message=40060",
        "03-02T09:30:00 assignee to=first-line-lead",
    ]


def test_a_program_of_the_account_answers_nobody_in_messaging_either() -> None:
    desk = a_desk("messaging")
    desk.logs[105] = read("conversation_log.json")["events"]
    desk.logs[105][4]["author"] = {"type": "agent", "zen:support:user_id": 6003}
    assert "03-02T09:04:00 message author=agent public=True message=01E" in told(list(connector(desk).fetch("105")))
    programs = connector(desk, bots=[6003]).fetch("105")
    assert "03-02T09:04:00 message author=bot public=True message=01E auto=True" in told(list(programs))


def test_a_program_of_the_account_serves_no_chat() -> None:
    desk = a_desk("chat")
    for entry in desk.audits[104][0]["events"][0]["value"]["history"]:
        if entry["actor_type"] == "agent":
            entry["actor_id"] = "6003"
    events = told(list(connector(desk, bots=[6003]).fetch("104")))
    assert "03-02T09:01:42 message author=bot public=True channel=chat auto=True" in events
    assert not [line for line in events if "session to=human" in line]


def test_without_a_conversation_log_the_comments_are_what_there_is() -> None:
    events = connector(a_desk("messaging")).fetch("105")
    assert [event.data["author"] for event in events if event.type == "message"] == ["customer", "agent"]


def test_a_voicemail_asks_and_a_call_back_answers() -> None:
    voice = {"channel": "voice", "source": {"rel": "voicemail"}}
    events = connector(a_desk("voice", like(106, via=voice, created_at="2026-03-02T09:00:00Z"))).fetch("106")
    assert told(list(events)) == [
        "03-02T09:00:00 created channel=voice requester=5001",
        "03-02T09:00:00 message author=customer public=True channel=voice message=50010",
        "03-02T09:20:00 message author=agent public=True channel=voice message=50050",
    ]


def test_a_text_message_that_was_made_private_was_never_said() -> None:
    events = connector(a_desk("sms", like(107, via={"channel": "sms"}, created_at="2026-03-02T09:00:00Z"))).fetch("107")
    assert events[0].data["channel"] == "sms"
    assert told(list(events))[-1] == "03-02T09:06:00 delivery message=51050 outcome=failed"


def test_a_ticket_brought_in_began_as_its_first_change_found_it() -> None:
    ticket = like(101, status="closed", priority="high")
    desk = a_desk("email", ticket)
    desk.audits[101] = desk.audits[101][1:]
    created = connector(desk).fetch("101")[0]
    assert created.data["by"] == "import"
    assert (created.data["status"], created.data["group"], created.data["customer"]) == ("new", None, "ACME")
    assert created.data["tags"] == frozenset({"oven"})
    assert format_instant(created.at) == "2026-03-06T15:30:00Z"


def test_a_ticket_without_any_audit_is_what_it_is() -> None:
    desk = ZendeskDesk()
    desk.keep(like(101), [])
    (created,) = connector(desk).fetch("101")
    assert (created.data["status"], created.data["priority"], created.data["by"]) == ("open", "high", "import")


def test_deleted_in_its_own_history() -> None:
    desk = a_desk("merged")
    desk.audits[103][1]["events"][1]["value"] = "deleted"
    assert "deleted" in [event.type for event in connector(desk).fetch("103")]


def test_an_unknown_status_keeps_the_clock_running_and_says_so() -> None:
    desk = a_desk("merged")
    desk.audits[103][1]["events"][1]["value"] = "Waiting for the moon"
    (status,) = [event for event in connector(desk).fetch("103") if event.type == "status"]
    assert (status.data["to"], status.data["reason"]) == ("open", "unmapped status: Waiting for the moon")


def test_parts_nobody_knows_are_passed_over() -> None:
    desk = a_desk("email")
    before = connector(desk).fetch("101")
    desk.audits[101][2]["events"].append({"id": 9999999, "type": "SomethingNew", "value": {"deep": [1]}})
    assert list(connector(desk).fetch("101")) == list(before)


@pytest.mark.parametrize("number", ["404", "../users/me", "", "12x"])
def test_no_such_ticket(number: str) -> None:
    with pytest.raises(NotFound):
        connector(a_desk("email")).fetch(number)


def test_pages_that_do_not_go_on_are_no_endless_loop() -> None:
    desk = a_desk("email")
    desk.page = 0
    with pytest.raises(Unreadable, match="do not go on"):
        connector(desk).fetch("101")


# ------------------------------------------------------------------------------------------------------------- webhooks


def signed(body: bytes, stamp: str = NOW_TEXT, secret: str = HOOK_TEXT) -> dict[str, str]:
    mac = hmac.new(secret.encode(), stamp.encode() + body, "sha256").digest()
    return {
        "x-zendesk-webhook-signature": base64.b64encode(mac).decode(),
        "X-Zendesk-Webhook-Signature-Timestamp": stamp,
        "X-Zendesk-Webhook-Invocation-Id": "01HN",
    }


@pytest.mark.parametrize("secret", [HOOK.reveal(), "the-next-secret"])
@pytest.mark.parametrize("body", [b"{}", b"", '{"a": "ü"}'.encode()])
def test_both_secrets_prove_a_webhook_while_one_is_renewed(secret: str, body: bytes) -> None:
    connector(ZendeskDesk()).verify(signed(body, secret=secret), body, NOW)


@pytest.mark.parametrize(
    "headers",
    [
        signed(b"{}", NOW_TEXT, "another"),
        signed(b"{} "),
        signed(b"{}", "2026-03-09T08:54:59Z"),
        signed(b"{}", "2026-03-09T09:05:01Z"),
        signed(b"{}", "a moment ago"),
        {**signed(b"{}"), "X-Zendesk-Webhook-Signature-Timestamp": "2026-03-09T09:00:01Z"},
        {},
        {"X-Zendesk-Webhook-Signature": "", "X-Zendesk-Webhook-Signature-Timestamp": ""},
    ],
)
def test_whatever_does_not_prove_itself_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        connector(ZendeskDesk()).verify(headers, b"{}", NOW)


def test_a_signature_is_good_for_five_minutes() -> None:
    headers = signed(b"{}")
    connector(ZendeskDesk()).verify(headers, b"{}", NOW + 5 * MINUTE)
    with pytest.raises(BadSignature):
        connector(ZendeskDesk()).verify(headers, b"{}", NOW + 5 * MINUTE + 1)


@pytest.mark.parametrize(
    "name, tickets",
    [
        ("webhook_status_changed.json", ("101",)),
        ("webhook_merged.json", ("103", "102")),
        ("webhook_message_added.json", ("105",)),
        ("webhook_trigger.json", ("101",)),
        ("webhook_unknown_payload.json", ()),
        ("webhook_missing_key.json", ()),
    ],
)
def test_a_webhook_names_tickets_and_nothing_else(name: str, tickets: tuple[str, ...]) -> None:
    body = (SHAPES / name).read_bytes()
    webhook = connector(ZendeskDesk()).read_webhook(signed(body), body)
    assert (webhook.tickets, webhook.events) == (tickets, ())
    assert webhook.id == ("01HN" if tickets else None)


@pytest.mark.parametrize(
    "body", [b"", b"nothing", b"[1]", b'"x"', b"null", b"\xff\xfe", b'{"subject": "zen:ticket:1/2"}']
)
def test_a_webhook_that_means_nothing_is_nothing(body: bytes) -> None:
    assert connector(ZendeskDesk()).read_webhook({}, body).tickets == ()


# ----------------------------------------------------------------------------------------------------------------- poll


def test_the_first_poll_begins_with_every_open_ticket_and_goes_on_with_the_export() -> None:
    last = {**read("search_page.json"), "meta": {"has_more": False, "after_cursor": None}}
    export = read("export_page.json")
    desk = ZendeskDesk(
        exports={
            "/search/export": read("search_page.json"),
            "bmV4dA==": last,
            "/incremental/tickets/cursor": export,
            export["after_cursor"]: {**export, "tickets": []},
        }
    )
    zendesk = connector(desk)
    first = zendesk.poll(None, NOW)
    second = zendesk.poll(first.cursor, NOW)
    third = zendesk.poll(second.cursor, NOW)
    fourth = zendesk.poll(third.cursor, NOW)
    assert (first.tickets, first.more, second.more) == (("101", "105"), True, True)
    assert (third.tickets, third.more) == (("101", "108"), False)
    assert told(third.events) == ["03-09T08:00:00 deleted"]
    assert (fourth.tickets, fourth.more) == ((), False)
    first_question = "GET /api/v2/search/export?query=status%3Csolved&filter%5Btype%5D=ticket&page%5Bsize%5D=100"
    assert desk.asked == [
        first_question,
        f"{first_question}&page%5Bafter%5D=bmV4dA%3D%3D",
        f"GET /api/v2/incremental/tickets/cursor?start_time={NOW // SECOND - 600}",
        "GET /api/v2/incremental/tickets/cursor?cursor=MTc3MzA0MzIwMy4wfHwxMDl8",
    ]


def test_the_export_is_read_to_the_end_of_its_stream() -> None:
    page: dict[str, Any] = {**read("export_page.json"), "end_of_stream": False}
    pages: dict[str, dict[str, Any]] = {"/incremental/tickets/cursor": page, page["after_cursor"]: page}
    zendesk = connector(ZendeskDesk(exports=pages))
    first = zendesk.poll('{"since": 1773000000}', NOW)
    assert first.more
    again = zendesk.poll(first.cursor, NOW)  # the same cursor once more: waiting serves better than a loop
    assert not again.more


def test_a_cursor_zendesk_forgot_begins_again_where_it_last_served() -> None:
    desk = ZendeskDesk(exports={"/incremental/tickets/cursor": read("export_page.json")})
    zendesk = connector(desk)
    page = zendesk.poll('{"since": 1773000000, "after": "forgotten"}', NOW)
    assert (page.tickets, page.more) == ((), True)
    assert zendesk.poll(page.cursor, NOW).tickets == ("101", "108")
    assert desk.asked[-1].endswith("start_time=1773000000")


def test_a_search_that_ran_out_of_time_begins_again() -> None:
    desk = ZendeskDesk(exports={"/search/export": read("search_page.json")})
    page = connector(desk).poll('{"since": 1773000000, "open": "old"}', NOW)
    assert (page.tickets, page.more) == ((), True)
    assert connector(desk).poll(page.cursor, NOW).tickets == ("101", "105")


@pytest.mark.parametrize("cursor", ["", "x", "{}", '{"since": "x"}', '{"since": 1, "after": 2}', "[]"])
def test_a_strange_cursor_is_refused_with_a_sentence(cursor: str) -> None:
    with pytest.raises(BadCursor, match="none of"):
        connector(ZendeskDesk()).poll(cursor, NOW)


def test_patience_is_asked_for_in_seconds() -> None:
    desk = ZendeskDesk(answers=[httpx.Response(429, headers={"Retry-After": "93"})])
    with pytest.raises(RateLimited) as error:
        connector(desk).poll('{"since": 1773000000}', NOW)
    assert error.value.retry_after == 93 * SECOND


# -------------------------------------------------------------------------------------------------------------- updates


def message(kind: MessageKind, value: str | int | None, name: str | None = None, ticket: str = "101") -> Message:
    return wish(ticket, kind, value, name)


def open_desk(**facts: object) -> ZendeskDesk:
    return a_desk("email", like(101, **{"priority": "low", "assignee_id": None, "group_id": None, **facts}))


EVERY = one_of_each("101", DUE, "98738", ("tier", "silver"))


@pytest.mark.parametrize("wanted", EVERY, ids=lambda wanted: wanted.kind)
def test_what_is_delivered_is_seen(wanted: Message) -> None:
    desk = open_desk()
    zendesk = connector(desk)
    assert not zendesk.look(wanted)
    assert zendesk.deliver(wanted).warnings == ()
    assert zendesk.look(wanted)


def test_what_each_message_sets() -> None:
    desk = open_desk()
    for wanted in EVERY:
        connector(desk).deliver(wanted)
    ticket = desk.tickets[101]
    assert {each["id"]: each["value"] for each in ticket["custom_fields"]} == {
        360001: "silver",
        360002: "2026-03-10T16:00:01Z",
    }
    assert (ticket["priority"], ticket["assignee_id"], ticket["group_id"]) == ("urgent", 6001, 98738)
    assert ticket["tags"] == ["oven", "sla_at_risk", "spare_part"]
    comments = [each for audit in desk.audits[101][-8:] for each in audit["events"] if each["type"] == "Comment"]
    assert [(each["public"], each["body"]) for each in comments] == [
        (False, "75 % of the first response is used.\n\n[slaclock act-7]"),
        (True, "We are on it and will write by Monday."),
    ]


@pytest.mark.parametrize("wanted", EVERY, ids=lambda wanted: wanted.kind)
def test_an_update_decided_on_an_older_state_is_a_conflict(wanted: Message) -> None:
    desk = open_desk()

    def somebody_else(request: httpx.Request) -> None:
        if request.method == "PUT":
            desk.tickets[101]["updated_at"] = "2026-03-20T00:00:00Z"

    desk.watch = somebody_else
    before = len(desk.audits[101])
    with pytest.raises(Conflict):
        connector(desk).deliver(wanted)
    assert len(desk.audits[101]) == before


def test_taking_values_off() -> None:
    desk = open_desk()
    zendesk = connector(desk)
    for kind, value in ((MessageKind.DUE_DATE, DUE), (MessageKind.ASSIGNEE, "6001"), (MessageKind.PRIORITY, "high")):
        zendesk.deliver(message(kind, value))
        off = message(kind, None)
        assert not zendesk.look(off)
        zendesk.deliver(off)
        assert zendesk.look(off)


def test_a_due_date_of_a_task() -> None:
    desk = open_desk()
    zendesk = connector(desk, due_field="task")
    zendesk.deliver(message(MessageKind.DUE_DATE, DUE))
    assert (desk.tickets[101]["type"], desk.tickets[101]["due_at"]) == ("task", "2026-03-10T16:00:01Z")
    desk.tickets[101]["due_at"] = "2026-03-10T17:00:01+01:00"
    assert zendesk.look(message(MessageKind.DUE_DATE, DUE))
    assert not zendesk.look(message(MessageKind.DUE_DATE, DUE + SECOND))


def test_a_field_the_form_does_not_have_is_warned_of() -> None:
    receipt = connector(open_desk(), due_field="399999").deliver(message(MessageKind.DUE_DATE, DUE))
    assert receipt.warnings == ("ticket 101 did not take the due_date; does its form have it?",)


def test_our_own_updates_answer_nobody() -> None:
    desk = open_desk()
    zendesk = connector(desk)
    before = {event.id for event in zendesk.fetch("101")}
    zendesk.deliver(message(MessageKind.NOTE, "75 % is used"))
    zendesk.deliver(message(MessageKind.REPLY, "We are on it"))
    zendesk.deliver(message(MessageKind.DUE_DATE, DUE))
    new = [event for event in zendesk.fetch("101") if event.id not in before]
    assert [(event.type, event.data["author"], event.data["auto"]) for event in new] == [("message", "bot", True)] * 2


@pytest.mark.parametrize(
    "wanted, sentence",
    [
        (message(MessageKind.PRIORITY, "sky-high"), "map one of urgent, high, normal, low"),
        (message(MessageKind.ASSIGNEE, "somebody"), "agents = { '98738' = 'somebody' }"),
        (message(MessageKind.GROUP, "nobody"), "groups = { '98738' = 'nobody' }"),
        (message(MessageKind.FIELD, "x", "unheard of"), "map a custom field's id"),
        (message(MessageKind.TAG, " "), "nothing to set"),
        (message(MessageKind.DUE_DATE, "tomorrow"), "is no instant"),
    ],
    ids=lambda each: each.kind if isinstance(each, Message) else "",
)
def test_what_zendesk_cannot_hold_is_refused_before_it_is_asked(wanted: Message, sentence: str) -> None:
    desk = open_desk()
    with pytest.raises(Refused, match=sentence):
        connector(desk).deliver(wanted)
    assert [each for each in desk.asked if each.startswith("PUT")] == []


def test_without_a_field_for_deadlines_it_says_so() -> None:
    settings = replace(SETTINGS, options={})
    zendesk = ZendeskConnector.open(settings, open_desk().client())
    assert MessageKind.DUE_DATE not in zendesk.traits.writes
    with pytest.raises(Refused, match="due_field"):
        zendesk.deliver(message(MessageKind.DUE_DATE, DUE))


def test_a_closed_ticket_is_left_alone() -> None:
    desk = a_desk("email")
    with pytest.raises(Refused, match="closed"):
        connector(desk).deliver(message(MessageKind.NOTE, "too late"))
    assert desk.asked == ["GET /api/v2/tickets/101"]


def test_credentials() -> None:
    desk = open_desk()
    connector(desk).look(message(MessageKind.TAG, "x"))
    user = base64.b64encode(f"slaclock@example.com/token:{CANARY.reveal()}".encode()).decode()
    assert desk.requests[0].headers["Authorization"] == f"Basic {user}"
    ZendeskConnector.open(replace(SETTINGS, options={}), desk.client()).look(message(MessageKind.TAG, "x"))
    assert desk.requests[1].headers["Authorization"] == f"Bearer {CANARY.reveal()}"
    desk.answers = [httpx.Response(401, json={"error": f"Couldn't authenticate you: {CANARY.reveal()}"})]
    with pytest.raises(Denied, match="Couldn't authenticate you: •••"):
        connector(desk).fetch("101")


def test_every_wrong_key_is_named_at_once() -> None:
    options = {"email": "me", "due_field": "soon", "groups": {"x": "y"}, "agents": [], "bots": "all"}
    with pytest.raises(InvalidConfig) as error:
        ZendeskConnector.open(replace(SETTINGS, token=None, options=options), httpx.Client())
    assert [complaint.where for complaint in error.value.complaints] == [
        f"helpdesks.zendesk.{key}" for key in ("token", "email", "due_field", "groups.x", "agents", "bots")
    ]
