"""What changed in Zendesk: every open ticket once, then the incremental export, whose cursor lasts.

The export knows no reason to leave a row out, so rows repeat, and rows whose `updated_at` lies long ago appear; a row
only names a ticket to fetch again. A ticket that was deleted cannot be fetched any more: its row is the event.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from slaclock.connectors.fact import EventKey, make
from slaclock.connectors.http import Answer, Http
from slaclock.connectors.payload import Payload, read_json
from slaclock.connectors.protocol import BadCursor, Denied, NotFound, Page, Refused
from slaclock.instant import MINUTE, SECOND
from slaclock.timeline.event import TicketEvent
from slaclock_integrations.zendesk.pages import SIZE, next_page

EXPORT = "/api/v2/incremental/tickets/cursor"
SEARCH = "/api/v2/search/export"
OVERLAP = 10 * MINUTE
"""How far the export begins before the search did: the search's index lags, and the last minute is withheld."""


@dataclass(frozen=True, slots=True)
class ExportCursor:
    """How far the poll has read: the list of open tickets first (`open`), then the export (`after`).

    `since` (seconds) is where the export begins, or begins again if Zendesk has forgotten its own cursor.
    """

    since: int
    open: str | None = None
    after: str | None = None

    @classmethod
    def parse(cls, text: str) -> ExportCursor:
        """A cursor as it was stored; BadCursor if it is not one of ours."""
        told = read_json(text.encode())
        if isinstance(told, dict) and isinstance(told.get("since"), int):
            place = [told.get("open"), told.get("after")]
            if all(each is None or isinstance(each, str) for each in place):
                return cls(told["since"], *place)
        raise BadCursor("the stored cursor is none of Zendesk's")

    def __str__(self) -> str:
        told = {"since": self.since, "open": self.open, "after": self.after}
        return json.dumps({key: value for key, value in told.items() if value is not None})


def poll(http: Http, text: str | None, now: int) -> Page:
    """The next page after a stored cursor."""
    if text is None:
        return _open_tickets(http, ExportCursor(max((now - OVERLAP) // SECOND, 0), open=""))
    cursor = ExportCursor.parse(text)
    return _open_tickets(http, cursor) if cursor.open is not None else _changed(http, cursor)


def _open_tickets(http: Http, cursor: ExportCursor) -> Page:
    """Every ticket that is not solved yet, in pages of the search's export."""
    query: dict[str, str | int] = {"query": "status<solved", "filter[type]": "ticket", "page[size]": SIZE}
    try:
        answer = http.get(SEARCH, query | ({"page[after]": cursor.open} if cursor.open else {}))
    except Refused as error:
        if isinstance(error, (Denied, NotFound)) or not cursor.open:
            raise
        # this cursor lives for an hour; the list begins again, and what was read is only read twice
        return Page(str(ExportCursor(cursor.since, open="")), more=True)
    page = Payload.of(answer.json(), answer.where)
    after = next_page(page.value)
    following = ExportCursor(cursor.since, open=after) if after and after != cursor.open else ExportCursor(cursor.since)
    tickets = dict.fromkeys(row.text("id") for row in page.parts("results"))
    return Page(str(following), tuple(tickets), more=True)


def _changed(http: Http, cursor: ExportCursor) -> Page:
    """The next page of the incremental export."""
    try:
        answer = http.get(EXPORT, {"cursor": cursor.after} if cursor.after else {"start_time": cursor.since})
    except Refused as error:
        if isinstance(error, (Denied, NotFound)) or not cursor.after:
            raise
        # idle for so long that Zendesk forgot the cursor: begin again where it last served
        return Page(str(ExportCursor(cursor.since)), more=True)
    page = Payload.of(answer.json(), answer.where)
    after = page.maybe("after_cursor") or cursor.after
    ended = page.value.get("end_of_stream") is not False or after is None or after == cursor.after
    tickets, events = dict[str, None](), dict[str, TicketEvent]()
    for row in page.parts("tickets"):
        ticket = row.text("id")
        if row.maybe("status") == "deleted":
            events[ticket] = _deleted(ticket, row)
        else:
            tickets[ticket] = None
    gone = tuple(events.values())
    since = _caught_up(answer, cursor) if ended else cursor.since
    return Page(str(ExportCursor(since, after=after)), tuple(tickets), gone, more=not ended)


def _caught_up(answer: Answer, cursor: ExportCursor) -> int:
    """Where to begin again once everything is read, by the helpdesk's own clock; never earlier than before."""
    return cursor.since if answer.at is None else max((answer.at - OVERLAP) // SECOND, cursor.since)


def _deleted(ticket: str, row: Payload) -> TicketEvent:
    at = row.instant("updated_at")
    return make(row, EventKey(ticket, f"deleted-{at // SECOND}", at), "deleted")
