"""Tells a ticket's life: hears its events in order and keeps what has come of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from slaclock.clock.conversation import Conversation
from slaclock.clock.life import Acknowledgement, Inheritance, Life, Stage
from slaclock.clock.turns import Turns
from slaclock.clock.waits import Waits
from slaclock.policy.book import PolicyBook
from slaclock.policy.channel import ChannelProfile, profile
from slaclock.policy.metric import Moment
from slaclock.timeline.event import TicketEvent
from slaclock.timeline.ticket import Ticket

SOLVED = frozenset({"solved", "closed"})
_UNDONE = frozenset({"failed", "bounced"})
_TALK = frozenset({"message", "delivery", "session", "inherited"})
"""What changes no fact of the ticket."""
_UNMATCHED = frozenset({"status", "assignee", "merged", "deleted"})
"""What changes facts that no policy asks about."""


def tell(events: Iterable[TicketEvent | Inheritance], book: PolicyBook) -> Life | None:
    """The life of one ticket from its ordered events; None where it was never created."""
    told = list(events)
    teller: _Teller | None = None
    undone = _undone(told)
    for place, event in enumerate(told):
        if teller is None:
            if event.type == "created":
                teller = _Teller(event, place, book, undone)  # type: ignore[arg-type]
        elif teller.over:
            break
        else:
            teller.hear(event, place)
    return teller.life() if teller else None


def _undone(events: Iterable[TicketEvent | Inheritance]) -> frozenset[str]:
    """The messages whose last delivery report says they never arrived: as if never sent (law L28)."""
    last = {event.data["message"]: event.data["outcome"] for event in events if event.type == "delivery"}  # type: ignore[union-attr]
    return frozenset(message for message, outcome in last.items() if outcome in _UNDONE) if last else frozenset()


class _Teller:
    """Hears one ticket's events in order and keeps what has come of them so far."""

    def __init__(self, created: TicketEvent, place: int, book: PolicyBook, undone: frozenset[str]) -> None:
        self.book = book
        self.undone = undone
        self.over = False
        self.acknowledged: list[Acknowledgement] = []
        self.solved_at: int | None = None
        self.turns = Turns()
        self.turns.at, self.turns.place = created.at, place
        self.ticket = Ticket(created.ticket).apply(created)
        self.born_at = self.created_at = created.at
        self.stages: list[Stage] = []
        self.talk = Conversation(self.turns)
        self.waits = Waits(self.ticket.status, created.at)
        self._stage()
        self._begin(created)

    def _begin(self, created: TicketEvent) -> None:
        status = self.ticket.status
        self.talk.begin(by_customer=created.data["by"] != "agent")
        if self.ticket.assignee is None:
            self.turns.add(Moment.UNOWNED)
        if self.ticket.group is not None:
            self._group_turns(None, self.ticket.group)
        self.turns.add(f"status:{status}")
        if status in SOLVED:
            self._solve()

    def hear(self, event: TicketEvent | Inheritance, place: int) -> None:
        """Take in one more event."""
        self.turns.at, self.turns.place = event.at, place
        before = self.ticket
        if event.type not in _TALK:
            self.ticket = before.apply(event)  # type: ignore[arg-type]  # inheritances are talk
            if self.ticket is not before:
                self._stage(matched=event.type not in _UNMATCHED)
        heard = _HEARD.get(event.type)
        if heard is not None:
            heard(self, event, before)

    def _stage(self, *, matched: bool = True) -> None:
        """The ticket's facts changed: `matched` where policies may ask about them."""
        policies = self.book.match(self.ticket) if matched else self.stages[-1].policies
        self.stages.append(Stage(self.turns.at, self.turns.place, self.ticket, policies))

    # -- what each type of event does

    def on_message(self, event: TicketEvent, _before: Ticket) -> None:
        data = event.data
        if not data["public"]:
            return
        if data["author"] == "customer":
            if not data["auto"]:
                self._customer_wrote(event)
        elif (data["message"] or event.id) in self.undone:
            return
        elif data["auto"]:
            if any(policy.auto_acknowledgement_counts for policy in self.stages[-1].policies.values()):
                self.talk.answer()
        elif data["author"] == "agent":
            if self.talk.only_a_bot:
                self._to_people()  # who answers has taken over, whether or not the helpdesk said so
            self.talk.answer()
            if self.solved_at is None:
                self.turns.add(Moment.TOLD)

    def _customer_wrote(self, event: TicketEvent) -> None:
        self.waits.customer_wrote(event.at)
        if self.talk.only_a_bot and not self.talk.with_bot:
            self._to_people()  # the bot's session is over
        self.talk.ask(event.at)
        channel = event.data["channel"] or self.ticket.channel
        if any(each.reply_window for each in self._profiles(channel)):
            self.turns.add(Moment.INBOUND)

    def on_status(self, event: TicketEvent, before: Ticket) -> None:
        old, new = before.status, self.ticket.status
        if old == new:
            return
        self.waits.enter(new, event.at, event.data["reason"] or "")
        self.turns.add(f"left status:{old}")
        self.turns.add(f"status:{new}")
        if new in SOLVED:
            self._solve()
        elif self.solved_at is not None:
            self._reopen()

    def _solve(self) -> None:
        # closing a solved ticket is no new solve, yet it closes what the customer asked in between
        if self.solved_at is None:
            self.solved_at = self.turns.at
        self.talk.solve()
        self.turns.add(Moment.SOLVED)

    def _reopen(self) -> None:
        self.turns.add(Moment.REOPENED, self.solved_at)
        self.solved_at = None
        if self.ticket.group is not None:
            self._group_turns(None, self.ticket.group)
        if self.ticket.assignee is None:
            self.turns.add(Moment.UNOWNED)

    def on_group(self, _event: TicketEvent, before: Ticket) -> None:
        if self.solved_at is None and self.ticket.group != before.group:
            self._group_turns(before.group, self.ticket.group)

    def _group_turns(self, old: str | None, new: str | None) -> None:
        if old is not None:
            self.turns.add(f"left group:{old}")
            if new is None:
                self.turns.add(Moment.UNGROUPED)
        if new is not None:
            self.turns.add(Moment.GROUPED)
            self.turns.add(f"group:{new}")

    def on_assignee(self, _event: TicketEvent, before: Ticket) -> None:
        if before.assignee is None and self.ticket.assignee is not None:
            self.turns.add(Moment.OWNED)
        elif before.assignee is not None and self.ticket.assignee is None and self.solved_at is None:
            self.turns.add(Moment.UNOWNED)

    def on_channel(self, _event: TicketEvent, _before: Ticket) -> None:
        if not self._in_session():
            self.talk.session_over()
            self.talk.come_back()

    def on_session(self, event: TicketEvent, _before: Ticket) -> None:
        state = event.data["to"]
        if state == "bot":
            self.talk.to_bot()
        elif state in ("queued", "human"):
            self._to_people()
            self.turns.add(Moment.QUEUED if state == "queued" else Moment.ACCEPTED)
        else:
            self.turns.add(Moment.GAVE_UP)
            self.talk.session_over()
            if self._in_session():
                self.talk.leave()

    def _to_people(self) -> None:
        if self.talk.to_people() and self.ticket.assignee is None:
            self.turns.add(Moment.UNOWNED)

    def _in_session(self) -> bool:
        """Whether the ticket is on a channel where a visitor can leave."""
        return any(each.session for each in self._profiles(self.ticket.channel))

    def _profiles(self, channel: str | None) -> list[ChannelProfile]:
        """How a channel behaves under each policy that serves the ticket now."""
        policies = self.stages[-1].policies.values()
        return [policy.channel(channel) for policy in policies] or [profile(channel)]

    def on_paused(self, event: TicketEvent, _before: Ticket) -> None:
        self.waits.pause(event.data["reason"], event.at, event.data["until"])

    def on_resumed(self, event: TicketEvent, _before: Ticket) -> None:
        self.waits.resume(event.data["reason"] or "", event.at)

    def on_acknowledged(self, event: TicketEvent, _before: Ticket) -> None:
        self.acknowledged.append(Acknowledgement(event.at, event.data["target"], event.data["step"]))

    def on_merged(self, _event: TicketEvent, _before: Ticket) -> None:
        self.turns.add(Moment.CANCELLED)
        self.over = True

    on_deleted = on_merged

    def on_inherited(self, event: Inheritance, _before: Ticket) -> None:
        """A merged ticket leaves its oldest unanswered message, and its age if the requester is the same."""
        mine = self.ticket.requester
        if mine is not None and mine == event.requester and event.created_at < self.created_at:
            self.turns.add(Moment.BACKDATED, event.created_at)
            self.created_at = event.created_at
        if event.unanswered is not None:
            self.talk.ask(event.unanswered)

    def life(self) -> Life:
        """What has come of the events heard."""
        asked = self.talk.asked
        if asked is None and self.talk.first_due:
            asked = self.created_at
        places = tuple(stage.place for stage in self.stages)
        return Life(
            self.ticket,
            self.born_at,
            self.created_at,
            self.turns.told,
            self.waits.all(),
            self.stages,
            asked,
            self.acknowledged,
            self.over,
            places,
        )


_HEARD: Mapping[str, Callable[[_Teller, Any, Ticket], None]] = {
    name.removeprefix("on_"): method for name, method in vars(_Teller).items() if name.startswith("on_")
}
"""What to do on each type of event; types without an entry change facts only."""
