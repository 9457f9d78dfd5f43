"""Transactions → events: what happened to a ticket of Request Tracker, in slaclock's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from slaclock.connectors.payload import event
from slaclock.connectors.words import Words
from slaclock.instant import format_instant
from slaclock.timeline.event import TicketEvent
from slaclock_integrations.rt.desk import NOBODY, SYSTEM, Change, Desk, State

MARK = "[slaclock "
"""How the subject of everything begins that slaclock writes; followed by the id of the action."""
OWNER_KINDS = frozenset({"Set", "Take", "Untake", "Steal", "Give", "Force"})
DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Reader:
    """How one Request Tracker is read: its words, and which custom fields mean something to slaclock."""

    words: Words
    channel: str = "email"
    tag_field: str | None = None
    customer_field: str | None = None

    def events(self, ticket: str, state: State, changes: Iterable[Change], desk: Desk) -> list[TicketEvent]:
        """The whole timeline of one ticket.

        The history of a survivor holds the transactions of those merged into it: each belongs to its own ticket.
        """
        own = [change for change in changes if change.ticket == ticket]
        last = next((change.id for change in reversed(own) if change.kind == "Status"), 0)
        telling = _Telling(self, ticket, state, desk, last)
        told = [*telling.created(own[0], own[1:])] if own and own[0].kind == "Create" else []
        told += [each for change in own for each in telling.told(change)]
        return [event(each, f"transaction {each['id']}") for each in told]


@dataclass(frozen=True, slots=True)
class _Telling:
    """One ticket being told."""

    reader: Reader
    ticket: str
    state: State
    desk: Desk
    last_status: int
    """The transaction that made its status what it is."""

    def created(self, first: Change, rest: list[Change]) -> Iterator[dict[str, Any]]:
        """How it was born: what stands there now, each change since gone back over."""
        words, born = self.reader.words, _Birth.of(self, rest)
        status, unmapped = words.status(born.status)
        yield self._event(
            first,
            "created",
            channel=words.channel(born.queue, self.reader.channel, needed=False),
            priority=self._priority(born.priority),
            status=status,
            requester=next(iter(self.state.requestors), None),
            group=born.queue,
            assignee=None if born.owner == NOBODY else born.owner,
            customer=born.fields.get("customer"),
            tags=sorted(born.tags),
            fields={name: value for name, value in born.fields.items() if name != "customer"},
            by=self._born_by(first),
        )
        if unmapped is not None:
            yield self._event(first, "status", "status", to=status, reason=unmapped)

    def told(self, change: Change) -> Iterator[dict[str, Any]]:
        """What one transaction tells; most tell nothing a clock asks for."""
        kind = change.kind
        if kind in ("Correspond", "Comment"):
            yield from self._message(change)
        elif kind == "Status":
            yield self._status(change)
        elif kind == "CustomField":
            yield from self._custom(change)
        elif kind == "AddLink" and change.field == "MergedInto":
            survivor = change.new.rstrip("/").rpartition("/")[2]
            if survivor and survivor != self.ticket:
                yield self._event(change, "merged", into=survivor)
        elif change.field == "Owner" and kind in OWNER_KINDS:
            name, _ = self.desk.person(change.new)
            yield self._event(change, "assignee", to=None if name == NOBODY else name)
        elif kind == "Set" and change.field == "Priority":
            yield self._event(change, "priority", to=self._priority(change.new))
        elif kind == "Set" and change.field == "Queue":
            yield from self._moved(change)

    def _message(self, change: Change) -> Iterator[dict[str, Any]]:
        public = change.kind == "Correspond"
        author = self._author(change.creator)
        if change.data.startswith(MARK) and author != "customer":
            if public:  # ours: a customer reads it, no clock takes it for an answer
                yield self._event(change, "message", author="bot", public=True, auto=True)
            return
        yield self._event(change, "message", author=author, public=public, message=str(change.id))

    def _status(self, change: Change) -> dict[str, Any]:
        if change.new == DELETED and change.id == self.last_status:
            return self._event(change, "deleted")
        if change.new == DELETED:  # somebody took it back
            return self._event(change, "status", to="closed", reason=DELETED)
        status, reason = self.reader.words.status(change.new)
        return self._event(change, "status", to=status, reason=reason)

    def _custom(self, change: Change) -> Iterator[dict[str, Any]]:
        name = next((field.name for field in self.state.fields if field.id == change.field), None)
        if name is None:
            return
        if name == self.reader.customer_field:
            yield self._event(change, "customer", to=change.new or None)
        if name == self.reader.tag_field and change.old != change.new:
            put, taken = [change.new] if change.new else [], [change.old] if change.old else []
            yield self._event(change, "tags", "tags", add=put, remove=taken)
        ours = self.reader.words.fields.get(name)
        if ours is not None:
            yield self._event(change, "fields", "fields", add={ours: change.new or None})

    def _moved(self, change: Change) -> Iterator[dict[str, Any]]:
        """A queue is a team, and may be a channel."""
        words, before, after = self.reader.words, self.desk.queue(change.old), self.desk.queue(change.new)
        yield self._event(change, "group", to=after)
        channels = [words.channel(queue, self.reader.channel, needed=False) for queue in (before, after)]
        if channels[0] != channels[1]:
            yield self._event(change, "channel", "channel", to=channels[1])

    def _author(self, name: str) -> str:
        """Staff is who is privileged and did not ask: Request Tracker, too, takes a requestor for an outsider."""
        if name == SYSTEM:
            return "system"
        if name in self.state.requestors or name in self.state.copied:
            return "customer"
        return "agent" if self.desk.person(name)[1] else "customer"

    def _born_by(self, first: Change) -> str:
        author = self._author(first.creator)
        return {"system": "import"}.get(author, author)

    def _priority(self, number: str) -> str | None:
        """The word for the highest number that is not above this one; Request Tracker shows its own in this way."""
        words = self.reader.words.priorities
        if number in words or not number.lstrip("-").isdigit():
            return self.reader.words.priority(number)
        steps = sorted((int(word) for word in words if word.lstrip("-").isdigit()), reverse=True)
        step = next((each for each in steps if each <= int(number)), None)
        return number if step is None else words[str(step)]

    def _event(self, change: Change, type: str, part: str = "", **data: Any) -> dict[str, Any]:  # noqa: A002
        name = f"{change.id}-{part}" if part else str(change.id)
        return {
            "ticket": self.ticket,
            "id": name,
            "at": format_instant(change.at),
            "seq": change.id,
            "type": type,
            **data,
        }


@dataclass(slots=True)
class _Birth:
    """A ticket on its way back to what it was when it was created."""

    status: str
    priority: str
    queue: str
    owner: str
    tags: set[str]
    fields: dict[str, str]

    @classmethod
    def of(cls, telling: _Telling, changes: list[Change]) -> _Birth:
        """Begin with the ticket as it stands, and undo every change, the latest first."""
        state, reader = telling.state, telling.reader
        born = cls(state.status, state.priority, state.queue, state.owner, set(), {})
        names = {field.id: field.name for field in state.fields}
        values = {field.id: list(field.values) for field in state.fields}
        for change in reversed(changes):
            if change.kind == "Status":
                born.status = change.old
            elif change.kind == "Set" and change.field == "Priority":
                born.priority = change.old
            elif change.kind == "Set" and change.field == "Queue":
                born.queue = telling.desk.queue(change.old)
            elif change.field == "Owner" and change.kind in OWNER_KINDS:
                born.owner = telling.desk.person(change.old)[0]
            elif change.kind == "CustomField" and change.field in values:
                held = [value for value in values[change.field] if value != change.new]
                values[change.field] = [*held, change.old] if change.old else held
        for id_, held in values.items():
            ours = "customer" if names[id_] == reader.customer_field else reader.words.fields.get(names[id_])
            if ours is not None and held:
                born.fields[ours] = held[0]
            if names[id_] == reader.tag_field:
                born.tags = {value for value in held if value.strip()}
        return born
