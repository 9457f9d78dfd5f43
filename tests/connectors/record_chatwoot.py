"""Writes down conversations with the small Chatwoot, for the published suite to play again.

Run it as `python -m tests.connectors.record_chatwoot`, with `integrations` on the path. The shapes are those of
Chatwoot's own description; what is told in them is ours.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping

from slaclock.connectors.contract import HOOK
from slaclock.connectors.protocol import MessageKind
from slaclock.connectors.recording import Recording
from slaclock_integrations.chatwoot import ChatwootConnector
from slaclock_integrations.chatwoot.test_chatwoot import FIXTURES, NOW_TEXT, SETTINGS, SHAPES, STAMP, a_desk
from tests.connectors.chatwoot_desk import ChatwootDesk
from tests.connectors.scene import Scene, record

WISHES: Mapping[MessageKind, Mapping[str, str]] = {
    MessageKind.DUE_DATE: {"value": "2026-03-03T10:00:00+01:00"},
    MessageKind.TAG: {"value": "SLA at risk"},
    MessageKind.NOTE: {"value": "75 % of the first response is used."},
    MessageKind.PRIORITY: {"value": "urgent"},
    MessageKind.ASSIGNEE: {"value": "first-line-lead"},
    MessageKind.GROUP: {"value": "first-line"},
    MessageKind.FIELD: {"value": "at risk", "name": "sla_state"},
    MessageKind.REPLY: {"value": "We are on it and will write by Monday."},
}


def fetches() -> Iterator[Scene]:
    silent = a_desk("bot")
    silent.counts = False
    yield "fetch_chat", "a greeting, a note, an answer, a snooze, solved", "fetch", "31", a_desk("chat")
    yield "fetch_bot", "a bot hands over to people", "fetch", "32", a_desk("bot")
    yield "fetch_bot_without_reports", "the same in a release that tells no reports", "fetch", "32", silent
    yield "fetch_pending", "a bot is about to talk", "fetch", "33", a_desk("pending")
    yield "fetch_whatsapp", "WhatsApp through Twilio; a reply that failed", "fetch", "34", a_desk("whatsapp")
    yield "fetch_sms", "a text that a campaign began", "fetch", "35", a_desk("sms")
    yield "fetch_missing", "there is no such conversation", "fetch", "404", ChatwootDesk()


def polls() -> Iterator[Scene]:
    def desk() -> ChatwootDesk:
        found = ChatwootDesk()
        for story in ("chat", "bot", "pending", "whatsapp", "sms"):
            each = a_desk(story)
            for number, row in each.conversations.items():
                found.keep(row, each.messages[number])
        return found

    def asked(cursor: str | None) -> dict[str, str | None]:
        return {"cursor": cursor, "now": NOW_TEXT}

    facts = f'"began": {STAMP}, "swept": {STAMP - 7200}'
    yield "poll_first", "every open conversation", "poll", asked(None), desk()
    first = f'{{"since": 0, {facts}, "status": "snoozed", "page": 1}}'
    yield "poll_first_last_list", "the last list of what is open ends", "poll", asked(first), desk()
    changes = f'{{"since": {STAMP - 14000}, {facts}, "status": "all", "page": 1}}'
    yield "poll_changes", "what moved since the last walk", "poll", asked(changes), desk()
    end = f'{{"since": {STAMP}, {facts}, "status": "all", "page": 2}}'
    yield "poll_end", "everything below is known", "poll", asked(end), desk()
    yield "poll_bad_cursor", "a cursor of somebody else", "poll", asked("page 7"), desk()


def messages() -> Iterator[Scene]:
    for kind, wish in WISHES.items():
        asked = {"id": f"act-{kind}", "ticket": "32", "kind": kind.value, **wish}
        there = a_desk("bot")
        Recording("", "", "deliver", asked, None).play(ChatwootConnector.open(SETTINGS, there.client()))
        yield f"deliver_{kind}", f"a {kind} is written", "deliver", asked, a_desk("bot")
        yield f"look_{kind}", f"a {kind} is there", "look", asked, there
        yield f"look_{kind}_not_yet", f"a {kind} is not there", "look", asked, a_desk("bot")
    off = {"id": "act-off", "ticket": "32", "kind": "assignee", "value": None}
    yield "deliver_assignee_off", "nobody holds it", "deliver", off, a_desk("bot")
    missing = {"id": "act-gone", "ticket": "404", "kind": "note", "value": "too late"}
    yield "deliver_missing", "there is no such conversation", "deliver", missing, ChatwootDesk()


def webhooks() -> Iterator[Scene]:
    for path in sorted(SHAPES.glob("webhook_*.json")):
        body = path.read_text(encoding="utf-8")
        mac = hmac.new(HOOK.reveal().encode(), f"{STAMP}.{body}".encode(), "sha256").hexdigest()
        headers = {
            "X-Chatwoot-Signature": f"sha256={mac}",
            "X-Chatwoot-Timestamp": str(STAMP),
            "X-Chatwoot-Delivery": "0c6cbb5e-5c1f-4b8e-9b0d-000000000001",
        }
        asked = {"headers": headers, "body": body, "now": NOW_TEXT}
        yield path.stem, path.stem.replace("_", " "), "webhook", asked, ChatwootDesk()
        if path.stem == "webhook_message_created":
            late = {**asked, "now": "2026-03-02T12:05:01Z", "forged": True}
            yield "webhook_too_old", "signed five minutes and a second ago", "webhook", late, ChatwootDesk()


if __name__ == "__main__":
    record(
        (*fetches(), *polls(), *messages(), *webhooks()),
        lambda client: ChatwootConnector.open(SETTINGS, client),
        FIXTURES,
    )
