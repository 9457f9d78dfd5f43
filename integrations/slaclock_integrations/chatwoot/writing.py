"""A message of slaclock → the call that Chatwoot is asked for, and whether the conversation shows it already.

Chatwoot guards nothing: labels and custom attributes are written as a whole, so they are read just before. A due date,
an attribute, a label or an owner written twice is written once; a note carries its action's id on its last line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slaclock.connectors.fact import id_in, inside
from slaclock.connectors.names import Names
from slaclock.connectors.payload import Payload
from slaclock.connectors.protocol import Message, MessageKind, Refused, Scalar
from slaclock.connectors.words import Words
from slaclock.instant import SECOND, format_instant
from slaclock_integrations.chatwoot.account import ChatwootAccount
from slaclock_integrations.chatwoot.people import MARK

PRIORITIES = ("urgent", "high", "medium", "low")
NONE = "none"
NOBODY = 0
"""What Chatwoot takes for nobody."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the path under the conversation, and what is sent."""

    path: str
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ChatwootWriting:
    """How one account is written to."""

    words: Words
    account: ChatwootAccount

    def call(self, message: Message, conversation: Payload) -> Call:
        """The call that a message asks for, on the conversation as it is now."""
        kind = message.kind
        if kind in (MessageKind.NOTE, MessageKind.REPLY):
            return Call("/messages", self._spoken(message))
        if kind is MessageKind.TAG:
            return Call("/labels", {"labels": sorted({*labels(conversation), label(message)})})
        if kind is MessageKind.PRIORITY:
            return Call("/toggle_priority", {"priority": self._priority(message) or NONE})
        if kind is MessageKind.ASSIGNEE:
            return Call("/assignments", {"assignee_id": _number(message, self.account.agents, "agents")})
        if kind is MessageKind.GROUP:
            return Call("/assignments", {"team_id": _number(message, self.account.teams, "teams")})
        key, value = self._attribute(message)
        return Call("/custom_attributes", {"custom_attributes": {**attributes(conversation), key: value}})

    def is_there(self, message: Message, conversation: Payload) -> bool:
        """Whether the conversation holds already what the message would set."""
        kind, row = message.kind, conversation.value
        if kind is MessageKind.TAG:
            return label(message) in labels(conversation)
        if kind is MessageKind.PRIORITY:
            return id_in(row.get("priority")) in ((None, NONE) if message.value is None else (self._priority(message),))
        if kind in (MessageKind.ASSIGNEE, MessageKind.GROUP):
            named = kind is MessageKind.ASSIGNEE
            names, table = (self.account.agents, "agents") if named else (self.account.teams, "teams")
            held = id_in(inside(row, "meta", "assignee" if named else "team", "id"))
            return str(_number(message, names, table)) == (held or str(NOBODY))
        key, value = self._attribute(message)
        found = attributes(conversation).get(key)
        return found in (None, "") if value in (None, "") else found == value

    def _spoken(self, message: Message) -> dict[str, object]:
        private = message.kind is MessageKind.NOTE
        text = f"{message.value}\n\n{mark(message.id)}" if private else str(message.value)
        told = {"content": text, "message_type": "outgoing", "private": private}
        return {**told, "content_attributes": {MARK: message.id}}

    def _priority(self, message: Message) -> str | None:
        word = None if message.value is None else self.words.priority_there(str(message.value))
        if word is not None and word not in PRIORITIES:
            raise Refused(f"priority: Chatwoot has no {word!r}; map one of {', '.join(PRIORITIES)} to it")
        return word

    def _attribute(self, message: Message) -> tuple[str, Scalar]:
        """The custom attribute and its value; a deadline as RFC 3339 in whole seconds, never earlier."""
        if message.kind is MessageKind.FIELD:
            name = message.name or ""
            key = next((theirs for theirs, ours in self.words.fields.items() if ours == name), name)
            if not key:
                raise Refused("field: it has no name")
            return key, message.value
        if self.account.due_field is None:
            raise Refused("due date: name the custom attribute that takes it, due_field = 'sla_due'")
        at = message.value
        if at is not None and (not isinstance(at, int) or isinstance(at, bool)):
            raise Refused(f"due date: {at!r} is no instant")
        return self.account.due_field, None if at is None else format_instant(-(-at // SECOND) * SECOND)


def mark(action: str) -> str:
    """How a note tells which action wrote it."""
    return f"[{MARK} {action}]"


def label(message: Message) -> str:
    """A label as Chatwoot keeps it: small letters, no spaces."""
    text = "_".join(str(message.value).casefold().split())
    if not text:
        raise Refused("tag: there is nothing to set")
    return text


def labels(conversation: Payload) -> list[str]:
    """The labels it has."""
    told = conversation.value.get("labels")
    return [each for each in told if isinstance(each, str)] if isinstance(told, list) else []


def attributes(conversation: Payload) -> Mapping[str, object]:
    """The custom attributes it has."""
    told = conversation.value.get("custom_attributes")
    return told if isinstance(told, Mapping) else {}


def _number(message: Message, names: Names, table: str) -> int:
    if message.value is None:
        return NOBODY
    number = names.number(str(message.value))
    if number is None:
        raise Refused(f"{message.kind}: {message.value!r} has no number; {table} = {{ '7' = '{message.value}' }}")
    return number
