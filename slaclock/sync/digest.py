"""Digest: many notices for one recipient told as one, so that a storm wakes nobody a hundred times."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.desk import Notice

NAMED = 10
"""So many tickets are named, the others counted."""


def notice(rows: Sequence[Mapping[str, Any]]) -> Notice:
    """One message for one row of the outbox, or for many of one recipient."""
    facts = [json.loads(row["facts"] or "{}") for row in rows]
    first, account = rows[0], {"account": rows[0]["account"]}
    if len(rows) == 1:
        return Notice(first["action"], first["ticket"], first["name"], {**facts[0], **account})
    tickets = sorted({row["ticket"] for row in rows})
    more = f" and {len(tickets) - NAMED} more" if len(tickets) > NAMED else ""
    steps = Counter(str(each.get("step")) for each in facts)
    named = ", ".join(tickets[:NAMED]) + more
    told = {
        "ticket": named,
        "step": f"{len(rows)} escalations: " + ", ".join(f"{step} ({count})" for step, count in steps.most_common()),
        "repeat": 1,
        "due_at": min((each["due_at"] for each in facts if each.get("due_at")), default=None),
        "digest": facts,
    }
    name = hashlib.sha256("".join(row["action"] for row in rows).encode()).hexdigest()[:16]
    return Notice(f"sla-{name}", named, first["name"], {**told, **account})
