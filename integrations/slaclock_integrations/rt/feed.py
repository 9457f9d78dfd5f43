"""What changed since the last look: a cursor over Request Tracker's transactions, whose numbers only grow.

A number is given before its transaction is committed, so a smaller one may appear after a larger one. The cursor
therefore stays behind: transactions of the last minute (the helpdesk's minute) are read again each time, and the
numbers already told are kept beside it. Each is told once more when that minute is over: whoever fetched the ticket at
the first word may have been shown what was before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from slaclock.connectors.protocol import BadCursor, Page
from slaclock.instant import MINUTE
from slaclock_integrations.rt.desk import PAGE, Change, Desk
from slaclock_integrations.rt.history import MARK, OWNER_KINDS

MOST = 50
"""Pages of one minute: five thousand transactions."""
SPOKEN = frozenset({"Create", "Correspond", "Comment", "Status", "CustomField"})
SET = frozenset({"Priority", "Queue", "Owner"})
MERGE = "AddLink"
TYPES = tuple(sorted({*SPOKEN, *OWNER_KINDS, MERGE}))
"""The types of transactions that may tell something."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a poll has read: everything up to `after`, and the `seen` ones beyond.

    `open` is the last ticket given out while a first poll still walks through the open tickets; None afterwards.
    """

    after: int
    seen: frozenset[int] = frozenset()
    open: int | None = None

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """A cursor as it was stored."""
        try:
            found = json.loads(text)
            past = found.get("open")
            return cls(int(found["after"]), frozenset(map(int, found["seen"])), None if past is None else int(past))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise BadCursor("this is no cursor of Request Tracker's") from None

    def __str__(self) -> str:
        table: dict[str, object] = {"after": self.after, "seen": sorted(self.seen)}
        if self.open is not None:
            table["open"] = self.open
        return json.dumps(table, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Feed:
    """The changes of some queues, or of all the user may see.

    A page counts rows before it leaves out those the user may not see, so a page of hidden rows looks like silence. The
    feed therefore asks only for types that tell something: records of sent mail, which few may see, never fill a page.
    Whoever sees only some queues names them.
    """

    desk: Desk
    queues: tuple[str, ...] = ()

    def page(self, cursor: str | None, now: int) -> Page:
        """The next page after a cursor."""
        if cursor is None:
            newest, _ = self.desk.changes(self._where(0), newest=True, rows=1)
            return self._open(Cursor(newest[0].id if newest else 0, open=0))
        at = Cursor.parse(cursor)
        return self._open(at) if at.open is not None else self._changed(at, now)

    def _open(self, at: Cursor) -> Page:
        found = self.desk.tickets(self._among("Queue", f"id > {at.open} AND Status = '__Active__'"))
        if not found:
            return Page(str(Cursor(at.after)), more=True)
        return Page(str(Cursor(at.after, at.seen, int(found[-1]))), tuple(found), more=True)

    def _changed(self, at: Cursor, now: int) -> Page:
        rows, clock = self._unread(at)
        late = (clock if clock is not None else now) - MINUTE
        after = max([at.after, *(row.id for row in rows if row.at <= late)])
        seen = frozenset(row.id for row in rows if row.id > after)
        told = [row for row in rows if row.id not in at.seen or row.id <= after]
        tickets = dict.fromkeys(row.ticket for row in told if _tells(row))
        return Page(str(Cursor(after, seen)), tuple(tickets), more=any(row.id not in at.seen for row in rows))

    def _unread(self, at: Cursor) -> tuple[list[Change], int | None]:
        """The transactions after the cursor, down to the first page with something new, and the helpdesk's clock."""
        rows: list[Change] = []
        clock: int | None = None
        for page in range(1, MOST + 1):
            found, clock = self.desk.changes(self._where(at.after), page=page)
            rows += found
            if len(found) < PAGE or any(row.id not in at.seen for row in found):
                break
        return rows, clock

    def _where(self, after: int) -> str:
        tickets = f"id > {after} AND ObjectType = 'RT::Ticket' AND TicketType = 'ticket'"
        return self._among("TicketQueue", f"{tickets} AND {_any('Type', TYPES)}")

    def _among(self, column: str, query: str) -> str:
        return f"{query} AND {_any(column, self.queues)}" if self.queues else query


def _any(column: str, values: Iterable[str]) -> str:
    return f"({' OR '.join(f'{column} = {quoted(value)}' for value in values)})"


def quoted(text: str) -> str:
    """A text inside a query of Request Tracker's."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _tells(row: Change) -> bool:
    """Whether a transaction can move a clock; our own due dates and notes cannot."""
    if row.kind == "Comment" and row.data.startswith(MARK):
        return False
    if row.kind == MERGE:
        return row.field == "MergedInto"
    return row.kind in SPOKEN or (row.kind in OWNER_KINDS and row.field in SET)
