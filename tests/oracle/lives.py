"""Random nasty ticket lives over nasty calendars: seeded, quick, and dense in coincidences.

Instants and budgets prefer whole hours and half hours, so that events fall on deadlines, openings, closings, clock
changes and on each other far more often than real ones do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from tests.oracle.hours import Table, Window

Event = dict[str, Any]

CALENDARS: dict[str, dict[str, Any]] = {
    "lunch": {
        "timezone": "Europe/Berlin",
        "hours": {"mon-thu": "09:00-12:00, 13:00-18:00", "fri": "09:00-16:00"},
        "holidays": ["2026-04-03", "2026-04-06", "2026-12-25", "2027-01-01"],
        "special": {"2026-12-24": "09:00-12:00", "2026-03-28": "10:00-14:00", "2026-10-26": "closed"},
    },
    "broad": {"timezone": "America/New_York", "hours": {"every-day": "08:00-20:00"}},
    "office": {"timezone": "America/New_York", "hours": {"mon-fri": "09:00-17:00"}, "holidays": ["2026-12-25"]},
    "nights": {
        "timezone": "Europe/Berlin",
        "hours": {"every-day": "22:00-06:00"},
        "special": {"2026-03-29": "closed", "2026-12-24": "20:00-23:00"},
    },
    "cut-nights": {
        "timezone": "America/New_York",
        "hours": {"mon-fri": "21:30-02:30", "sat": "00:30-03:30"},
        "special": {"2026-03-10": "closed", "2026-10-28": "closed"},
        "holidays": ["2026-12-25"],
        "cut_at_midnight": True,
    },
    "island": {
        "timezone": "Australia/Lord_Howe",
        "hours": {"mon-sat": "08:30-12:15, 12:45-16:45", "sun": "01:45-02:15, 23:00-01:00"},
    },
    "gap": {"timezone": "Europe/Berlin", "hours": {"sat-sun": "01:30-02:30, 02:45-04:00", "mon-fri": "02:00-03:00"}},
    "havana": {"timezone": "America/Havana", "hours": {"every-day": "23:30-00:30, 00:45-09:00"}},
    "tiny": {
        "timezone": "Europe/Berlin",
        "hours": {"mon-fri": "09:00-09:30, 11:30:30-11:31:15, 15:00-16:00", "sat": "10:00-10:01"},
    },
    "always": {"timezone": "Europe/Berlin", "hours": "always"},
    "round": {"timezone": "America/New_York", "hours": {"every-day": "00:00-24:00"}},
    "seasonal": {
        "timezone": "Europe/Berlin",
        "hours": {"mon-fri": "09:00-17:00"},
        "seasons": [
            {"from": "12-24", "to": "01-06", "hours": {"mon-sun": "10:00-15:00"}},
            {"from": "03-28", "to": "04-05", "hours": {"mon-fri": "07:00-10:00, 10:00-11:00"}},
        ],
        "special": {"2026-12-31": "09:00-12:00"},
    },
    "moving": {
        "timezone": "Europe/Berlin",
        "hours": {"mon-fri": "09:00-17:00"},
        "changes": [
            {"effective_from": "2026-03-09", "hours": {"mon-sat": "08:00-12:00, 14:00-18:00"}},
            {"effective_from": "2026-10-27", "hours": {"mon-fri": "06:00-22:00"}, "special": {"2026-10-29": "closed"}},
        ],
    },
    "sun-follower": {"union": ["lunch", "office"]},
    "overlap": {"intersection": ["broad", "lunch"]},
    "without": {"base": "broad", "minus": "tiny"},
}
PARTS = {"sun-follower": ["lunch", "office"], "overlap": ["broad", "lunch"], "without": ["broad", "tiny"]}

ERAS = {
    "clocks go forward in New York": date(2026, 3, 6),
    "clocks go forward in Berlin": date(2026, 3, 26),
    "half an hour forward on Lord Howe": date(2026, 10, 2),
    "clocks go back": date(2026, 10, 23),
    "holidays": date(2026, 12, 22),
}
LENGTH = timedelta(days=10)
BUDGETS = [
    *("30 business minutes", "1 business hour", "2 business hours", "4bh", "8bh", "45 business seconds", "11bh"),
    *("1 hour", "4 hours", "24h", "90 seconds", "1 business day", "2bd", "end of business day", "eobd+1", "eobd+2"),
    "end of next business day",
]
METRICS = {
    "customer": [
        *("first_response", "next_response", "update", "resolution", "total_resolution", "requester_wait"),
        *("agent_work", "time_to_own", "reply_window", "queue_wait"),
    ],
    "internal": ["ownership", "agent_work", "resolution"],
    "vendor": ["vendor_wait"],
}
CHANNELS = ["email", "email", "web", "voice", "sms", "messaging", "letter", "social", "chat", "chat"]
PRIORITIES = ["low", "normal", "high", "urgent", None]
STATUSES = ["open", "pending", "pending", "hold", "solved", "new", "closed"]
PAUSES = [["pending"], ["hold"], ["pending", "hold"], ["new", "pending"], []]
WHEN: list[dict[str, Any]] = [
    {},
    {"priority": ["high", "urgent"]},
    {"group": "a"},
    {"customer": ["ACME", "Globex"]},
    {"channel": ["email", "web", "chat"], "group": ["a", "b"]},
    {"tags": ["vip", "slow"]},
]


@dataclass(frozen=True)
class Case:
    config: Mapping[str, Any]
    events: tuple[Event, ...]
    asked: tuple[str, ...]


def window(era: str) -> Window:
    return Window(ERAS[era] - timedelta(days=4), 60)


@cache
def configs(era: str, number: int = 8) -> list[dict[str, Any]]:
    """A handful of policy books for an era; calendars are marked once and shared."""
    return [random_config(Random(f"{era}/{n}")) for n in range(number)]


Tables = dict[tuple[str, tuple[str, ...]], Table]


# ------------------------------------------------------------------------------------------------------------- policies


def random_config(random: Random) -> dict[str, Any]:
    kinds = ["customer", "customer", *random.sample(["customer", "internal", "vendor"], random.randrange(3))]
    acknowledge = random.random() < 0.3
    policies = [random_policy(random, f"p{n}", kind, acknowledge=acknowledge) for n, kind in enumerate(kinds)]
    used = {policy["calendar"] for policy in policies}
    used |= {rows["calendar"] for policy in policies for rows in policy["targets"].values() if "calendar" in rows}
    used |= {part for name in used for part in PARTS.get(name, ())}
    return {"calendars": {name: CALENDARS[name] for name in sorted(used)}, "policies": policies}


def random_policy(random: Random, name: str, kind: str, *, acknowledge: bool) -> dict[str, Any]:
    chosen = random.sample(METRICS[kind], min(len(METRICS[kind]), random.randrange(3, 8)))
    policy: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "when": random.choice(WHEN),
        "calendar": random.choice(list(CALENDARS)),
        "targets": {metric: random_rows(random, metric) for metric in chosen},
    }
    if random.random() < 0.5:
        policy["reopen_window"] = random.choice(["1 hour", "24 hours", "72 hours"])
    if acknowledge:
        policy["auto_acknowledgement_counts"] = True
    return policy


def random_rows(random: Random, metric: str) -> dict[str, Any]:
    named = [priority for priority in random.sample(PRIORITIES, random.randrange(3)) if priority]
    rows: dict[str, Any] = {row: random.choice(BUDGETS) for row in [*named, "default"]}
    if named and random.random() < 0.15:
        del rows["default"]
    if metric in {"resolution", "update", "ownership"} and random.random() < 0.5:
        rows["pauses"] = random.choice(PAUSES)
    if metric in {"resolution", "update", "ownership"} and random.random() < 0.25:
        rows["pause_cap"] = random.choice(["1 business hour", "5bh", "3 hours", "24h"])
    if random.random() < 0.2:
        rows["calendar"] = random.choice(list(CALENDARS))
    return rows


# ---------------------------------------------------------------------------------------------------------------- lives


def random_case(era: str, seed: int) -> Case:
    random = Random(f"{era}:{seed}")
    config = random.choice(configs(era))
    teller = Teller(random, ERAS[era])
    events = teller.life("T1")
    if random.random() < 0.15:
        events += Teller(random, ERAS[era]).life("T2", calm=True)
        merge_at = max(at_of(event) for event in events) + random.choice([0, 1_800, 90_000])
        pair = random.sample(["T1", "T2"], 2)
        if not any(event["type"] in {"deleted", "session"} for event in events):
            events.append(stamped(merge_at, ticket=pair[0], id="m", type="merged", into=pair[1]))
            if random.random() < 0.5:
                author = random.choice(["customer", "agent"])
                late = {"type": "message", "author": author, "public": True, "message": "late"}
                events.append(stamped(merge_at + 3_600, ticket=pair[0], id="late", **late))
    return Case(config, tuple(events), tuple(instants_to_ask(random, events)))


def instants_to_ask(random: Random, events: list[Event]) -> list[str]:
    seconds = sorted(at_of(event) for event in events)
    asked = [random.choice(seconds), seconds[-1] + random.choice([0, 1, 3_600, 40_000, 200_000])]
    return [text_of(second) for second in asked]


def at_of(event: Event) -> int:
    return int(datetime.fromisoformat(event["at"]).timestamp())


def text_of(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()


def stamped(second: int, **keys: Any) -> Event:
    return {"at": text_of(second), **keys}


class Teller:
    """Tells one life: keeps the time, and as much of the story as makes the next event worth telling."""

    def __init__(self, random: Random, first: date) -> None:
        self.random = random
        start = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(days=random.randrange(6))
        self.now = int(start.timestamp()) + self.pick([random.randrange(48) * 1_800, random.randrange(86_400)])
        self.end = int((start + LENGTH).timestamp())
        self.events: list[Event] = []
        self.sent: list[str] = []
        self.reasons = ["customer", "parts", "legal", "weather"]
        self.asleep: list[str] = []

    def pick(self, choices: list[Any]) -> Any:
        return self.random.choice(choices)

    def pass_time(self) -> None:
        step = self.random.random()
        if step < 0.12:
            return
        if step < 0.6:
            self.now = (self.now // 1_800 + self.random.randrange(1, 12)) * 1_800
        elif step < 0.85:
            self.now += self.random.randrange(1, 20_000)
        else:
            self.now += self.random.randrange(1, 4) * 43_200

    def tell(self, type_: str, **keys: Any) -> None:
        event = stamped(
            self.now, ticket=self.ticket, id=f"{self.random.choice('abcxyz')}{len(self.events)}", type=type_
        )
        if self.random.random() < 0.1:
            event["seq"] = self.random.randrange(3)
        self.events.append(event | keys)

    def life(self, ticket: str, *, calm: bool = False) -> list[Event]:
        self.ticket = ticket
        channel = self.pick([c for c in CHANNELS if c != "chat"] if calm else CHANNELS)
        by = self.pick(["customer", "customer", "customer", "agent", "import"])
        self.create(channel, by)
        if channel == "chat" and by == "customer":
            self.chat()
        for _ in range(self.random.randrange(1, 4 if calm else 12)):
            self.pass_time()
            if self.now > self.end:
                break
            self.something(calm=calm)
        if not calm and self.random.random() < 0.05:
            self.pass_time()
            self.tell("deleted")
        return self.events

    def create(self, channel: str, by: str) -> None:
        keys = {
            "by": by,
            "priority": self.pick(PRIORITIES),
            "status": self.pick(["new", "new", "new", "open", "pending", "hold"]),
            "customer": self.pick(["ACME", "Globex", "Initech"]),
            "requester": self.pick(["r1", "r2"]),
            "group": self.pick([None, "a", "b", "c"]),
            "assignee": self.pick([None, None, "x"]),
            "tags": self.pick([[], [], ["vip"]]),
        }
        kept = {key: value for key, value in keys.items() if value is not None and self.random.random() < 0.9}
        if by != "customer":
            kept["by"] = by
        self.tell("created", channel=channel, **kept)
        if self.random.random() < 0.7:
            self.tell("message", author="agent" if by == "agent" else "customer", public=True)

    def chat(self) -> None:
        if self.random.random() < 0.5:
            self.now += self.pick([0, 5, 60])
            self.tell("session", to="bot")
            self.now += self.pick([1, 300, 3_600])
        if self.random.random() < 0.5:
            self.tell("session", to="queued")
            self.now += self.pick([0, 30, 600, 7_200])
        if self.random.random() < 0.8:
            self.tell("session", to="human")
            self.now += self.pick([0, 30, 600])
            if self.random.random() < 0.6:
                self.answer()
            if self.random.random() < 0.2:
                self.back_to_the_bot()
        if self.random.random() < 0.5:
            self.pass_time()
            self.tell("session", to=self.pick(["ended", "abandoned"]))
            if self.random.random() < 0.5:
                self.now += self.pick([0, 60, 3_600])
                self.tell("channel", to=self.pick(["email", "sms"]))

    def back_to_the_bot(self) -> None:
        self.now += self.pick([0, 60, 3_600])
        self.tell("session", to="bot")
        for happening in self.random.sample([self.asks, self.asks, self.answers, self.changes_fact], 2):
            self.now += self.pick([0, 30, 3_600])
            happening()
        if self.random.random() < 0.6:
            self.now += self.pick([0, 30, 3_600])
            self.tell("session", to=self.pick(["queued", "human"]))

    def answer(self) -> None:
        message = f"m{len(self.events)}"
        self.sent.append(message)
        self.tell("message", author="agent", public=True, message=message)

    def something(self, *, calm: bool) -> None:
        happenings = [self.asks, self.asks, self.answers, self.answers, self.changes_status, self.changes_status]
        if not calm:
            happenings += [self.changes_fact, self.reports, self.noise, self.pauses, self.resumes]
        self.pick(happenings)()

    def asks(self) -> None:
        auto = {"auto": True} if self.random.random() < 0.1 else {}
        self.tell("message", author="customer", public=self.random.random() < 0.95, **auto)

    def answers(self) -> None:
        self.answer()
        if self.random.random() < 0.2:
            self.tell("status", to=self.pick(["pending", "solved"]))

    def changes_status(self) -> None:
        self.tell("status", to=self.pick(STATUSES))

    def changes_fact(self) -> None:
        self.now += self.now == at_of(self.events[0])  # born so is not changed so
        kind, choices = self.pick([
            ("priority", ["low", "normal", "high", "urgent"]),
            ("priority", ["low", "normal", "high", "urgent"]),
            ("group", ["a", "b", "c", None]),
            ("customer", ["ACME", "Globex", "Initech"]),
            ("assignee", ["x", "y", None]),
            ("channel", ["email", "web", "sms"]),
        ])  # fmt: skip
        if self.random.random() < 0.2:
            self.tell("tags", **{self.pick(["add", "remove", "set"]): [self.pick(["vip", "slow", "odd"])]})
        else:
            self.tell(kind, to=self.pick(choices))

    def reports(self) -> None:
        if self.sent:
            self.tell(
                "delivery", message=self.pick(self.sent), outcome=self.pick(["delivered", "failed", "bounced", "read"])
            )

    def noise(self) -> None:
        kind = self.random.random()
        if kind < 0.4:
            self.tell("message", author="agent", public=False)
        elif kind < 0.7:
            self.tell("message", author=self.pick(["bot", "system"]), public=True, auto=self.random.random() < 0.5)
        else:
            self.tell("acknowledged", target="resolution")

    def pauses(self) -> None:
        if self.reasons:
            reason = self.reasons.pop(self.random.randrange(len(self.reasons)))
            until = (
                {"until": text_of(self.now + self.pick([1_800, 7_200, 100_000]))} if self.random.random() < 0.5 else {}
            )
            self.tell("paused", reason=reason, **until)
            self.asleep.append(reason)

    def resumes(self) -> None:
        if self.asleep and self.random.random() < 0.9:
            self.tell("resumed", reason=self.pick(self.asleep))
        else:
            self.tell("resumed", reason="unheard of")
