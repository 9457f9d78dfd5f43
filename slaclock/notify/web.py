"""Notices over HTTP: a signed webhook, Slack, Teams and PagerDuty, each one call through the guarded door."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from slaclock.connectors.http import Http, open_client
from slaclock.connectors.reach import Reach
from slaclock.connectors.secret import Secret
from slaclock.connectors.signature import standard_headers
from slaclock.desk import Notice
from slaclock.notify.fact import ladder, told
from slaclock.notify.words import Words

Link = Callable[[Notice], str | None]
"""Where a notice can be acknowledged, if links are configured."""
Clock = Callable[[], int]
"""The present instant; doors read it, and signatures carry it."""

Body = Callable[[Notice, str | None], object]
"""Puts a notice, and the link to acknowledge it, into the form somebody reads."""

PAGERDUTY = "https://events.pagerduty.com/v2/enqueue"
SMALL = 100_000
"""Bytes of an answer; nobody has much to say to a notice."""
_MARKS = re.compile(r"[\\`*\[\]<>~]|(?<!\w)_|_(?!\w)")
"""Signs of Markdown that make links, emphasis and code; an underscore inside a word is none."""


def no_link(_notice: Notice) -> str | None:
    """No links are configured."""
    return None


@dataclass(frozen=True, slots=True)
class WebNotifier:
    """Tells one recipient by one POST; `body` puts the notice into the recipient's own form."""

    door: Door
    body: Body
    clock: Clock
    link: Link = no_link
    signed_with: Secret | None = None

    def tell(self, notice: Notice) -> None:
        """Make one attempt; the same notice has the same `webhook-id` every time."""
        self.door.post(notice.id, self.body(notice, self.link(notice)), self.clock(), self.signed_with)


@dataclass(frozen=True, slots=True)
class CalledAddress:
    """Calls the web address that a ladder names itself, signed if a secret is configured."""

    reach: Reach
    clock: Clock
    link: Link = no_link
    signed_with: Secret | None = None

    def tell(self, notice: Notice) -> None:
        """Make one attempt, on a connection of its own."""
        with open_client(notice.to, self.reach) as client:
            door = Door(Http(client, notice.to, name="webhook", limit=SMALL), notice.to)
            door.post(notice.id, webhook(notice, self.link(notice)), self.clock(), self.signed_with)


@dataclass(frozen=True, slots=True)
class Door:
    """Where a recipient's notices are posted to. The address may be a secret, so no error repeats it."""

    http: Http
    url: str

    @classmethod
    def open(cls, name: str, url: str, reach: Reach) -> Door:
        """The guarded door to one address."""
        return cls(Http(open_client(url, reach), url, name=name, limit=SMALL), url)

    def post(self, id: str, body: object, now: int, secret: Secret | None) -> None:  # noqa: A002 - the scheme's word
        """One POST of JSON under the notice's id, signed as Standard Webhooks has it if there is a secret for it."""
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        signed = standard_headers(id, now, raw, secret) if secret is not None else {"webhook-id": id}
        path = "/" if self.url.endswith("/") else ""
        self.http.ask("POST", path, content=raw, headers={**signed, "Content-Type": "application/json"})


def webhook(notice: Notice, link: str | None) -> dict[str, Any]:
    """Facts for a program: one flat object beside what it is and which notice it is."""
    return {"type": "escalation", "id": notice.id, "to": notice.to, "data": told(notice, link)}


def slack(words: Words) -> Body:
    """An incoming webhook of Slack: nothing calls everybody or hides an address behind a word, nothing is formatted.

    A bare address is a link, as everywhere in Slack. Mattermost and Rocket.Chat take the same, but format it.
    """

    def body(notice: Notice, link: str | None) -> dict[str, Any]:
        text = words.text(notice, link).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return {"text": text, "mrkdwn": False, "unfurl_links": False, "unfurl_media": False}

    return body


def teams(words: Words) -> Body:
    """A workflow webhook of Microsoft Teams: one adaptive card, with a button if there is a link.

    A template may use the card's Markdown; nothing in a fact becomes a link behind a word, emphasis or code.
    """
    words = replace(words, as_text=lambda fact: _MARKS.sub(r"\\\g<0>", fact))

    def body(notice: Notice, link: str | None) -> dict[str, Any]:
        lines = [
            {"type": "TextBlock", "text": words.subject(notice, link), "weight": "Bolder", "wrap": True},
            {"type": "TextBlock", "text": words.text(notice, link), "wrap": True},
        ]
        card: dict[str, Any] = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": lines,
        }
        if link is not None:
            card["actions"] = [{"type": "Action.OpenUrl", "title": "Acknowledge", "url": link}]
        attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
        return {"type": "message", "attachments": [attachment]}

    return body


def pagerduty(words: Words, key: Secret, severity: str) -> Body:
    """PagerDuty's Events API 2: all steps of one ladder are one incident, however often they are sent."""

    def body(notice: Notice, link: str | None) -> dict[str, Any]:
        found: dict[str, Any] = {
            "routing_key": key.reveal(),
            "event_action": "trigger",
            "dedup_key": ladder(notice),
            "payload": {
                "summary": words.subject(notice, link)[:1024],
                "source": "slaclock",
                "severity": severity,
                "custom_details": told(notice, link),
            },
        }
        if link is not None:
            found["links"] = [{"href": link, "text": "Acknowledge"}]
        return found

    return body
