"""Who wrote a message: the customer, an agent, or a program, whose words answer nobody."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from slaclock.connectors.fact import id_in, inside
from slaclock.connectors.payload import Payload

MARK = "slaclock"
"""The key under which our own messages carry the id of their action, where Chatwoot keeps it."""
ECHO = "external_echo"
"""The key under which Chatwoot says that staff wrote a message in the channel's own app; it names nobody."""
INCOMING, OUTGOING, ACTIVITY, TEMPLATE = 0, 1, 2, 3
_TYPES: Mapping[str, int] = MappingProxyType(
    {"incoming": INCOMING, "outgoing": OUTGOING, "activity": ACTIVITY, "template": TEMPLATE}
)
_PROGRAMS = frozenset({"agentbot", "agent_bot", "captain::assistant", "captain_assistant"})


def kind(message: Payload) -> int:
    """Incoming, outgoing, activity or template, which are numbers here and words there."""
    told = message.value.get("message_type")
    return _TYPES.get(told, ACTIVITY) if isinstance(told, str) else message.number("message_type")


def author(message: Payload, bots: frozenset[str]) -> tuple[str, bool]:
    """Who wrote it, and whether it wrote itself: greetings, campaigns, automation rules, bots and slaclock."""
    if kind(message) == INCOMING:
        return "customer", inside(message.value, "content_attributes", "email", "auto_reply") is True
    sender = id_in(message.value.get("sender_type")) or id_in(inside(message.value, "sender", "type")) or ""
    user = id_in(message.value.get("sender_id")) or id_in(inside(message.value, "sender", "id"))
    program = (
        kind(message) != OUTGOING
        or not (sender or inside(message.value, "content_attributes", ECHO))
        or sender.casefold() in _PROGRAMS
        or user in bots
        or inside(message.value, "content_attributes", "automation_rule_id") is not None
        or ours(message) is not None
    )
    return ("bot", True) if program else ("agent", False)


def is_bot(message: Payload) -> bool:
    """Whether a bot wrote it that talks with customers, as opposed to a rule or a greeting."""
    sender = id_in(message.value.get("sender_type")) or id_in(inside(message.value, "sender", "type")) or ""
    return kind(message) == OUTGOING and sender.casefold() in _PROGRAMS


def ours(message: Payload) -> str | None:
    """The action of ours that wrote it: kept beside the text, or on a note's last line."""
    told = id_in(inside(message.value, "content_attributes", MARK))
    if told is not None:
        return told
    content = message.value.get("content")
    last = content.rstrip().rpartition("\n")[2] if isinstance(content, str) else ""
    return last[len(f"[{MARK} ") : -1] if last.startswith(f"[{MARK} ") and last.endswith("]") else None
