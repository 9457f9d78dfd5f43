"""The Chatwoot connector: what slaclock asks of every helpdesk, answered for Chatwoot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Self

import httpx

from slaclock.connectors.fact import id_in, inside
from slaclock.connectors.http import Http
from slaclock.connectors.names import is_number
from slaclock.connectors.payload import Payload, objects
from slaclock.connectors.protocol import (
    Message,
    MessageKind,
    NotFound,
    Page,
    Receipt,
    Traits,
    Unreadable,
    Webhook,
)
from slaclock.connectors.secret import Secret
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words
from slaclock.timeline.event import TicketEvent
from slaclock_integrations.chatwoot import poll, webhook
from slaclock_integrations.chatwoot.account import KEYS, WORDS, ChatwootAccount
from slaclock_integrations.chatwoot.people import ours
from slaclock_integrations.chatwoot.timeline import ChatwootStory
from slaclock_integrations.chatwoot.writing import ChatwootWriting

MOST = 1_000
"""Pages of messages of one conversation: 100,000 messages."""
TWILIO, WHATSAPP = "Channel::TwilioSms", "Channel::Whatsapp"
_SPOKEN = frozenset({MessageKind.NOTE, MessageKind.REPLY})


class ChatwootConnector:
    """One account of a Chatwoot, as slaclock sees it."""

    TRAITS: ClassVar[Traits] = Traits(
        "Chatwoot",
        frozenset(MessageKind),
        # whether a reply arrived cannot be seen where Chatwoot drops the mark it carries
        frozenset(MessageKind) - {MessageKind.REPLY},
        polls=True,
        webhooks=True,
        signed=True,
    )
    WORDS: ClassVar[Words] = WORDS
    OPTIONS: ClassVar[Mapping[str, str]] = KEYS

    def __init__(self, settings: HelpdeskSettings, client: httpx.Client) -> None:
        self._account = ChatwootAccount.load(settings)
        self._settings = settings
        self._writing = ChatwootWriting(settings.words, self._account)
        token = settings.token or Secret("")
        base = f"{settings.url}/api/v1/accounts/{self._account.number}"
        self._http = Http(client, base, name=settings.name, secrets={"api_access_token": token})

    @classmethod
    def open(cls, settings: HelpdeskSettings, client: httpx.Client) -> Self:
        """A connector for one account; InvalidConfig if a key is wrong."""
        return cls(settings, client)

    def __repr__(self) -> str:
        return f"ChatwootConnector({self.name})"

    @property
    def name(self) -> str:
        """The name of the account in the configuration."""
        return self._settings.name

    @property
    def traits(self) -> Traits:
        """What it can do; without an attribute for deadlines it cannot write them."""
        if self._account.due_field is not None:
            return self.TRAITS
        due = {MessageKind.DUE_DATE}
        return replace(self.TRAITS, writes=self.TRAITS.writes - due, looks=self.TRAITS.looks - due)

    def verify(self, headers: Mapping[str, str], body: bytes, now: int) -> None:
        """Raise BadSignature unless Chatwoot signed this body a moment ago."""
        webhook.verify(headers, body, now, self._settings.secrets)

    def read_webhook(self, headers: Mapping[str, str], body: bytes) -> Webhook:
        """The conversation a delivery is about, and its change of status."""
        return webhook.read(headers, body, self._account.number, self._settings.words)

    def poll(self, cursor: str | None, now: int) -> Page:
        """What changed since the cursor; None begins with every open conversation."""
        return poll.poll(self._http, cursor, now)

    def fetch(self, ticket: str) -> Sequence[TicketEvent]:
        """The timeline of one conversation: messages, sentences, reports, and what it is now."""
        row = self._conversation(ticket)
        told = (self._messages(ticket), self._reports(ticket), self._channel(row))
        return ChatwootStory(row, *told, self._settings.words, self._account).tell()

    def deliver(self, message: Message) -> Receipt:
        """Make one attempt on the conversation as it is now."""
        conversation = self._conversation(message.ticket)
        call = self._writing.call(message, conversation)
        answer = self._http.post(f"{_path(message.ticket)}{call.path}", call.content)
        if message.kind not in _SPOKEN:
            return Receipt()
        return Receipt(id_in(inside(answer.json(), "id")))

    def look(self, message: Message) -> bool:
        """Whether a message of this action stands there, or the value itself."""
        if message.kind in _SPOKEN:
            return any(ours(each) == message.id for each in self._messages(message.ticket))
        return self._writing.is_there(message, self._conversation(message.ticket))

    def _conversation(self, ticket: str) -> Payload:
        answer = self._http.get(_path(ticket))
        return Payload.of(answer.json(), answer.where)

    def _messages(self, ticket: str) -> list[Payload]:
        """All messages, oldest first, in pages after the newest one read."""
        found: dict[int, Payload] = {}
        after = 0
        for _ in range(MOST):
            answer = self._http.get(f"{_path(ticket)}/messages", {"after": after})
            page = {each.number("id"): each for each in Payload.of(answer.json(), answer.where).parts("payload")}
            if not page.keys() - found.keys():
                return [found[number] for number in sorted(found)]
            found |= page
            after = max(found)
        raise Unreadable(f"{ticket}: the messages do not end")

    def _reports(self, ticket: str) -> list[Payload]:
        """What Chatwoot counted; nothing where the release does not tell."""
        try:
            answer = self._http.get(f"{_path(ticket)}/reporting_events")
        except NotFound:
            return []
        return objects(answer.json(), answer.where)

    def _channel(self, row: Payload) -> str:
        """The inbox's channel as the configuration names it, else by its kind; Twilio serves two kinds through one."""
        inbox, words = id_in(row.value.get("inbox_id")) or "", self._settings.words
        word = id_in(inside(row.value, "meta", "channel"))
        if word == TWILIO and is_number(inbox) and f"inbox:{inbox}" not in words.channels:
            answer = self._http.get(f"/inboxes/{inbox}")
            word = WHATSAPP if inside(answer.json(), "medium") == "whatsapp" else word
        named = words.channel(f"inbox:{inbox}", "", needed=False)
        return named or words.channel(word, "messaging")


def _path(ticket: str) -> str:
    if not is_number(ticket):
        raise NotFound(f"{ticket!r} is no conversation of Chatwoot's: they have numbers")
    return f"/conversations/{ticket}"
