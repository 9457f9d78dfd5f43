"""A ticket's audits → its events. The ticket itself tells only where and when it began; all else stands in audits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from slaclock.connectors.fact import EventKey, id_in, inside, instant, make
from slaclock.connectors.payload import Payload
from slaclock.connectors.words import Words
from slaclock.timeline.event import TicketEvent
from slaclock_integrations.zendesk import chat
from slaclock_integrations.zendesk.audit import CUSTOM_STATUS, Audit, AuditPart, statuses
from slaclock_integrations.zendesk.options import ZendeskOptions
from slaclock_integrations.zendesk.people import COMMENTS, People

DELETED = "deleted"
MERGED_TAG = "closed_by_merge"
_MENTION = re.compile(r"#(\d{1,18})\b")


@dataclass(slots=True)
class Telling:
    """One ticket being told: what is known so far, and the events."""

    ticket: Payload
    words: Words
    options: ZendeskOptions
    people: People
    live: bool = False
    """Whether its messages stand in the conversation log; the transcript among the comments then only repeats them."""
    id: str = field(init=False)
    channel: str = field(init=False)
    requester: str | None = field(init=False)
    category: str = "new"
    events: list[TicketEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.id = self.ticket.text("id")
        messaging = self.ticket.value.get("from_messaging_channel") is True
        self.channel = self.words.channel(_came_by(self.ticket), "messaging" if messaging else "web")
        self.requester = self.ticket.maybe("requester_id")

    def tell(self, audits: Sequence[Audit]) -> None:
        """The events of all audits, which stand in the order they happened."""
        self._created(audits)
        for place, audit in enumerate(audits):
            self._status(audit, ("Change",) if place == 0 else ("Create", "Change"))
            for part in audit.parts:
                if part.type in _TOLD and not (place == 0 and part.type == "Create"):
                    _TOLD[part.type](self, part, audit)
            self._merged(audit)
        if self.category != DELETED:  # a deletion that somebody took back was none
            self.events = [self._closed(event) if event.type == "deleted" else event for event in self.events]

    def _closed(self, event: TicketEvent) -> TicketEvent:
        key = EventKey(self.id, event.id, event.at, event.seq)
        return make(self.ticket, key, "status", {"to": "closed", "reason": DELETED})

    def add(self, part: AuditPart, kind: str, tail: str = "", **data: object) -> None:
        """One event of a part, under the part's own id; a second one of the same part has a tail to it."""
        self.events.append(make(part.row, EventKey(self.id, part.id + tail, part.at, part.seq), kind, data))

    # -- how it began

    def _created(self, audits: Sequence[Audit]) -> None:
        first = audits[0].parts if audits else ()
        made = {part.field: part.value for part in first if part.type == "Create" and part.field}
        # a ticket brought in from elsewhere has no audit that made it
        born = made or _before(self.ticket.value, audits)
        self.requester = id_in(born.get("requester_id")) or self.requester
        self.category = str(born.get("status") or "new")
        change = next(iter(statuses(audits[0], "Create")), {}) if made else {}
        told: dict[str, object] = {
            "channel": self.channel,
            "requester": self.requester,
            "status": self._meaning(change)[0],
            "priority": self.words.priority(id_in(born.get("priority"))),
            "customer": self.options.organizations.name(id_in(born.get("organization_id"))),
            "group": self.options.groups.name(id_in(born.get("group_id"))),
            "assignee": self.options.agents.name(id_in(born.get("assignee_id"))),
            "tags": _tags(born.get("tags")),
            "fields": {self.words.fields[key]: _scalar(born[key]) for key in born if key in self.words.fields},
            "by": self._by(first) if made else "import",
        }
        at = min([instant(self.ticket, "created_at"), *(audit.at for audit in audits[:1])])
        self.events.append(make(self.ticket, EventKey(self.id, "created", at), "created", told))

    def _by(self, first: Iterable[AuditPart]) -> str:
        """Who opened it: whoever wrote its first comment, and on the phone whoever called."""
        for part in first:
            if part.type == "VoiceComment":
                return "agent" if part.rel == "outbound" else "customer"
            if part.type in COMMENTS:
                return "agent" if self.people.author(part.author, self.requester) == "agent" else "customer"
        return "customer"

    # -- what became of it

    def _status(self, audit: Audit, types: tuple[str, ...]) -> None:
        for change in statuses(audit, *types):
            if "status" in change:
                self.category = str(change["status"].value)
            part = change.get(CUSTOM_STATUS) or change["status"]
            if self.category == DELETED:
                self.add(part, "deleted")
            elif "status" in change or self._knows(part.value) or self._knows(part.row.value.get("previous_value")):
                to, reason = self._meaning(change)
                self.add(part, "status", to=to, reason=reason)

    def _meaning(self, change: Mapping[str, AuditPart]) -> tuple[str, str | None]:
        """A custom status somebody mapped by its id says more than its category."""
        custom = change.get(CUSTOM_STATUS)
        if custom is not None and self._knows(custom.value):
            return self.words.status(str(custom.value))
        return self.words.status(self.category)

    def _knows(self, status: object) -> bool:
        return str(status) in self.words.statuses and str(status).isdigit()

    def on_field(self, part: AuditPart, _audit: Audit) -> None:
        """A property of the ticket that policies may ask for."""
        name, value = part.field, part.value
        if name == "priority":
            self.add(part, "priority", to=self.words.priority(id_in(value)))
        elif name == "group_id":
            self.add(part, "group", to=self.options.groups.name(id_in(value)))
        elif name == "assignee_id":
            self.add(part, "assignee", to=self.options.agents.name(id_in(value)))
        elif name == "organization_id":
            self.add(part, "customer", to=self.options.organizations.name(id_in(value)))
        elif name == "requester_id":
            self.requester = id_in(value)
        elif name == "tags":
            self.add(part, "tags", set=_tags(value))
        if name is not None and name in self.words.fields:
            self.add(part, "fields", tail="-field", add={self.words.fields[name]: _scalar(value)})

    # -- who spoke

    def on_comment(self, part: AuditPart, audit: Audit) -> None:
        """Somebody wrote: a customer, an agent, a rule, or slaclock itself."""
        if self.live and part.channel is not None and part.channel == _came_by(self.ticket):
            return
        author = self.people.author(part.author, self.requester)
        merge = audit.is_merge or _into(audit, self.id) is not None
        machine = part.channel == "rule" or part.ours is not None or merge or author in ("bot", "system")
        public = part.row.value.get("public") is True
        if machine:
            author = "system" if merge or author == "system" else "bot"
        channel = self.words.channels.get((part.channel or "").casefold())
        if public and not machine and self.channel == "chat" and channel != "chat":
            self.channel = "email"  # the chat is over; what is written now goes by mail
            self.add(part, "channel", tail="-channel", to=self.channel)
        # how an agent wrote says nothing about how it was sent; how a customer did, does
        by = channel if author == "customer" and channel != self.channel else None
        self.add(part, "message", author=author, public=public, auto=machine, channel=by, message=part.row.text("id"))

    def on_call(self, part: AuditPart, _audit: Audit) -> None:
        """Somebody spoke: an agent who called or answered, or a customer who left a message."""
        answered = id_in(inside(part.row.value, "data", "answered_by_id")) is not None
        agent = part.rel == "outbound" or (answered and part.rel != "voicemail")
        author = "agent" if agent else "customer"
        self.add(part, "message", author=author, public=True, channel="voice", message=part.row.text("id"))

    def on_privacy(self, part: AuditPart, _audit: Audit) -> None:
        """A comment made private was never said; made public again, it was."""
        comment = part.row.maybe("comment_id")
        if comment is not None:
            outcome = "delivered" if part.row.value.get("public") is True else "failed"
            self.add(part, "delivery", message=comment, outcome=outcome)

    def on_notification(self, part: AuditPart, _audit: Audit) -> None:
        """A rule's own mail to the customer; a policy decides whether an acknowledgement counts."""
        told = part.row.value.get("recipients")
        if isinstance(told, list) and self.requester in [str(each) for each in told]:
            self.add(part, "message", author="bot", public=True, auto=True)

    def on_chat(self, part: AuditPart, _audit: Audit) -> None:
        """A live chat began, with all that was said in it."""
        if self.channel != "chat":
            self.channel = "chat"
            self.add(part, "channel", tail="-channel", to="chat")
        self.events += chat.began(self.id, part, self.people)

    def on_chat_ended(self, part: AuditPart, _audit: Audit) -> None:
        """A live chat ended, served or not."""
        served = inside(part.row.value, "value", "is_served") is not False
        self.add(part, "session", to="ended" if served else "abandoned")

    # -- where it went

    def _merged(self, audit: Audit) -> None:
        into = _into(audit, self.id)
        if into is not None:
            self.events.append(
                make(audit.row, EventKey(self.id, f"{audit.id}-merged", audit.at), "merged", {"into": into})
            )


_TOLD: Mapping[str, Callable[[Telling, AuditPart, Audit], None]] = MappingProxyType(
    {
        "Create": Telling.on_field,
        "Change": Telling.on_field,
        "Comment": Telling.on_comment,
        "FacebookComment": Telling.on_comment,
        "VoiceComment": Telling.on_call,
        "CommentPrivacyChange": Telling.on_privacy,
        "Notification": Telling.on_notification,
        "NotificationWithCcs": Telling.on_notification,
        "ChatStartedEvent": Telling.on_chat,
        "ChatEndedEvent": Telling.on_chat_ended,
    }
)


def _into(audit: Audit, ticket: str) -> str | None:
    """The ticket that goes on, told by the merge itself or by the comment that comes with the tag of one."""
    for via in (audit.via, *(part.via for part in audit.parts)):
        into = id_in(inside(via, "source", "to", "ticket_id"))
        if inside(via, "source", "rel") == "merge" and into not in (None, ticket):
            return into
    tagged = any(
        part.field == "tags"
        and MERGED_TAG in _tags(part.value)
        and MERGED_TAG not in _tags(part.row.value.get("previous_value"))
        for part in audit.parts
    )
    if not tagged:
        return None
    bodies = [part.row.maybe("body") or "" for part in audit.parts if part.type == "Comment"]
    named = {each for body in bodies for each in _MENTION.findall(body)} - {ticket}
    return named.pop() if len(named) == 1 else None


def _before(ticket: Mapping[str, object], audits: Sequence[Audit]) -> dict[str, object]:
    """What a ticket was before its first audit: as it stands now, but for what changed since."""
    fields = {id_in(each.get("id")): each.get("value") for each in _objects(ticket.get("custom_fields"))}
    before = {**ticket, **{key: value for key, value in fields.items() if key}}
    changes = [part for audit in audits for part in audit.parts if part.type == "Change" and part.field]
    for part in reversed(changes):
        before[str(part.field)] = part.row.value.get("previous_value")
    return before


def _objects(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _came_by(ticket: Payload) -> str | None:
    return id_in(inside(ticket.value, "via", "channel"))


def _tags(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str) and each.strip()] if isinstance(value, list) else []


def _scalar(value: object) -> object:
    """A field's value; several choices become one text, whatever order they come in."""
    if isinstance(value, list):
        return ", ".join(sorted(map(str, value))) or None
    return value if isinstance(value, (str, int, float, bool)) else None
