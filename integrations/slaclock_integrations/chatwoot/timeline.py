"""A conversation → its events. Chatwoot keeps messages, and writes down changes only as sentences and reports.

What neither tells is told as it is seen: an event dated at the conversation's last update says what its status,
priority, labels and owners are now. The same told again changes nothing, and what changed is dated not earlier than it
happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from slaclock.connectors.fact import EventKey, id_in, inside, make
from slaclock.connectors.payload import Payload
from slaclock.connectors.words import Words
from slaclock.instant import MINUTE, SECOND
from slaclock.timeline.event import TicketEvent
from slaclock_integrations.chatwoot.account import ChatwootAccount
from slaclock_integrations.chatwoot.instant import moment, needed
from slaclock_integrations.chatwoot.people import ACTIVITY, INCOMING, TEMPLATE, author, is_bot, kind

HANDED_OVER = "conversation_bot_handoff"
REPORTED = {"conversation_resolved": "resolved", "conversation_opened": "open", HANDED_OVER: "open"}
OUTCOMES = ("failed", "delivered", "read")
"""What becomes of a message; one that failed may be tried again, and what arrived does not fail any more."""
SENT = "sent"
"""What every message is at first, and one that failed is again once somebody tries anew and no channel refuses it."""


@dataclass(frozen=True, slots=True, order=True)
class StatusChange:
    """A moment at which the conversation had a status, and what says so."""

    at: int
    seq: int
    id: str
    status: str

    def repeats(self, report: StatusChange) -> bool:
        """Whether a report told it: Chatwoot writes its sentences down later, and dates them in whole seconds."""
        return self.status == report.status and -SECOND < self.at - report.at <= MINUTE


@dataclass(slots=True)
class ChatwootStory:
    """One conversation being told."""

    conversation: Payload
    messages: Sequence[Payload]
    reports: Sequence[Payload]
    channel: str
    words: Words
    account: ChatwootAccount
    id: str = field(init=False)
    created_at: int = field(init=False)
    updated_at: int = field(init=False)
    events: list[TicketEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        row = self.conversation
        self.id, self.created_at = row.text("id"), needed(row, "created_at")
        seen = (moment(row, key) for key in ("updated_at", "last_activity_at", "timestamp"))
        self.updated_at = max(next((at for at in seen if at is not None), self.created_at), self.created_at)

    def tell(self) -> list[TicketEvent]:
        """All events, in the order they happened."""
        self._created()
        for message in self.messages:
            if kind(message) != ACTIVITY:
                self._message(message)
        reports = self._reports()
        turns = sorted([*reports, *_unreported(self._sentences(), reports)])
        self._status(turns)
        self._session(turns)
        self._seen()
        return sorted(self.events, key=lambda event: event.order)

    def _add(self, row: Payload, key: EventKey, type: str, **data: object) -> None:  # noqa: A002  (the grammar's word)
        self.events.append(make(row, key, type, data))

    # -- what happened

    def _created(self) -> None:
        talk = (each for each in self.messages if kind(each) not in (ACTIVITY, TEMPLATE))
        first = next((each for each in talk if each.value.get("private") is not True), None)
        by = "customer" if first is None or kind(first) == INCOMING else "agent"
        person = id_in(inside(self.conversation.value, "meta", "sender", "id"))
        key = EventKey(self.id, "created", self.created_at)
        self._add(self.conversation, key, "created", channel=self.channel, requester=person, by=by)

    def _message(self, message: Payload) -> None:
        number, who, at = message.text("id"), author(message, self.account.bots), needed(message, "created_at")
        public = message.value.get("private") is not True
        key = EventKey(self.id, number, at, message.number("id"))
        self._add(message, key, "message", author=who[0], public=public, auto=who[1], message=number)
        if public and kind(message) != INCOMING:
            self._delivery(message, number, at)

    def _delivery(self, message: Payload, number: str, at: int) -> None:
        """What became of a message, dated at its last update.

        Where Chatwoot tells no such date, the ids put a failure before the arrival that followed it. A message that is
        `sent` and was touched since it was written may be one that was tried again: whatever failed before is undone.
        """
        report, told = message.value.get("status"), moment(message, "updated_at")
        if report in OUTCOMES:
            name, outcome = f"{number}-{OUTCOMES.index(str(report))}-{report}", str(report)
        elif report == SENT and told is not None and told - at >= SECOND:
            name, outcome = f"{number}-{SENT}", "delivered"
        else:
            return
        name = name if told is None else f"{name}-{told}"
        key = EventKey(self.id, name, max(told or at, at), message.number("id"))
        self._add(message, key, "delivery", message=number, outcome=outcome)

    # -- what its status was

    def _sentences(self) -> list[StatusChange]:
        """The changes of status that Chatwoot wrote down as sentences."""
        found: list[StatusChange] = []
        for message in self.messages:
            content = message.value.get("content")
            if kind(message) != ACTIVITY or not isinstance(content, str):
                continue
            status = next((to for piece, to in self.account.activities.items() if piece in content), None)
            if status is not None:
                found.append(
                    StatusChange(needed(message, "created_at"), message.number("id"), message.text("id"), status)
                )
        return found

    def _reports(self) -> list[StatusChange]:
        """The changes that its reports count."""
        told = ((each, REPORTED.get(each.maybe("name") or "")) for each in self.reports)
        return [
            StatusChange(needed(each, "event_end_time"), 0, f"report-{each.text('id')}", status)
            for each, status in told
            if status is not None
        ]

    def _status(self, turns: Sequence[StatusChange]) -> None:
        now = self.conversation.text("status").casefold()
        last = StatusChange(self.updated_at, 0, f"seen-{now}-{self.updated_at}", now)
        for turn in (*turns, last):
            to, reason = self.words.status(turn.status)
            key = EventKey(self.id, f"{turn.id}-status", turn.at, turn.seq)
            self._add(self.conversation, key, "status", to=to, reason=reason)

    # -- who held it

    def _session(self, turns: Sequence[StatusChange]) -> None:
        """A bot holds a conversation that is pending, until somebody opens it."""
        handed = any(each.maybe("name") == HANDED_OVER for each in self.reports)
        if not (handed or any(map(is_bot, self.messages)) or self._waits_for_a_bot(turns)):
            return
        self._hold("bot", EventKey(self.id, "bot", self.created_at))
        pending = True
        for turn in turns:
            if pending != (turn.status == "pending"):
                pending = not pending
                self._hold("bot" if pending else "queued", EventKey(self.id, f"{turn.id}-held", turn.at, turn.seq))
        if pending and self.conversation.text("status").casefold() != "pending":
            self._hold("queued", EventKey(self.id, f"seen-queued-{self.updated_at}", self.updated_at))

    def _waits_for_a_bot(self, turns: Sequence[StatusChange]) -> bool:
        """A conversation that nobody made pending was born so: a bot is about to talk."""
        answered = any(author(each, self.account.bots)[0] == "agent" for each in self.messages)
        return not turns and not answered and self.conversation.text("status").casefold() == "pending"

    def _hold(self, to: str, key: EventKey) -> None:
        self._add(self.conversation, key, "session", to=to)

    # -- what else it is now

    def _seen(self) -> None:
        row, touched = self.conversation.value, any(kind(each) == ACTIVITY for each in self.messages)
        owner, team = (id_in(inside(row, "meta", key, "id")) for key in ("assignee", "team"))
        facts: dict[str, str | None] = {
            "priority": self.words.priority(id_in(row.get("priority"))),
            "assignee": self.account.agents.name(owner),
            "group": self.account.teams.name(team),
        }
        if self.account.customer_field is not None:
            company = inside(row, "meta", "sender", "custom_attributes", self.account.customer_field)
            facts["customer"] = id_in(company)
        for fact, value in facts.items():
            if value is not None or touched:  # without a sentence nothing was ever set, nor taken off
                self._add(self.conversation, self._now(fact), fact, to=value)
        labels = row.get("labels")
        named = [each for each in labels if isinstance(each, str)] if isinstance(labels, list) else []
        if named or touched:
            self._add(self.conversation, self._now("labels"), "tags", set=named)
        told = row.get("custom_attributes")
        mapped = {ours: _scalar(inside(told, theirs)) for theirs, ours in self.words.fields.items()}
        if mapped:
            self._add(self.conversation, self._now("attributes"), "fields", add=mapped)

    def _now(self, fact: str) -> EventKey:
        return EventKey(self.id, f"seen-{fact}-{self.updated_at}", self.updated_at)


def _unreported(sentences: Sequence[StatusChange], reports: Sequence[StatusChange]) -> list[StatusChange]:
    """The sentences that say what no report does; each report has one sentence at most."""
    found, left = list[StatusChange](), sorted(reports)
    for sentence in sorted(sentences):
        report = next((each for each in left if sentence.repeats(each)), None)
        if report is None:
            found.append(sentence)
        else:
            left.remove(report)
    return found


def _scalar(value: object) -> object:
    return value if isinstance(value, (str, int, float, bool)) else None
