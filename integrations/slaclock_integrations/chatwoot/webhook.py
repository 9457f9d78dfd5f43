"""A Chatwoot webhook: proof that Chatwoot sent it, the conversation it names, and what nobody else tells.

Everything but changes of status is fetched again. Those are believed, because Chatwoot keeps no history of them and a
second change may come before the first is fetched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.connectors.fact import EventKey, id_in, inside, make
from slaclock.connectors.names import is_number
from slaclock.connectors.payload import Payload, read_json
from slaclock.connectors.protocol import Unreadable, Webhook
from slaclock.connectors.secret import Secret
from slaclock.connectors.signature import header, seconds, verify_age, verify_hmac
from slaclock.connectors.words import Words
from slaclock.timeline.event import TicketEvent
from slaclock_integrations.chatwoot.instant import moment

SIGNATURE = "X-Chatwoot-Signature"
STAMP = "X-Chatwoot-Timestamp"
DELIVERY = "X-Chatwoot-Delivery"
CONVERSATIONS = frozenset(
    {"conversation_created", "conversation_updated", "conversation_status_changed", "conversation_resolved"}
)
MESSAGES = frozenset({"message_created", "message_updated"})


def verify(headers: Mapping[str, str], body: bytes, now: int, secrets: Sequence[Secret]) -> None:
    """Raise BadSignature unless Chatwoot signed time and body, and did so a moment ago."""
    stamp = header(headers, STAMP) or ""
    verify_hmac(header(headers, SIGNATURE), stamp.encode() + b"." + body, secrets, prefix="sha256=")
    verify_age(seconds(stamp), now)


def read(headers: Mapping[str, str], body: bytes, account: int, words: Words) -> Webhook:
    """The conversation a delivery is about, if it is one of this account and worth fetching."""
    told = read_json(body)
    if not isinstance(told, Mapping):
        return Webhook()
    ticket = _conversation(told)
    if ticket is None or not is_number(ticket) or not _ours(told, account):
        return Webhook()
    return Webhook(header(headers, DELIVERY), (ticket,), _status(told, ticket, words))


def _conversation(told: Mapping[str, Any]) -> str | None:
    """The number people see, which is the one in addresses; older releases tell it as `id`."""
    event = told.get("event")
    row = told if event in CONVERSATIONS else told.get("conversation") if event in MESSAGES else None
    return id_in(inside(row, "display_id")) or id_in(inside(row, "id"))


def _ours(told: Mapping[str, Any], account: int) -> bool:
    """Whether it comes from the account we know; a webhook that does not say is taken."""
    number = id_in(inside(told, "account", "id")) or id_in(told.get("account_id"))
    return number is None or number == str(account)


def _status(told: Mapping[str, Any], ticket: str, words: Words) -> tuple[TicketEvent, ...]:
    """The change of status a delivery tells with its instant."""
    row = Payload(told, "webhook")
    at = moment(row, "updated_at")
    changed = told.get("changed_attributes")
    if at is None or not isinstance(changed, list):
        return ()
    found: list[TicketEvent] = []
    for each in changed:
        now, before = inside(each, "status", "current_value"), inside(each, "status", "previous_value")
        if isinstance(now, str):
            try:
                found += _changed(row, EventKey(ticket, f"hook-{now}-{at}".casefold(), at), now, before, words)
            except Unreadable:
                return ()
    return tuple(found)


def _changed(row: Payload, key: EventKey, now: str, before: object, words: Words) -> list[TicketEvent]:
    to, reason = words.status(now)
    events = [make(row, key, "status", {"to": to, "reason": reason})]
    if isinstance(before, str) and (before.casefold(), now.casefold()) == ("pending", "open"):
        queue = EventKey(key.ticket, f"{key.id}-queued", key.at)
        events.append(make(row, queue, "session", {"to": "queued"}))  # the bot hands over
    return events
