"""What a fired step or a new due date puts into the outbox: one message for each thing that takes effect by itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from slaclock.connectors.protocol import MessageKind
from slaclock.desk import WEBHOOK, Desk, notify_account
from slaclock.policy.ladder import Verb
from slaclock.store.place import Place

NOTIFY = "notify"
ESCALATION, ROUTINE = 0, 1
"""Ranks in the outbox: who waits for a promise to be kept goes before a date that is brought up to date."""

_KINDS = {
    Verb.NOTE: MessageKind.NOTE,
    Verb.TAG: MessageKind.TAG,
    Verb.PRIORITY: MessageKind.PRIORITY,
    Verb.ASSIGN: MessageKind.ASSIGNEE,
    Verb.GROUP: MessageKind.GROUP,
}
_PLACEHOLDER = re.compile(r"\{([a-z_]{1,30})\}")


def action_id(place: Place, ticket: str, cause: str) -> str:
    """The name of an action, the same however often it is worked out; it goes into notes, to be found there again."""
    return "sla-" + hashlib.sha256("\0".join((*place, ticket, cause)).encode()).hexdigest()[:16]


def due_date_row(desk: Desk, ticket: str, due: int | None, generation: int, now: int) -> dict[str, Any]:
    """The push of a due date (None takes it off)."""
    row = _row(desk.place, ticket, f"due_date/{generation}", desk.helpdesk, now)
    return row | {"kind": MessageKind.DUE_DATE.value, "value": due, "generation": generation, "rank": ROUTINE}


def step_rows(place: Place, fired: Mapping[str, Any], told: Mapping[str, Any], now: int) -> Iterator[dict[str, Any]]:
    """The messages of a fired step."""
    cause = "/".join(str(fired[name]) for name in ("policy", "metric", "cycle", "step", "repeat"))
    for number, (kind, account, name, value) in enumerate(_messages(place, told["do"], told["facts"]), 1):
        row = _row(place, fired["ticket"], f"{cause}/{number}", account, now)
        yield row | {"kind": kind, "name": name, "value": value, "facts": told["facts"], "rank": ESCALATION}


def _messages(
    place: Place, do: Iterable[Mapping[str, Any]], facts: Mapping[str, Any]
) -> Iterator[tuple[str, str, str | None, Any]]:
    """Kind, account, name and value of each message."""
    for action in do:
        ((key, given),) = action.items()
        verb = Verb(key)
        values: list[Any] = list(given) if isinstance(given, list) else [given]
        if verb is Verb.FIELD:
            for name, value in dict(values[0]).items():
                yield MessageKind.FIELD.value, place.helpdesk, str(name), value
        elif verb is Verb.NOTIFY:
            for name in values:
                yield NOTIFY, notify_account(name), name, None
        elif verb is Verb.WEBHOOK:
            yield NOTIFY, WEBHOOK, str(given), None
        else:
            for value in values:
                yield _KINDS[verb].value, place.helpdesk, None, filled(value, facts)


def filled(text: str, facts: Mapping[str, Any]) -> str:
    """A text with `{ticket}`, `{metric}` and the like filled in; a name nobody knows stays as it is written."""
    return _PLACEHOLDER.sub(lambda found: str(facts.get(found[1]) or "-") if found[1] in facts else found[0], text)


def _row(place: Place, ticket: str, cause: str, account: str, now: int) -> dict[str, Any]:
    return place.row(
        ticket=ticket,
        cause=cause,
        account=account,
        action=action_id(place, ticket, cause),
        name=None,
        value=None,
        facts=None,
        generation=0,
        created_at=now,
        next_at=now,
    )
