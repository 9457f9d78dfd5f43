"""The oracle's fold: a ticket's events, one after the other, into the cycles of its clocks.

One `Life` a ticket and kind of policy. A cycle only knows when it started and stopped, how it ended, and which rule was
in force from when on; all counting is left to the walk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.oracle.book import Rule, first_match, rule_for
from tests.oracle.budget import parse_budget

Event = Mapping[str, Any]
FOREVER = 1 << 62
SOLVED = {"solved", "closed"}
SESSION_CHANNELS = {"chat"}
WINDOW_CHANNELS = {"messaging"}
REPLIES = ("first_response", "next_response")
WORK = ("resolution", "total_resolution", "requester_wait", "agent_work")
FROM_BIRTH = ("first_response", "time_to_own", *WORK)
FOLLOWS = {"message", "delivery"}  # what is still written to a merged ticket belongs to its survivor
FACTS = {"priority", "group", "assignee", "customer", "channel"}


def second_of(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def in_order(event: Event) -> tuple[Any, ...]:
    kind = event["type"]
    rank = {"message": 0, "status": 2}.get(kind, 1)
    return (second_of(event["at"]), kind != "created", event.get("seq", 0), rank, event["id"], event["ticket"])


def in_force(policies: list[Mapping[str, Any]], created: int) -> list[Mapping[str, Any]]:
    """Of several versions of one policy, the latest that was in force when the ticket was created."""
    since = [second_of(policy["effective_from"]) if "effective_from" in policy else -1 for policy in policies]
    return [
        policy
        for policy, start in zip(policies, since, strict=True)
        if start
        == max(
            (s for p, s in zip(policies, since, strict=True) if p["name"] == policy["name"] and s <= created),
            default=None,
        )
    ]


@dataclass
class Cycle:
    metric: str
    number: int
    start: int
    stop: int | None = None
    ending: str = ""
    gaps: list[tuple[int, int]] = field(default_factory=list)
    restarts: list[tuple[int, int]] = field(default_factory=list)  # earlier starts of a reply window, and their ends
    rules: list[tuple[int, Rule | None]] = field(default_factory=list)


@dataclass
class Life:
    ticket: str
    kind: str
    policies: list[Mapping[str, Any]]
    undone: set[tuple[str, str]]  # outgoing messages whose last report says they never arrived
    born: int = -1  # its own creation, whose versions it keeps
    created: int = -1  # that, or the creation of an older ticket merged into it
    created_by: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    over: bool = False  # merged away or deleted
    cycles: list[Cycle] = field(default_factory=list)
    statuses: list[tuple[int, str]] = field(default_factory=list)  # what the clocks wait for, from when on
    manual: list[list[Any]] = field(default_factory=list)  # [from, to, reason]
    told: str = ""
    holder: str = ""
    reached_a_human: bool = False
    only_a_bot: bool = False
    asked: int | None = None  # the oldest message that nobody has answered
    first_is_over: bool = False
    asked_of_a_bot: bool = False
    left: list[Cycle] = field(default_factory=list)

    # ------------------------------------------------------------------------------------------------------- cycles

    def rule(self, metric: str) -> Rule | None:
        return rule_for(self.policy, metric, self.facts.get("priority"))

    @property
    def policy(self) -> Mapping[str, Any] | None:
        return first_match(self.policies, self.kind, self.facts)

    def of(self, metric: str) -> list[Cycle]:
        return [cycle for cycle in self.cycles if cycle.metric == metric]

    def open(self, metric: str) -> Cycle | None:
        return next((cycle for cycle in self.of(metric) if cycle.stop is None), None)

    def begin(self, metric: str, at: int, since: int | None = None) -> None:
        if not self.open(metric):
            cycle = Cycle(metric, len(self.of(metric)) + 1, at if since is None else since)
            cycle.rules.append((at, self.rule(metric)))
            self.cycles.append(cycle)

    def end(self, metrics: Iterable[str], at: int, ending: str) -> list[Cycle]:
        stopped = [cycle for metric in metrics if (cycle := self.open(metric))]
        for cycle in stopped:
            cycle.stop, cycle.ending = at, ending
        return stopped

    def end_all(self, at: int, ending: str) -> None:
        self.end({cycle.metric for cycle in self.cycles}, at, ending)
        self.over = True

    def rematch(self, at: int) -> None:
        for cycle in self.cycles:
            rule = self.rule(cycle.metric)
            if cycle.stop is None and cycle.rules[-1][1] != rule:
                cycle.rules.append((at, rule))

    # ------------------------------------------------------------------------------------------------------- events

    def tell(self, event: Event) -> None:
        at, kind = second_of(event["at"]), event["type"]
        if kind == "created":
            self.on_created(event, at)
        elif self.created < 0 or self.over:
            return
        elif kind in FACTS:
            self.on_fact(kind, event["to"], at)
        elif kind in {"tags", "fields"}:
            self.on_collection(kind, event, at)
        elif handler := getattr(self, f"on_{kind}", None):
            handler(event, at)

    def on_created(self, event: Event, at: int) -> None:
        self.policies = in_force(self.policies, at)
        self.born = at
        self.created, self.created_by = at, event.get("by", "customer")
        self.facts = {key: event.get(key) for key in ("channel", "priority", "customer", "requester")}
        self.facts |= {"group": event.get("group"), "assignee": event.get("assignee")}
        self.facts |= {"tags": frozenset(event.get("tags", ())), "fields": dict(event.get("fields", {}))}
        self.told = "new"
        self.statuses.append((at, "new"))
        if self.created_by != "agent":
            self.begin("first_response", at)
        for metric in WORK:
            self.begin(metric, at)
        if not self.facts["assignee"]:
            self.begin("time_to_own", at)
        if self.facts["group"]:
            self.begin("ownership", at)
        self.on_status({"to": event.get("status", "new")}, at)

    def on_message(self, event: Event, at: int) -> None:
        automatic = event.get("auto", False)
        if not event["public"] or (event["author"] == "customer" and automatic):
            return
        if event["author"] == "customer":
            self.customer_wrote(at)
        elif (event["ticket"], event.get("message")) in self.undone:
            return
        elif automatic and self.policy and self.policy.get("auto_acknowledgement_counts"):
            self.end((*REPLIES, "reply_window", "queue_wait"), at, "answered")
        elif event["author"] == "agent" and not automatic:
            self.agent_replied(at)

    def customer_wrote(self, at: int) -> None:
        born_waiting = at == self.created and self.statuses[-1] == (at, "pending")
        if self.statuses[-1][1] == "pending" and not born_waiting:
            self.statuses.append((at, "answered by the customer"))
        self.end_manual_pauses(at, lambda reason: reason == "customer")
        self.asked = at if self.asked is None else self.asked
        if self.facts["channel"] in WINDOW_CHANNELS:
            self.restart_window(at)
        if self.holder == "bot":
            self.asked_of_a_bot = True
        else:
            if self.only_a_bot:
                self.handed_over("human", at)
            self.ask(at)

    def ask(self, at: int, since: int | None = None) -> None:
        """The customer asked at an instant, or (merged) a ticket comes that has been asked since an earlier one."""
        since = at if since is None else since
        for metric in REPLIES:
            if cycle := self.open(metric):
                cycle.start = min(cycle.start, since)
                return
        first = not self.of("first_response") and not self.first_is_over
        self.begin("first_response" if first else "next_response", at, since)

    def restart_window(self, at: int) -> None:
        if cycle := self.open("reply_window"):
            cycle.restarts.append((cycle.start, at))
            cycle.start = at
        else:
            self.begin("reply_window", at)

    def agent_replied(self, at: int) -> None:
        if self.only_a_bot:
            self.holder = "human"
            self.handed_over("human", at)
        self.end((*REPLIES, "update", "reply_window", "queue_wait"), at, "answered")
        self.forget()
        if self.told not in SOLVED:
            self.begin("update", at)

    def on_status(self, event: Event, at: int) -> None:
        before, to = self.told, event["to"]
        if to == before:
            return
        self.told = to
        self.statuses.append((at, to))
        if before == "hold":
            self.end(["vendor_wait"], at, "answered")
        if to == "hold":
            self.begin("vendor_wait", at)
        if to in SOLVED:
            self.solve(at)
        elif before in SOLVED:
            self.reopen(at)

    def forget(self) -> None:
        self.asked, self.asked_of_a_bot, self.left = None, False, []

    def solve(self, at: int) -> None:
        self.end((*REPLIES, "reply_window", "time_to_own", "queue_wait"), at, "closed_unanswered")
        self.end((*WORK, "update", "ownership"), at, "answered")
        self.first_is_over = True
        self.forget()

    def reopen(self, at: int) -> None:
        window = parse_budget((self.policy or {}).get("reopen_window", "168 hours")).amount
        for metric in WORK:
            cycles = self.of(metric)
            if cycles and cycles[-1].stop is not None and at - cycles[-1].stop <= window:
                cycles[-1].gaps.append((cycles[-1].stop, at))
                cycles[-1].stop, cycles[-1].ending = None, ""
                self.rematch(at)
            elif cycles:
                self.begin(metric, at)
        if self.facts["group"]:
            self.begin("ownership", at)
        if not self.facts["assignee"]:
            self.begin("time_to_own", at)

    def on_fact(self, name: str, to: str | None, at: int) -> None:
        if to == self.facts.get(name):
            return
        if name == "group":
            self.end(["ownership"], at, "answered")
        if name == "assignee" and to:
            self.end(["time_to_own"], at, "answered")
        self.facts[name] = to
        if name == "channel" and to not in SESSION_CHANNELS:
            self.take_back_the_leaving()
            if self.holder == "bot":
                self.holder, self.asked_of_a_bot = "", False
        self.rematch(at)
        if self.told in SOLVED:
            return
        if name == "group" and to:
            self.begin("ownership", at)
        if name == "assignee" and not to:
            self.begin("time_to_own", at)

    def take_back_the_leaving(self) -> None:
        """A chat that goes on by e-mail keeps its one promise."""
        for cycle in self.left:
            if not any(self.open(metric) for metric in REPLIES):
                cycle.stop, cycle.ending = None, ""
        self.left = []

    def on_collection(self, name: str, event: Event, at: int) -> None:
        if name == "tags":
            tags = frozenset(event.get("set", self.facts["tags"]))
            self.facts["tags"] = (tags | frozenset(event.get("add", ()))) - frozenset(event.get("remove", ()))
        else:
            fields = dict(event.get("set", self.facts["fields"])) | dict(event.get("add", {}))
            self.facts["fields"] = {key: value for key, value in fields.items() if key not in event.get("remove", ())}
        self.rematch(at)

    def on_paused(self, event: Event, at: int) -> None:
        until = second_of(event["until"]) if event.get("until") else FOREVER
        self.manual.append([at, until, event["reason"]])

    def on_resumed(self, event: Event, at: int) -> None:
        reason = event.get("reason")
        same = any(pause[2] == reason and pause[0] <= at < pause[1] for pause in self.manual)
        self.end_manual_pauses(at, lambda other: other == reason or not same)

    def end_manual_pauses(self, at: int, chosen: Any) -> None:
        for pause in self.manual:
            if pause[0] <= at < pause[1] and chosen(pause[2]):
                pause[1] = at

    def on_session(self, event: Event, at: int) -> None:
        to = event["to"]
        if to == self.holder:
            return
        self.holder = to
        if to == "bot":
            self.handed_to_a_bot()
        elif to in {"queued", "human"}:
            self.handed_over(to, at)
        else:
            self.visitor_left(at)

    def handed_to_a_bot(self) -> None:
        if not self.reached_a_human and not any(cycle.stop for cycle in self.of("first_response")):
            self.only_a_bot = True
            self.asked_of_a_bot = bool(self.open("first_response"))
            self.cycles = [cycle for cycle in self.cycles if cycle.metric not in FROM_BIRTH or cycle.stop is not None]

    def handed_over(self, to: str, at: int) -> None:
        self.reached_a_human = True
        self.end(["queue_wait"], at, "answered") if to == "human" else self.begin("queue_wait", at)
        if self.only_a_bot:
            self.only_a_bot = False
            for metric in WORK:
                self.begin(metric, at)
            if not self.facts["assignee"]:
                self.begin("time_to_own", at)
            if self.created_by != "agent":
                self.begin("first_response", at)
        if self.asked_of_a_bot:
            self.asked_of_a_bot, self.asked = False, at
            self.ask(at)

    def visitor_left(self, at: int) -> None:
        self.end(["queue_wait"], at, "abandoned")
        self.asked_of_a_bot = False
        if self.facts["channel"] in SESSION_CHANNELS:
            self.left = self.end(REPLIES, at, "abandoned")

    def on_deleted(self, _event: Event, at: int) -> None:
        self.end_all(at, "cancelled")

    def inherit(self, other: Life, at: int) -> None:
        """Take over what a ticket merged into this one still owed its customer."""
        same = other.facts["requester"] is not None and other.facts["requester"] == self.facts["requester"]
        if same and other.created < self.created:
            self.created = other.created
            for cycle in self.cycles:
                if cycle.stop is None and cycle.number == 1 and cycle.metric in FROM_BIRTH:
                    cycle.start = min(cycle.start, other.created)
        if owed := [asked.start for metric in REPLIES if (asked := other.open(metric))]:
            since = min(owed) if other.asked is None else other.asked
            self.ask(at, since)
            self.asked = since if self.asked is None else min(since, self.asked)


def lives_of(config: Mapping[str, Any], events: Iterable[Event], at: int) -> list[Life]:
    """Every ticket's life under every kind of policy, as far as it had happened by an instant."""
    happened = {(e["ticket"], e["id"]): e for e in events if second_of(e["at"]) <= at}
    ordered = sorted(happened.values(), key=in_order)
    reports = {(e["ticket"], e["message"]): e["outcome"] for e in ordered if e["type"] == "delivery"}
    undone = {key for key, outcome in reports.items() if outcome in {"failed", "bounced"}}
    kinds = {policy.get("kind", "customer") for policy in config["policies"]}
    lives = {
        (ticket, kind): Life(ticket, kind, config["policies"], undone)
        for ticket in sorted({e["ticket"] for e in ordered})
        for kind in sorted(kinds)
    }
    survivors: dict[str, str] = {}
    for event in ordered:
        for kind in kinds:
            if event["type"] == "merged":
                merge(lives, survivors, kind, event)
            elif event["type"] in FOLLOWS and event["ticket"] in survivors:
                if heir := lives.get((heir_of(event["ticket"], survivors), kind)):
                    heir.tell(event)
            else:
                lives[event["ticket"], kind].tell(event)
        if event["type"] == "merged" and event["ticket"] not in survivors:
            survivors[event["ticket"]] = event["into"]
    return list(lives.values())


def heir_of(ticket: str, survivors: Mapping[str, str]) -> str:
    """Who goes on for a merged ticket, however often its survivors were merged in turn."""
    seen = {ticket}
    while ticket in survivors and survivors[ticket] not in seen:
        ticket = survivors[ticket]
        seen.add(ticket)
    return ticket


def merge(lives: dict[tuple[str, str], Life], survivors: Mapping[str, str], kind: str, event: Event) -> None:
    loser, at = event["ticket"], second_of(event["at"])
    gone = lives[loser, kind]
    survivor = lives.get((heir_of(loser, {**survivors, loser: event["into"]}), kind))
    if gone.created < 0 or gone.over:
        return
    if survivor and survivor.created >= 0 and not survivor.over:
        survivor.inherit(gone, at)
    gone.end_all(at, "cancelled")
