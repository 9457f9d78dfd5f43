"""Talk in real time: what was said in a live chat (its audit) or a messaging conversation (the conversation log)."""

from __future__ import annotations

from collections.abc import Iterable

from slaclock.connectors.fact import EventKey, id_in, inside, instant, make
from slaclock.connectors.payload import Payload, objects
from slaclock.instant import LAST
from slaclock.timeline.event import TicketEvent
from slaclock_integrations.zendesk.audit import AuditPart
from slaclock_integrations.zendesk.people import People

MESSAGE = "Messaging::ConversationMessage"
USER = "zen:support:user_id"
"""The key under which a conversation names the user who spoke, where it knows him."""
_MILLISECOND = 1_000
_AUTHORS = {
    "user": "customer",
    "end_user": "customer",
    "end-user": "customer",
    "customer": "customer",
    "agent": "agent",
}
_PROGRAMS = ("bot", "system")
_SAID = frozenset({"ChatMessage", "ChatFileAttachment"})


def began(ticket: str, part: AuditPart, people: People) -> list[TicketEvent]:
    """A chat waits from its first moment on; its history tells when an agent joined, and who said what."""
    row = part.row
    found = [make(row, EventKey(ticket, part.id, part.at, part.seq), "session", {"to": "queued"})]
    history = inside(row.value, "value", "history")
    for place, entry in enumerate(objects(history, f"{row.where}.history") if isinstance(history, list) else ()):
        key = EventKey(ticket, f"{part.id}-{place:04}", _when(entry.value.get("timestamp"), part.at), part.seq)
        author = _author(people, entry.value.get("actor_id"), entry.value.get("actor_type"))
        if entry.value.get("type") in _SAID:
            said = {"author": author, "public": True, "auto": author in _PROGRAMS, "channel": "chat"}
            found.append(make(row, key, "message", said))
        elif entry.value.get("type") == "ChatJoin" and author == "agent":
            found.append(make(row, key, "session", {"to": "human"}))
    return found


def messages(ticket: str, log: Iterable[Payload], created_at: int, people: People) -> list[TicketEvent]:
    """The messages of a conversation log; what was said to the bot before there was a ticket is no part of it."""
    found: list[TicketEvent] = []
    for row in log:
        if row.maybe("type") != MESSAGE:
            continue
        at, name = instant(row, "created_at"), row.text("id")
        if at >= created_at:
            author = _author(people, inside(row.value, "author", USER), inside(row.value, "author", "type"))
            said = {"author": author, "public": True, "auto": author in _PROGRAMS, "message": name}
            found.append(make(row, EventKey(ticket, f"log-{name}", at), "message", said))
    return found


def _author(people: People, user: object, kind: object) -> str:
    """Who spoke: a program that is known as one, whatever it is called here; else who the conversation says."""
    number = id_in(user)
    program = None if number is None else people.program(number)
    return program or _AUTHORS.get(str(kind), "bot")


def _when(stamp: object, default: int) -> int:
    """Milliseconds since 1970."""
    if isinstance(stamp, int) and not isinstance(stamp, bool) and 0 < stamp * _MILLISECOND < LAST:
        return stamp * _MILLISECOND
    return default
