"""A message of slaclock → what Zendesk is asked to set, and whether it is set already.

Every update names the ticket's last update (`updated_stamp`), so that Zendesk refuses one that was decided on an older
state of the ticket; and it carries the action's id, so that we know our own updates when we read them again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from slaclock.connectors.fact import id_in
from slaclock.connectors.names import Names, is_number
from slaclock.connectors.payload import Payload
from slaclock.connectors.protocol import Message, MessageKind, Refused
from slaclock.connectors.words import Words
from slaclock.instant import SECOND, format_instant, parse_instant, to_us
from slaclock_integrations.zendesk.audit import MARK
from slaclock_integrations.zendesk.options import TASK, ZendeskOptions

PRIORITIES = ("urgent", "high", "normal", "low")
Wish = dict[str, object]


@dataclass(frozen=True, slots=True)
class ZendeskWriting:
    """How one account is written to."""

    words: Words
    options: ZendeskOptions

    def body(self, message: Message, ticket: Payload) -> Wish:
        """The update of a ticket that a message asks for."""
        return {
            "ticket": {
                **_WISHES[message.kind](self, message, ticket),
                "metadata": {MARK: message.id},
                "safe_update": True,
                "updated_stamp": ticket.text("updated_at"),
            }
        }

    def is_there(self, message: Message, ticket: Payload) -> bool:
        """Whether the ticket holds already what the message would set."""
        wish = _WISHES[message.kind](self, message, ticket)
        return all(_holds(ticket.value, key, value) for key, value in wish.items())

    # -- what each kind sets

    def due(self, message: Message, _ticket: Payload) -> Wish:
        """A deadline, in a text field as RFC 3339 or as the due date of a task; whole seconds, never earlier."""
        at = message.value
        if at is not None and (not isinstance(at, int) or isinstance(at, bool)):
            raise Refused(f"due date: {at!r} is no instant")
        text = None if at is None else format_instant(-(-at // SECOND) * SECOND)
        where = self.options.due_field
        if where is None:
            raise Refused("due date: name the field that takes it, due_field = '360012345678'")
        if where == TASK:
            return {"due_at": None} if text is None else {"type": TASK, "due_at": text}
        return _custom(where, text)

    def priority(self, message: Message, _ticket: Payload) -> Wish:
        """One of Zendesk's four priorities, or none."""
        word = None if message.value is None else self.words.priority_there(str(message.value))
        if word is not None and word not in PRIORITIES:
            raise Refused(f"priority: Zendesk has no {word!r}; map one of {', '.join(PRIORITIES)} to it")
        return {"priority": word}

    def assignee(self, message: Message, _ticket: Payload) -> Wish:
        """An agent, by number or by the name the configuration gives the number."""
        return {"assignee_id": _id(message, self.options.agents, "agents")}

    def group(self, message: Message, _ticket: Payload) -> Wish:
        """A group, by number or name."""
        return {"group_id": _id(message, self.options.groups, "groups")}

    def field(self, message: Message, _ticket: Payload) -> Wish:
        """A custom field, by number or by the name the configuration gives it."""
        name = message.name or ""
        number = next((theirs for theirs, ours in self.words.fields.items() if ours == name), name)
        if not is_number(number):
            raise Refused(f"field {name!r}: map a custom field's id to it, fields = {{ '360012345678' = '{name}' }}")
        return _custom(number, message.value)

    def comment(self, message: Message, _ticket: Payload) -> Wish:
        """A note carries the action's id where agents see it; a reply carries it only where programs do."""
        text = str(message.value)
        if message.kind is MessageKind.REPLY:
            return {"comment": {"body": text, "public": True}}
        return {"comment": {"body": f"{text}\n\n{mark(message.id)}", "public": False}}


_WISHES: Mapping[MessageKind, Callable[[ZendeskWriting, Message, Payload], Wish]] = MappingProxyType(
    {
        MessageKind.DUE_DATE: ZendeskWriting.due,
        MessageKind.PRIORITY: ZendeskWriting.priority,
        MessageKind.ASSIGNEE: ZendeskWriting.assignee,
        MessageKind.GROUP: ZendeskWriting.group,
        MessageKind.FIELD: ZendeskWriting.field,
        MessageKind.NOTE: ZendeskWriting.comment,
        MessageKind.REPLY: ZendeskWriting.comment,
    }
)


def mark(action: str) -> str:
    """How a note tells which action wrote it."""
    return f"[slaclock {action}]"


def tag(message: Message) -> str:
    """A tag as Zendesk keeps it: small letters, no spaces."""
    text = "_".join(str(message.value).casefold().split())
    if not text:
        raise Refused("tag: there is nothing to set")
    return text


def value_of(ticket: Mapping[str, object], field: str) -> object:
    """What a custom field holds."""
    fields = ticket.get("custom_fields")
    for each in fields if isinstance(fields, list) else ():
        if isinstance(each, Mapping) and id_in(each.get("id")) == field:
            return each.get("value")
    return None


def _custom(field: str, value: object) -> Wish:
    return {"custom_fields": [{"id": int(field), "value": value}]}


def _id(message: Message, names: Names, table: str) -> int | None:
    if message.value is None:
        return None
    number = names.number(str(message.value))
    if number is None:
        raise Refused(f"{message.kind}: {message.value!r} has no number; {table} = {{ '98738' = '{message.value}' }}")
    return number


def _holds(ticket: Mapping[str, object], key: str, wanted: object) -> bool:
    """Whether a ticket holds a value; nothing and an empty text are the same, and instants are compared as such."""
    if isinstance(wanted, list):
        return all(_same(value_of(ticket, str(each["id"])), each["value"]) for each in wanted)
    return _same(ticket.get(key), wanted)


def _same(found: object, wanted: object) -> bool:
    if found in (None, "") or wanted in (None, ""):
        return found in (None, "") and wanted in (None, "")
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    return str(found) == str(wanted) or (_instant(found) is not None and _instant(found) == _instant(wanted))


def _instant(value: object) -> int | None:
    try:
        return to_us(parse_instant(value)) // SECOND if isinstance(value, str) else None
    except ValueError:
        return None
