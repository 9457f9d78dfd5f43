"""What changed in Chatwoot, which has no cursor: lists, newest activity first, read until they reach what is known.

First every conversation that is not resolved. Then, each time, the list of all from its top down to the instant where
the last walk began. Labels, priorities and attributes change without activity; so once a day everything open is read
again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from slaclock.connectors.fact import inside
from slaclock.connectors.http import Http
from slaclock.connectors.payload import Payload, read_json
from slaclock.connectors.protocol import BadCursor, Page
from slaclock.instant import DAY, MINUTE, SECOND
from slaclock_integrations.chatwoot.instant import needed

OPEN = ("open", "pending", "snoozed")
OVERLAP = MINUTE // SECOND
"""What changed within the last minute is told again: whoever fetched it at once may have been shown what was before."""
SWEEP = DAY // SECOND
SHOWN = 25
"""Conversations on one page."""
KEYS = frozenset({"since", "began", "swept", "status", "page"})
MOST = 10_000
"""Pages of one list: a list that goes on for longer does not end."""


@dataclass(frozen=True, slots=True)
class Walk:
    """How far the poll has come; all instants in seconds.

    `since`: activity before it is known. `began`: when this walk began, which is where the next one ends. `swept`: when
    everything open was last read. `status` and `page`: the list being walked, `all` for the daily round. `count`: how
    many the list held at its last page; one of open ones shrinks while it is walked, and what follows moves up.
    """

    since: int
    began: int
    swept: int
    status: str = "all"
    page: int = 1
    count: int = 0

    @classmethod
    def parse(cls, text: str) -> Walk:
        """A cursor as it was stored; BadCursor if it is not one of ours."""
        told = read_json(text.encode())
        if isinstance(told, dict) and told.keys() in (KEYS, KEYS | {"count"}):
            numbers = [told[key] for key in told if key != "status"]
            if all(type(each) is int for each in numbers) and told["status"] in (*OPEN, "all"):
                return cls(**told)
        raise BadCursor("the stored cursor is none of Chatwoot's")

    def __str__(self) -> str:
        return json.dumps(asdict(self))


def poll(http: Http, text: str | None, now: int) -> Page:
    """The next page of the walk."""
    walk = Walk(0, now // SECOND, now // SECOND, OPEN[0]) if text is None else _begun(Walk.parse(text), now // SECOND)
    query: dict[str, str | int] = {"status": walk.status, "assignee_type": "all", "page": walk.page}
    answer = http.get("/conversations", query)
    if walk.page == 1 and not walk.count and answer.at is not None and walk.status in (OPEN[0], "all"):
        walk = replace(walk, began=answer.at // SECOND)  # the helpdesk's own clock
    data = Payload.of(answer.json(), answer.where).part("data")
    rows = data.parts("payload")
    known = [walk.status == "all" and needed(row, "last_activity_at") // SECOND < walk.since for row in rows]
    tickets = dict.fromkeys(row.text("id") for row, old in zip(rows, known, strict=True) if not old)
    following = _shrunk(walk, _count(data))
    if following is None:
        on = replace(walk, page=walk.page + 1, count=_count(data))
        following = _ended(walk) if all(known) or not rows or walk.page >= MOST else on
    return Page(str(following), tuple(tickets), more=following.page > 1 or following.status in OPEN)


def _begun(walk: Walk, now: int) -> Walk:
    """A walk at its first page begins now; once a day it is the one over everything open."""
    if walk.page > 1 or walk.status != "all":
        return walk
    if now - walk.swept >= SWEEP:
        return replace(walk, began=now, swept=now, status=OPEN[0])
    return replace(walk, began=now)


def _count(data: Payload) -> int:
    """How many conversations a list has altogether; 0 where it does not tell."""
    count = inside(data.value, "meta", "all_count")
    return count if type(count) is int else 0


def _shrunk(walk: Walk, count: int) -> Walk | None:
    """Back to where rows may have moved up to, if some left a list of open ones above the page that was read."""
    if walk.status not in OPEN or walk.page == 1 or not 0 < count < walk.count:
        return None
    pages = -(-(walk.count - count) // SHOWN)
    return replace(walk, page=max(walk.page - pages, 1), count=count)


def _ended(walk: Walk) -> Walk:
    """The next list, or the beginning of the next walk."""
    if walk.status in OPEN[:-1]:
        return replace(walk, status=OPEN[OPEN.index(walk.status) + 1], page=1, count=0)
    if walk.status in OPEN:
        # what was resolved since the last walk is no open conversation: the list of all is walked as well
        return replace(walk, status="all", page=1, count=0, since=walk.since or max(walk.began - OVERLAP, 0))
    return replace(walk, since=max(walk.began - OVERLAP, 0), page=1, count=0)
