"""What a fired step or a new due date puts into the outbox: one message for each thing that takes effect by itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from slaclock.connectors.protocol import MessageKind
from slaclock.desk import WEBHOOK, Desk, notify_account, promises
from slaclock.policy.ladder import Action, Verb
from slaclock.store.place import Place

NOTIFY = "notify"
ESCALATION, ROUTINE = 0, 1
"""Ranks in the outbox: who waits for a promise to be kept goes before a date that is brought up to date."""

_KINDS = {
    Verb.NOTE: MessageKind.NOTE,
    Verb.REPLY: MessageKind.REPLY,
    Verb.TAG: MessageKind.TAG,
    Verb.PRIORITY: MessageKind.PRIORITY,
    Verb.ASSIGN: MessageKind.ASSIGNEE,
    Verb.GROUP: MessageKind.GROUP,
}
_MESSAGE = ("kind", "account", "name", "value")
_PLACEHOLDER = re.compile(r"\{([a-z_]{1,30})\}")


def action_id(place: Place, ticket: str, cause: str) -> str:
    """The name of an action, the same however often it is worked out; it goes into notes, to be found there again."""
    return "sla-" + hashlib.sha256("\0".join((*place, ticket, cause)).encode()).hexdigest()[:16]


def due_date_row(desk: Desk, ticket: str, due: int | None, generation: int, now: int) -> dict[str, Any]:
    """The push of a due date (None takes it off)."""
    cause, kind = f"due_date/{generation}", MessageKind.DUE_DATE.value
    facts = {"kind": kind, "value": due, "generation": generation, "rank": ROUTINE}
    return _row(desk.place, ticket, cause, desk.helpdesk, now, **facts)


def promise_row(desk: Desk, told: Mapping[str, Any], text: str, now: int) -> dict[str, Any]:
    """The message that tells a customer a later promise; the ledger has the same number for it."""
    cause = f"promise/{told['metric']}/{told['cycle']}/{told['number']}"
    facts = {"kind": MessageKind.REPLY.value, "value": text, "rank": ESCALATION}
    return _row(desk.place, told["ticket"], cause, desk.helpdesk, now, **facts)


def step_messages(
    place: Place, do: Iterable[Action], facts: Mapping[str, Any], promised: Mapping[str, Any] | None = None
) -> list[list[Any]]:
    """What a step will say, once it fires: kind, account, name and value of each message.

    `promised` is the ledger's row of a promise that the facts hold; the message that tells it brings it along.
    """
    told: list[list[Any]] = []
    for action in do:
        along = [promised] if promised is not None and promises([action]) else []
        told += [[*message, *along] for message in _messages(place, action, facts)]
    return told


def told_promise(message: Sequence[Any]) -> Mapping[str, Any] | None:
    """The ledger's row of the promise that a message tells, if it tells one."""
    return message[4] if len(message) > len(_MESSAGE) else None


def step_row(fired: Any, number: int, message: Sequence[Any], now: int) -> dict[str, Any]:
    """One message of a step that was fired."""
    cause = f"{fired.policy}/{fired.metric}/{fired.cycle}/{fired.step}/{fired.repeat}/{number}"
    kind, account, name, value = message[: len(_MESSAGE)]
    return _row(
        Place(fired.tenant, fired.helpdesk),
        fired.ticket,
        cause,
        account,
        now,
        kind=kind,
        name=name,
        value=value,
        facts=fired.facts,
        rank=ESCALATION,
    )


def _messages(place: Place, action: Action, facts: Mapping[str, Any]) -> Iterator[tuple[str, str, str | None, Any]]:
    match action.verb:
        case Verb.FIELD:
            for name, value in (action.fields or {}).items():
                yield MessageKind.FIELD.value, place.helpdesk, name, value
        case Verb.NOTIFY:
            for name in action.values:
                yield NOTIFY, notify_account(name), name, None
        case Verb.WEBHOOK:
            for address in action.values:
                yield NOTIFY, WEBHOOK, address, None
        case _:
            for value in action.values:
                yield _KINDS[action.verb].value, place.helpdesk, None, filled(value, facts)


def filled(text: str, facts: Mapping[str, Any]) -> str:
    """A text with `{ticket}`, `{metric}` and the like filled in; a name nobody knows stays as it is written."""
    return _PLACEHOLDER.sub(lambda found: str(facts.get(found[1]) or "-") if found[1] in facts else found[0], text)


def _row(place: Place, ticket: str, cause: str, account: str, now: int, **columns: Any) -> dict[str, Any]:
    return {
        "tenant": place.tenant,
        "helpdesk": place.helpdesk,
        "ticket": ticket,
        "cause": cause,
        "account": account,
        "action": action_id(place, ticket, cause),
        "created_at": now,
        "next_at": now,
        **columns,
    }
