"""A hostile run: some hundred tickets live at a desk where everything goes wrong; a judge compares with the truth."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx
from sqlalchemy import update

from slaclock.clock.reading import Reading
from slaclock.connectors.protocol import BadSignature, Connector
from slaclock.desk import Desk
from slaclock.doctor import doctor
from slaclock.engine import Engine
from slaclock.ingest import receive, refetch, understand
from slaclock.instant import HOUR, MINUTE, SECOND, from_us, parse_instant, to_us
from slaclock.planning import reread
from slaclock.policy.load import load_config
from slaclock.poll import poll
from slaclock.store import cursors, figures, open_store
from slaclock.store.buckets import Quota
from slaclock.store.tables import cursors as table
from slaclock.sync import DOUBT, sync
from slaclock.tick import tick
from tests.hostile.line import Line, Mishap
from tests.hostile.lives import lives
from tests.hostile.room import Room
from tests.hostile.world import World
from tests.service.world import rows

START = to_us(parse_instant("2026-03-02T08:00:00Z"))
STEP = 5 * SECOND
SETTLED = 4 * MINUTE
"""So long nothing may be left to do before a run is over: every feed has told everything by then."""
PATIENCE = 48 * HOUR
FORGETS = 0.01
"""How often a cursor is lost, of the rounds that are made."""
FEW = 60
"""So few acts ahead, and more tickets come."""

NOTE, SAY = {"note": "{step}: look at {ticket}"}, {"field": {"sla_state": "late"}}


def config(*, sees_priority: bool) -> dict[str, Any]:
    """Round the clock, with budgets of minutes: a life of two hours has every step."""
    urgent = {"urgent": "8 business minutes"} if sees_priority else {}
    return {
        "calendars": {"always": {"timezone": "UTC", "hours": "always"}},
        "policies": [
            {
                "name": "all",
                "kind": "customer",
                "calendar": "always",
                "targets": {
                    "first_response": {**urgent, "default": "12 business minutes"},
                    "next_response": {"default": "10 business minutes"},
                    "resolution": {"default": "40 business minutes", "pauses": ["pending"]},
                },
                "escalations": [
                    {"target": "first_response", "at": "50%", "do": [{"tag": "at-risk"}, NOTE]},
                    {"target": "first_response", "at": "at breach", "do": [{"priority": "urgent"}, SAY, NOTE]},
                    {"target": "next_response", "at": "75%", "do": [NOTE]},
                    {"target": "resolution", "at": "at breach", "do": [{"tag": "late"}, NOTE]},
                ],
            }
        ],
    }


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms a run is made; what is taken out on purpose, to see that the run notices, stands here too."""

    tickets: int = 40
    """Tickets that come at once."""
    acts: int = 8
    hours: float = 0.5
    """Over how long they come."""
    deliveries: int = 0
    """As long as there are fewer, more tickets come."""
    seed: int = 1
    rate: float = 0.2
    kinds: frozenset[Mishap] = frozenset(Mishap)
    forgets: bool = True
    """Whether the helpdesk loses our cursor now and then."""
    quota: int = 700
    """Calls the helpdesk takes in any minute."""
    believed: int | None = None
    """What slaclock takes the quota to be, if it errs."""
    doubt: int = DOUBT
    twist: Callable[[Connector], Connector] = lambda connector: connector
    """Puts another connector in the place of the vendor's."""
    watch: Callable[[httpx.Request], None] = lambda _request: None


@dataclass(slots=True)
class Verdict:
    """What the judge found."""

    name: str
    webhooks: int = 0
    rows: int = 0
    writes: int = 0
    calls: int = 0
    faults: int = 0
    lost: list[str] = field(default_factory=list[str])
    doubled: list[str] = field(default_factory=list[str])
    busiest: int = 0
    quota: int = 0
    over: int = 0
    impatient: int = 0
    ills: list[str] = field(default_factory=list[str])
    """What doctor found."""

    @property
    def deliveries(self) -> int:
        """Webhooks in, rows of polls in, writes out: each through the connector."""
        return self.webhooks + self.rows + self.writes

    @property
    def clean(self) -> bool:
        """Whether nothing at all was wrong."""
        return not (self.lost or self.doubled or self.over or self.impatient or self.ills)

    def __str__(self) -> str:
        return (
            f"{self.name}: deliveries {self.deliveries:,} ({self.webhooks:,} webhooks, {self.rows:,} rows polled,"
            f" {self.writes:,} writes; {self.calls:,} calls), faults {self.faults:,}, lost {len(self.lost)},"
            f" doubled {len(self.doubled)}, calls/min {self.busiest} <= {self.quota}, impatient {self.impatient},"
            f" doctor {'clean' if not self.ills else ', '.join(self.ills)}"
        )


class Run:
    """One vendor's desk on a hostile line, and slaclock at the other end."""

    def __init__(self, room: type[Room], file: Path, terms: Terms) -> None:
        self.terms, self.lot, self.world = terms, Random(terms.seed), World(START)
        self.room = room(self.world.clock)
        self.world.happen = self.room.act
        self.people, self.tickets = Random(terms.seed), 0
        self._come()
        self.line = Line(self.room, self.world, self.lot, terms.rate, terms.quota, kinds=terms.kinds, watch=terms.watch)
        self.arriving, self.webhooks = list[tuple[int, int, Any]](), 0
        self.mishaps = Counter[str]()
        self.store = open_store(f"sqlite:///{file}")
        self.store.migrate()
        self.connector = terms.twist(room.vendor.open(self.room.settings(), httpx.Client(transport=self.line)))
        told = load_config(config(sees_priority="priority" in room.sees))
        believed = Quota.of(terms.believed or terms.quota)
        self.desk = Desk("acme", room.name, told, self.connector, config_id="1", quota=believed)

    def _come(self) -> None:
        """More tickets."""
        numbers = range(self.tickets + 1, self.tickets + self.terms.tickets + 1)
        self.tickets = numbers[-1]
        first = self.world.now // SECOND * SECOND + MINUTE  # some vendors tell whole seconds only
        acts, hours = self.terms.acts, self.terms.hours
        self.world.plan(lives(numbers, first, self.people, acts=acts, hours=hours))

    def play(self) -> Verdict:
        """Live until nothing is left to do, then judge."""
        quiet = self.world.now
        while self.world.now - quiet < SETTLED:
            assert self.world.now < START + PATIENCE, "the run does not come to an end"
            busy = self._round()
            if len(self.world.acts) < FEW and self.webhooks + self.room.rows + self.line.writes < self.terms.deliveries:
                self._come()
            if busy or self.world.acts or self.arriving or self._waits():
                quiet = self.world.now
            self.world.advance(STEP if busy else 3 * STEP)
        verdict = self._verdict()
        self.store.close()
        return verdict

    def _round(self) -> bool:
        store, desk, clock = self.store, self.desk, self.world.clock
        done = self._webhooks()
        done += understand(store, desk, clock(), limit=200)
        done += refetch(store, desk, clock(), limit=20, clock=clock)
        done += tick(store, [desk], clock()).claimed
        done += sync(store, desk, clock, limit=20, passes=3, doubt=self.terms.doubt).claimed
        if self.terms.forgets and self.lot.random() < FORGETS:
            self._forget_cursor()
        poll(store, desk, clock(), clock=clock)
        return done > 0

    def _forget_cursor(self) -> None:
        """The helpdesk does not know our cursor any more, as after a restore."""
        with self.store.unit() as unit:
            stands = cursors.find(unit, self.desk.place)
            if stands is not None and stands["cursor"] is not None:
                unit.run(update(table).where(self.desk.place.of(table)).values(cursor="of another life"))
                self.mishaps["cursor lost"] += 1

    def _webhooks(self) -> int:
        """Some are lost, some come twice, some late, and so in another order."""
        for hook in self.room.hooks:
            self._sent(hook)
        self.room.hooks.clear()
        came = 0
        while self.arriving and self.arriving[0][0] <= self.world.now:
            headers, body = heapq.heappop(self.arriving)[2]
            try:
                receive(self.store, self.desk, headers, body, self.world.now)
            except BadSignature:
                self.mishaps["webhook too late"] += 1
            came += 1
        self.webhooks += came
        return came

    def _sent(self, hook: Any) -> None:
        late = [0]
        if self.lot.random() < self.terms.rate:
            fate = self.lot.choice(("lost", "twice", "late"))
            self.mishaps[f"webhook {fate}"] += 1
            later = self.lot.randrange(1, 120) * SECOND
            again = [] if self.room.asked else [later]
            late = {"lost": again, "twice": [0, later], "late": [later]}[fate]
        for each in late:
            heapq.heappush(self.arriving, (self.world.now + each, self.lot.randrange(1 << 30), hook))

    def _waits(self) -> bool:
        with self.store.reading() as unit:
            waiting, box = figures.waiting_of(unit, self.desk.place), figures.outbox_of(unit, self.desk.place)
        return any((waiting["deliveries"], waiting["fetches"], box.get("waiting"), box.get("sending")))

    # -- the judge

    def _verdict(self) -> Verdict:
        line, end = self.line, self.world.now
        with self.store.unit() as unit:
            reread(unit, self.desk, list(self.room.truth), end, fresh=False)
        verdict = Verdict(
            self.room.name,
            webhooks=self.webhooks,
            rows=self.room.rows,
            writes=line.writes,
            calls=line.calls,
            faults=sum(line.mishaps.values()) + sum(self.mishaps.values()),
            busiest=line.busiest,
            quota=line.quota,
            over=line.over,
            impatient=line.impatient,
        )
        self._compare(verdict, end)
        self._effects(verdict)
        found = doctor(self.store, self.desk, end)
        verdict.ills = [f"{each.name} ({each.count})" for each in found if not each.fine]
        return verdict

    def _compare(self, verdict: Verdict, end: int) -> None:
        """The readings of an engine that knows the truth, beside those of the service."""
        engine = Engine(self.desk.config)
        told = [event for events in self.room.truth.values() for event in events]
        truth = Counter(map(_seen, engine.read(told, from_us(end))))
        known = Counter(_row(each) for each in rows(self.store, "clocks"))
        verdict.lost += sorted({f"{each[0]}: {each}" for each in (truth - known) | (known - truth)})

    def _effects(self, verdict: Verdict) -> None:
        """What the outbox says was done, beside what stands at the desk."""
        latest: dict[str, dict[str, Any]] = {}
        for row in rows(self.store, "outbox"):
            done = row["state"] in ("sent", "found")
            ticket, count = row["ticket"], self.room.notes(row["ticket"], row["action"]) if row["kind"] == "note" else 1
            if row["kind"] == "note" and count > 1:
                verdict.doubled.append(f"{ticket}: {row['action']} {count} times")
            missing = done and (count == 0 or (row["kind"] == "tag" and not self._tagged(row)))
            if missing or row["state"] == "dead":
                verdict.lost.append(f"{ticket}: {row['kind']} {row['action']} {row['state']} {row['error']}")
            if row["kind"] == "due_date" and row["generation"] > latest.get(ticket, {"generation": 0})["generation"]:
                latest[ticket] = row
        for ticket, row in latest.items():
            stands, wanted = self.room.value(ticket, "due"), row["value"]
            if stands != wanted:
                verdict.lost.append(f"{ticket}: due {stands}, wanted {wanted} ({row['state']})")

    def _tagged(self, row: Mapping[str, Any]) -> bool:
        return row["value"] in self.room.value(row["ticket"], "tags")


FACTS = (
    "ticket",
    "metric",
    "cycle",
    "state",
    "outcome",
    "target",
    "started_at",
    "stopped_at",
    "deadline",
    "breached_at",
)


def _row(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[fact] for fact in FACTS)


def _seen(reading: Reading) -> tuple[Any, ...]:
    told = (getattr(reading, fact) for fact in FACTS)
    return tuple(to_us(each) if isinstance(each, datetime) else each for each in told)
