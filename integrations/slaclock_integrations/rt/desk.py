"""Request Tracker's REST 2 as slaclock needs it: a ticket, its transactions, people and queues by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from slaclock.connectors.http import Answer, Http
from slaclock.connectors.payload import Payload
from slaclock.connectors.protocol import NotFound, Refused, Unreadable
from slaclock.instant import MINUTE

PAGE = 100
"""The most rows Request Tracker puts on one page."""
MOST_PAGES = 200
SYSTEM = "RT_System"
NOBODY = "Nobody"
UNSET = 0
"""Request Tracker writes a date that is not set as 1970-01-01T00:00:00Z."""
_COLUMNS = "Type,Creator,Created,Field,OldValue,NewValue,Data,ObjectId"


@dataclass(frozen=True, slots=True)
class Field:
    """One custom field of a ticket and the values it holds."""

    id: str
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A ticket as it stands now. `id` is another than the one asked for once the ticket was merged."""

    id: str
    etag: str | None
    status: str
    priority: str
    queue: str
    owner: str
    due: int | None
    subject: str
    requestors: tuple[str, ...]
    copied: frozenset[str]
    fields: tuple[Field, ...]
    level: str | None
    """The service level of Request Tracker's own SLA engine, which overwrites Due, if the queue has it on."""
    fresh: bool = False
    """Whether it changed within the last minute, by Request Tracker's own clock."""

    def is_ahead_of(self, changes: Sequence[Change]) -> bool:
        """Whether it changed just now and the change is missing: its ETag is the number of its last transaction.

        A change that stays missing is one we may not see.
        """
        last = (self.etag or "").strip('"')
        return self.fresh and last.isdigit() and int(last) > max((each.id for each in changes), default=0)

    def field(self, name: str) -> Field:
        """A custom field by name; Refused if the queue has none of this name, which Request Tracker passes over."""
        for each in self.fields:
            if each.name == name:
                return each
        raise Refused(f"ticket {self.id} has no custom field {name!r} that slaclock may see")


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction of a ticket: the truth of which Request Tracker makes everything else."""

    id: int
    ticket: str
    kind: str
    field: str
    old: str
    new: str
    at: int
    creator: str
    data: str


class Desk:
    """One Request Tracker. Names are looked up once and remembered; they hardly ever change."""

    def __init__(self, http: Http) -> None:
        self._http = http
        self._queues: dict[str, str] = {}
        self._people: dict[str, tuple[str, bool]] = {}

    def state(self, ticket: str) -> State:
        """The ticket now."""
        answer = self._http.get(f"/ticket/{_id(ticket)}")
        found = Payload.of(answer.json(), f"{answer.where}")
        return State(
            id=found.text("id"),
            etag=answer.etag,
            status=found.text("Status"),
            priority=found.maybe("Priority") or "0",
            queue=self.queue(found.part("Queue").text("id")),
            owner=found.part("Owner").text("id"),
            due=_date(found, "Due"),
            subject=found.maybe("Subject") or "",
            requestors=_names(found, "Requestor"),
            copied=frozenset(_names(found, "Cc")),
            fields=tuple(_field(each) for each in found.parts("CustomFields")),
            level=found.maybe("SLA"),
            fresh=_is_fresh(found, answer),
        )

    def history(self, ticket: str) -> list[Change]:
        """Every transaction of a ticket in Request Tracker's order, those of tickets merged into it too.

        Rows we may not see are missing from a page and never counted, and no page says whether another follows: a short
        page is not the last one, an empty page is.
        """
        rows: dict[int, Change] = {}
        for page in range(1, MOST_PAGES + 1):
            query = {"fields": _COLUMNS, "per_page": PAGE, "page": page}
            found = self._changes(self._http.get(f"/ticket/{_id(ticket)}/history", query))
            rows |= {each.id: each for each in found}
            if not found:
                return [rows[key] for key in sorted(rows)]
        raise Unreadable(f"ticket {ticket} has more than {MOST_PAGES * PAGE:,} transactions")

    def changes(
        self, query: str, *, newest: bool = False, rows: int = PAGE, page: int = 1
    ) -> tuple[list[Change], int | None]:
        """Transactions of any ticket by a TransactionSQL query, and the helpdesk's own clock."""
        parameters = {
            "query": query,
            "fields": _COLUMNS,
            "per_page": rows,
            "orderby": "id",
            "order": "DESC" if newest else "ASC",
        }
        answer = self._http.get("/transactions", parameters | ({"page": page} if page > 1 else {}))
        return self._changes(answer), answer.at

    def tickets(self, query: str) -> list[str]:
        """The numbers of tickets by a TicketSQL query, ascending."""
        parameters = {"query": query, "per_page": PAGE, "orderby": "id", "order": "ASC"}
        answer = self._http.get("/tickets", parameters)
        return [each.text("id") for each in _items(answer)]

    def queue(self, id: str) -> str:  # noqa: A002  (Request Tracker's word)
        """A queue's name."""
        if id not in self._queues:
            _needed(id, "queue")
            answer = self._http.get(f"/queue/{quote(id, safe='')}")
            self._queues[id] = Payload.of(answer.json(), answer.where).text("Name")
        return self._queues[id]

    def person(self, id: str) -> tuple[str, bool]:  # noqa: A002  (Request Tracker's word)
        """A user's name and whether the desk counts as staff, from the name or number; who is gone keeps the number."""
        if id not in self._people:
            _needed(id, "user")
            try:
                answer = self._http.get(f"/user/{quote(id, safe='')}")
            except NotFound:
                return id, True
            found = Payload.of(answer.json(), answer.where)
            self._people[id] = found.text("Name"), found.maybe("Privileged") == "1"
        return self._people[id]

    def change(self, ticket: str, wanted: Mapping[str, object], etag: str | None) -> list[str]:
        """Set parts of a ticket unless somebody changed it since; what Request Tracker says about it, in its words.

        It answers 200 whether or not it did what was asked: who cares looks at the ticket afterwards.
        """
        headers = {"If-Match": etag} if etag else {}
        return _said(self._http.put(f"/ticket/{_id(ticket)}", wanted, headers=headers))

    def write(self, ticket: str, how: str, subject: str, text: str) -> str | None:
        """A comment or correspondence; the transaction it became, if it says so."""
        content = {"Subject": subject, "Content": text, "ContentType": "text/plain"}
        answer = self._http.post(f"/ticket/{_id(ticket)}/{how}", content)
        _, _, transaction = answer.headers.get("location", "").rpartition("/transaction/")
        return transaction or None

    def _changes(self, answer: Answer) -> list[Change]:
        return [_change(each) for each in _items(answer)]


def _items(answer: Answer) -> list[Payload]:
    return Payload.of(answer.json(), answer.where).parts("items")


def _change(row: Payload) -> Change:
    return Change(
        id=row.number("id"),
        ticket=row.text("ObjectId"),
        kind=row.text("Type"),
        field=row.maybe("Field") or "",
        old=row.maybe("OldValue") or "",
        new=row.maybe("NewValue") or "",
        at=row.instant("Created"),
        creator=row.part("Creator").text("id"),
        data=(row.maybe("Data") or "").strip(),
    )


def _field(row: Payload) -> Field:
    return Field(row.text("id"), row.text("name"), tuple(row.texts("values")))


def _date(found: Payload, key: str) -> int | None:
    if found.maybe(key) is None:
        return None
    at = found.instant(key)
    return None if at == UNSET else at


def _is_fresh(found: Payload, answer: Answer) -> bool:
    changed = _date(found, "LastUpdated")
    return changed is not None and answer.at is not None and answer.at - changed < MINUTE


def _names(found: Payload, key: str) -> tuple[str, ...]:
    return tuple(each.text("id") for each in found.parts(key))


def _said(answer: Answer) -> list[str]:
    """The sentences Request Tracker answers a change with."""
    found = answer.json()
    if not isinstance(found, list):
        raise Unreadable(f"{answer.where}: a list of sentences is expected")
    return [str(each) for each in found]


def _needed(id: str, what: str) -> None:  # noqa: A002  (Request Tracker's word)
    """An address without its end would answer about something else."""
    if not id.strip():
        raise Unreadable(f"Request Tracker names no {what} where one must stand")


def _id(ticket: str) -> str:
    """A ticket's number for an address; anything else is no ticket of Request Tracker's."""
    if not (ticket.isascii() and ticket.isdigit()):
        raise NotFound(f"Request Tracker has no ticket {ticket[:40]!r}; its tickets are numbers")
    return ticket
