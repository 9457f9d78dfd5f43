"""The rival of tick: the same claims, firings and messages on the same tables, by the bare driver and nothing else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import psycopg

from tests.bench.armed import NOW

BATCH = 100
KEY = "ticket, policy, metric, cycle, step, repeat"
CLAIM = """
SELECT t.id, t.tenant, t.helpdesk, t.ticket, t.policy, t.metric, t.cycle, t.step, t.repeat, t.messages, t.facts
FROM timers t JOIN tickets k ON k.tenant = t.tenant AND k.helpdesk = t.helpdesk AND k.ticket = t.ticket
WHERE t.tenant = 'bench' AND t.helpdesk = 'desk' AND t.at <= {now} AND t.version = k.version
ORDER BY t.at, t.id LIMIT 100
"""
FIRE = f"""
INSERT INTO firings (tenant, helpdesk, {KEY}, due_at, deliver_at, version, fired_at, muted)
SELECT tenant, helpdesk, {KEY}, due_at, at, version, {{now}}, {{no}} FROM timers WHERE {{these}}
ON CONFLICT DO NOTHING RETURNING {KEY}
"""  # noqa: S608 - all of it stands here
COLUMNS = (
    *("tenant", "helpdesk", "ticket", "cause", "account", "action", "created_at", "next_at", "kind", "name"),
    *("value", "facts", "rank", "generation", "state", "attempts", "doubtful", "lease"),
)
POST = f"INSERT INTO outbox ({', '.join(COLUMNS)}) VALUES ({{marks}}) ON CONFLICT DO NOTHING"  # noqa: S608


class BareSqlite:
    """Plain sqlite3, with the pragmas of slaclock's store."""

    def __init__(self, url: str) -> None:
        self.connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 30000"):
            self.connection.execute(f"PRAGMA {pragma}")
        self._post = POST.format(marks=", ".join("?" * len(COLUMNS)))

    def batch(self) -> int:
        """Fire a hundred timers."""
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        due = run(CLAIM.format(now=NOW)).fetchall()
        ids = [row[0] for row in due]
        these = f"id IN ({', '.join('?' * len(ids))})"
        fired = set(run(FIRE.format(now=NOW, no="0", these=these), ids).fetchall())
        self.connection.executemany(self._post, _messages(due, fired))
        run(f"DELETE FROM timers WHERE {these}", ids)  # noqa: S608 - marks only
        run("COMMIT")
        return len(fired)


class BarePostgres:
    """Plain psycopg 3."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url)
        self._claim = (CLAIM.format(now=NOW) + "FOR UPDATE OF t, k SKIP LOCKED").encode()
        self._fire = FIRE.format(now=NOW, no="false", these="id = ANY(%s)").encode()
        self._post = POST.format(marks=", ".join(["%s"] * len(COLUMNS))).encode()

    def batch(self) -> int:
        """Fire a hundred timers."""
        with self.connection.cursor() as cursor:
            due = cursor.execute(self._claim).fetchall()
            ids = [row[0] for row in due]
            fired = set(cursor.execute(self._fire, [ids]).fetchall())
            cursor.executemany(self._post, _messages(due, fired))
            cursor.execute(b"DELETE FROM timers WHERE id = ANY(%s)", [ids])
        self.connection.commit()
        return len(fired)


def _messages(due: Sequence[Sequence[Any]], fired: set[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    rows = list[tuple[Any, ...]]()
    for _, tenant, helpdesk, *key, messages, facts in due:
        ticket, policy, metric, cycle, step, repeat = key
        if tuple(key) not in fired:
            continue
        for number, (kind, account, name, value) in enumerate(json.loads(messages), 1):
            cause = f"{policy}/{metric}/{cycle}/{step}/{repeat}/{number}"
            action = "sla-" + sha256(f"{tenant}\0{helpdesk}\0{ticket}\0{cause}".encode()).hexdigest()[:16]
            said = None if value is None else json.dumps(value)
            whose = (tenant, helpdesk, ticket, cause, account, action)
            rows.append((*whose, NOW, NOW, kind, name, said, facts, 0, 0, "waiting", 0, False, 0))
    return rows
