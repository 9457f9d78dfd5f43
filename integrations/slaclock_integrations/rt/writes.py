"""Messages → changes of a ticket. Request Tracker answers 200 to what it refuses, so the ticket is looked at again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slaclock.connectors.protocol import Message, MessageKind, NotFound, Receipt, Refused
from slaclock.connectors.words import Words
from slaclock.instant import SECOND, format_instant
from slaclock_integrations.rt.desk import NOBODY, UNSET, Desk, State
from slaclock_integrations.rt.feed import quoted
from slaclock_integrations.rt.history import MARK

HOW = {MessageKind.NOTE: "comment", MessageKind.REPLY: "correspond"}
KINDS = {MessageKind.NOTE: "Comment", MessageKind.REPLY: "Correspond"}
LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class _Wish:
    """What to set, and how to see that it is so."""

    change: dict[str, object]
    done: Callable[[State], bool]


@dataclass(frozen=True, slots=True)
class Writer:
    """How one Request Tracker is written to."""

    desk: Desk
    words: Words
    due_field: str | None = None
    tag_field: str | None = None

    def deliver(self, message: Message) -> Receipt:
        """One attempt."""
        state = self._state(message.ticket)
        if message.kind in HOW:
            return self._write(message, state)
        wish = self._wish(message, state)
        if wish.done(state):
            return Receipt()
        said = self.desk.change(message.ticket, wish.change, state.etag)
        if not wish.done(self._state(message.ticket)):
            raise Refused(f"ticket {message.ticket}: Request Tracker did not set the {message.kind}: {_line(said)}")
        return Receipt(warnings=self._warnings(message, state))

    def look(self, message: Message) -> bool:
        """Whether it is done already."""
        state = self._state(message.ticket)
        if message.kind not in HOW:
            return self._wish(message, state).done(state)
        # without the mark's brackets: a query with one is taken for JSON, and answered with 500
        kind, subject = KINDS[message.kind], quoted(_mark(message).strip("[]"))
        query = f"ObjectId = {int(state.id)} AND ObjectType = 'RT::Ticket' AND Type = '{kind}' AND Data LIKE {subject}"
        rows, _ = self.desk.changes(query)
        strangers = {*state.requestors, *state.copied}
        return any(row.data.startswith(_mark(message)) and row.creator not in strangers for row in rows)

    def _state(self, ticket: str) -> State:
        state = self.desk.state(ticket)
        if state.id != ticket:
            raise NotFound(f"ticket {ticket} was merged into {state.id}")
        return state

    def _write(self, message: Message, state: State) -> Receipt:
        about = "SLA" if message.kind is MessageKind.NOTE else f"Re: {state.subject}"
        subject = f"{_mark(message)} {about}"[:LONGEST_SUBJECT]
        return Receipt(self.desk.write(message.ticket, HOW[message.kind], subject, _text(message)))

    def _wish(self, message: Message, state: State) -> _Wish:
        match message.kind:
            case MessageKind.DUE_DATE:
                return self._due(message)
            case MessageKind.PRIORITY:
                number = self.words.priority_there(_text(message))
                if not number.lstrip("-").isdigit():
                    raise Refused(f'priority {number!r} has no number; write priorities = {{ "100" = {number!r} }}')
                return _Wish({"Priority": int(number)}, lambda now: now.priority == number)
            case MessageKind.ASSIGNEE:
                owner = NOBODY if message.value is None else _text(message)
                return _Wish({"Owner": owner}, lambda now: now.owner == owner)
            case MessageKind.GROUP:
                queue = _text(message)
                return _Wish({"Queue": queue}, lambda now: now.queue == queue)
            case MessageKind.TAG:
                return self._tag(message, state)
            case _:
                theirs = next((name for name, ours in self.words.fields.items() if ours == message.name), None)
                return _field(theirs or message.name or "", "" if message.value is None else _text(message))

    def _due(self, message: Message) -> _Wish:
        """Seconds of UTC, rounded up: a due date before the deadline would promise too much."""
        if message.value is not None and (isinstance(message.value, bool) or not isinstance(message.value, int)):
            raise Refused("a due date is an instant in microseconds, or None")
        due = None if message.value is None else -(-message.value // SECOND) * SECOND
        text = format_instant(UNSET if due is None else due)
        if self.due_field is not None:
            return _field(self.due_field, "" if due is None else text)
        # a T, a Z or an offset is stored as it stands and read as no date at all; this form is UTC for every user
        return _Wish({"Due": text.replace("T", " ").removesuffix("Z")}, lambda now: now.due == due)

    def _tag(self, message: Message, state: State) -> _Wish:
        """A field of many values is written as a whole."""
        tag, name = _text(message), self.tag_field
        if name is None:
            raise Refused('Request Tracker has no tags; name a custom field for them with tag_field = "…"')
        values = [*state.field(name).values, tag]
        return _Wish({"CustomFields": {name: values}}, lambda now: set(values) <= set(now.field(name).values))

    def _warnings(self, message: Message, state: State) -> tuple[str, ...]:
        if message.kind is not MessageKind.DUE_DATE or self.due_field is not None or state.level is None:
            return ()
        warning = (
            f"ticket {message.ticket}: Request Tracker's own SLA ({state.level}) will overwrite Due; switch it off for"
            " the queue, or let slaclock write into a custom field (due_field)"
        )
        return (warning,)


def _field(name: str, value: str) -> _Wish:
    wanted = (value,) if value else ()
    return _Wish({"CustomFields": {name: value}}, lambda now: now.field(name).values == wanted)


def _mark(message: Message) -> str:
    return f"{MARK}{message.id}]"


def _text(message: Message) -> str:
    value = message.value
    if value is None:
        raise Refused(f"nothing to write as {message.kind}")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _line(said: list[str]) -> str:
    return "; ".join(said)[:300] or "it said nothing"
