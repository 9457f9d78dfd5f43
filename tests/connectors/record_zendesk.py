"""Writes down conversations with the small Zendesk, for the published suite to play again.

Run it as `python -m tests.connectors.record_zendesk`, with `integrations` on the path. The shapes are those of
Zendesk's own recorded answers; what is told in them is ours.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator, Mapping

import httpx

from slaclock.connectors.contract import HOOK
from slaclock.connectors.protocol import MessageKind
from slaclock.connectors.recording import Recording
from slaclock_integrations.zendesk import ZendeskConnector
from slaclock_integrations.zendesk.test_zendesk import (
    FIXTURES,
    NOW_TEXT,
    SETTINGS,
    SHAPES,
    a_desk,
    like,
    open_desk,
    read,
)
from tests.connectors.scene import Scene, record
from tests.connectors.zendesk_desk import ZendeskDesk

WISHES: Mapping[MessageKind, Mapping[str, str]] = {
    MessageKind.DUE_DATE: {"value": "2026-03-10T17:00:00+01:00"},
    MessageKind.TAG: {"value": "SLA at risk"},
    MessageKind.NOTE: {"value": "75 % of the first response is used."},
    MessageKind.PRIORITY: {"value": "urgent"},
    MessageKind.ASSIGNEE: {"value": "first-line-lead"},
    MessageKind.GROUP: {"value": "first-line"},
    MessageKind.FIELD: {"value": "silver", "name": "tier"},
    MessageKind.REPLY: {"value": "We are on it and will write by Monday."},
}


def fetches() -> Iterator[Scene]:
    at = "2026-03-02T09:00:00Z"
    voice = {"channel": "voice", "source": {"from": {}, "to": {}, "rel": "voicemail"}}
    messaging = a_desk("messaging")
    messaging.logs[105] = read("conversation_log.json")["events"]
    imported = a_desk("email")
    imported.audits[101] = imported.audits[101][1:]
    yield (
        "fetch_email",
        "a week by mail: a note, an answer, a wait, a custom status, solved",
        "fetch",
        "101",
        a_desk("email"),
    )
    yield "fetch_merged", "it went on as another ticket", "fetch", "103", a_desk("merged")
    yield "fetch_survivor", "another ticket went on as this one", "fetch", "102", a_desk("survivor", like(102))
    yield "fetch_chat", "a live chat that goes on by mail", "fetch", "104", a_desk("chat")
    yield "fetch_messaging", "a bot, then an agent, in the conversation log", "fetch", "105", messaging
    yield (
        "fetch_voice",
        "a voicemail, and the call back",
        "fetch",
        "106",
        a_desk("voice", like(106, via=voice, created_at=at)),
    )
    yield (
        "fetch_sms",
        "an answer made private",
        "fetch",
        "107",
        a_desk("sms", like(107, via={"channel": "sms"}, created_at=at)),
    )
    yield "fetch_imported", "no audit made it", "fetch", "101", imported
    yield "fetch_missing", "there is no such ticket", "fetch", "404", ZendeskDesk()


def polls() -> Iterator[Scene]:
    def desk() -> ZendeskDesk:
        export = read("export_page.json")
        last = {**read("search_page.json"), "meta": {"has_more": False, "after_cursor": None}}
        return ZendeskDesk(
            exports={
                "/search/export": read("search_page.json"),
                "bmV4dA==": last,
                "/incremental/tickets/cursor": {**export, "end_of_stream": False},
                export["after_cursor"]: {**export, "after_cursor": "bGFzdA=="},
            }
        )

    def asked(cursor: str | None) -> dict[str, str | None]:
        return {"cursor": cursor, "now": NOW_TEXT}

    after = read("export_page.json")["after_cursor"]
    yield "poll_first", "every open ticket", "poll", asked(None), desk()
    yield "poll_open_on", "the last page of them", "poll", asked('{"since": 1773046200, "open": "bmV4dA=="}'), desk()
    yield "poll_changes", "a row twice, one deleted", "poll", asked('{"since": 1773046200}'), desk()
    yield "poll_end", "the end of the stream", "poll", asked(f'{{"since": 1773046200, "after": "{after}"}}'), desk()
    yield "poll_forgotten", "a cursor Zendesk forgot", "poll", asked('{"since": 1773046200, "after": "b2xk"}'), desk()
    yield "poll_bad_cursor", "a cursor of somebody else", "poll", asked("page 7"), desk()


def messages() -> Iterator[Scene]:
    for kind, wish in WISHES.items():
        asked = {"id": f"act-{kind}", "ticket": "101", "kind": kind.value, **wish}
        there = open_desk()
        Recording("", "", "deliver", asked, None).play(ZendeskConnector.open(SETTINGS, there.client()))
        yield f"deliver_{kind}", f"a {kind} is written", "deliver", asked, open_desk()
        yield f"look_{kind}", f"a {kind} is there", "look", asked, there
        yield f"look_{kind}_not_yet", f"a {kind} is not there", "look", asked, open_desk()
    off = {"id": "act-off", "ticket": "101", "kind": "due_date", "value": None}
    yield "deliver_due_date_off", "a deadline is taken off", "deliver", off, open_desk()
    note = {"id": "act-note", "ticket": "101", "kind": "note", **WISHES[MessageKind.NOTE]}
    yield "deliver_closed", "nobody changes a closed ticket", "deliver", note, a_desk("email")
    race = open_desk()
    race.watch = lambda request: _overtake(race, request)
    yield "deliver_conflict", "somebody was quicker", "deliver", note, race
    lost = open_desk()
    lost.fields = frozenset()
    due = {"id": "act-due", "ticket": "101", "kind": "due_date", **WISHES[MessageKind.DUE_DATE]}
    yield "deliver_not_on_form", "the form does not have the field", "deliver", due, lost


def _overtake(desk: ZendeskDesk, request: httpx.Request) -> None:
    if request.method == "PUT":
        desk.tickets[101]["updated_at"] = "2026-03-20T00:00:00Z"


def webhooks() -> Iterator[Scene]:
    for path in sorted(SHAPES.glob("webhook_*.json")):
        body = path.read_text(encoding="utf-8")
        mac = hmac.new(HOOK.reveal().encode(), NOW_TEXT.encode() + body.encode(), "sha256").digest()
        headers = {
            "X-Zendesk-Webhook-Id": "01GK8E6BKWMJZD2T8Y5AXJQMG5",
            "X-Zendesk-Webhook-Invocation-Id": "01HN0000000000000000000001",
            "X-Zendesk-Webhook-Signature": base64.b64encode(mac).decode(),
            "X-Zendesk-Webhook-Signature-Timestamp": NOW_TEXT,
        }
        asked = {"headers": headers, "body": body, "now": NOW_TEXT}
        yield path.stem, path.stem.replace("_", " "), "webhook", asked, ZendeskDesk()
        if path.stem == "webhook_trigger":
            late = {**asked, "now": "2026-03-09T09:05:01Z", "forged": True}
            yield "webhook_too_old", "signed five minutes and a second ago", "webhook", late, ZendeskDesk()


if __name__ == "__main__":
    record(
        (*fetches(), *polls(), *messages(), *webhooks()),
        lambda client: ZendeskConnector.open(SETTINGS, client),
        FIXTURES,
    )
