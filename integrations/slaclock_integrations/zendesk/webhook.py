"""A Zendesk webhook: proof that Zendesk sent it, and the tickets it names. Nothing else in it is believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.connectors.names import is_number
from slaclock.connectors.payload import read_json
from slaclock.connectors.protocol import BadSignature, Webhook
from slaclock.connectors.secret import Secret
from slaclock.connectors.signature import header, verify_age, verify_hmac
from slaclock.errors import SlaclockError
from slaclock.instant import parse_instant, to_us

SIGNATURE = "X-Zendesk-Webhook-Signature"
STAMP = "X-Zendesk-Webhook-Signature-Timestamp"
INVOCATION = "X-Zendesk-Webhook-Invocation-Id"
_SUBJECT = "zen:ticket:"


def verify(headers: Mapping[str, str], body: bytes, now: int, secrets: Sequence[Secret]) -> None:
    """Raise BadSignature unless Zendesk signed time and body, and did so a moment ago."""
    stamp = header(headers, STAMP) or ""
    verify_hmac(header(headers, SIGNATURE), stamp.encode() + body, secrets, encoding="base64")
    try:
        signed_at = to_us(parse_instant(stamp))
    except (ValueError, SlaclockError):
        raise BadSignature from None
    verify_age(signed_at, now)


def read(headers: Mapping[str, str], body: bytes) -> Webhook:
    """The tickets to fetch again: those of an event, and those a trigger's own text names as `ticket_id`."""
    told = read_json(body)
    if not isinstance(told, Mapping):
        return Webhook()
    tickets = dict.fromkeys(each for each in _tickets(told) if is_number(each))
    if not tickets:
        return Webhook()
    invocation, event = header(headers, INVOCATION), told.get("id")
    # a repeated delivery has the same invocation; the event's own id is the next best
    return Webhook(invocation or (event if isinstance(event, str) else None), tuple(tickets))


def _tickets(told: Mapping[str, Any]) -> list[str]:
    subject = told.get("subject")
    if isinstance(subject, str) and subject.startswith(_SUBJECT):
        return [subject.removeprefix(_SUBJECT), *_merged(told.get("event"))]
    ticket = told.get("ticket")
    inside = ticket.get("id") if isinstance(ticket, Mapping) else None
    return [str(each) for each in (told.get("ticket_id"), inside) if each is not None]


def _merged(event: object) -> list[str]:
    """The other ticket of a merge."""
    return [] if not isinstance(event, Mapping) else [str(event.get("target_ticket_id", ""))]
