"""The teller: makes the plot happen at its time, tells the helpdesks, and knocks at the web door as helpdesks do."""

from __future__ import annotations

import heapq
import itertools
import json
import threading
from collections import deque
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from random import Random
from typing import Any
from urllib.parse import urlsplit

from slaclock.instant import SECOND
from tests.storm.hand import append, signed, thanked, write
from tests.storm.pace import World
from tests.storm.plot import Move, Plot

Clock = Callable[[], int]
"""The real time, in microseconds."""


class Teller:
    """Draws tickets at a rate until it is told to end; whatever is told is written down for the judge first."""

    def __init__(self, world: World, clock: Clock, rates: Mapping[tuple[str, str], float], seed: int) -> None:
        self.world = world
        self.clock = clock
        self.rates = rates
        self.plots = {tenant: Plot(seed) for tenant, _ in rates}
        self.told: dict[str, int] = {"gold": 0, "bulk": 0}
        self.waiting: deque[dict[str, Any]] = deque()
        """Deliveries that nobody has taken yet."""
        self.most: dict[str, int] = {}
        """After so many of a kind no more are drawn."""
        self.ending = threading.Event()
        self.quiet = threading.Event()
        self.closed = threading.Event()
        self._chance = Random(seed)
        self._ledger = append(world.folder / "told.jsonl")
        self._numbers = itertools.count(1)
        self._moves: list[tuple[int, int, Move]] = []
        self._lines: dict[str, HTTPConnection] = {}

    def run(self) -> None:
        """Until the end is told, and then until everything that was begun has been told to its end."""
        next_at = dict.fromkeys(self.rates, 0.0)
        began = self.clock()
        while not self.ending.is_set() or self._moves:
            passed = (self.clock() - began) / SECOND
            for kind, rate in self.rates.items():
                while not self.ending.is_set() and rate and passed >= next_at[kind]:
                    next_at[kind] += 1 / rate
                    self._draw(*kind)
            now = self.world.time(self.clock())
            while self._moves and self._moves[0][0] <= now:
                self._make(heapq.heappop(self._moves)[2])
            self.ending.wait(0.02) if not self.ending.is_set() else self.quiet.wait(0.02)
        self.quiet.set()

    def close(self) -> None:
        """Hang up."""
        for line in self._lines.values():
            line.close()

    def _draw(self, tenant: str, what: str) -> None:
        plot, now = self.plots[tenant], self.world.time(self.clock())
        if self.told[what] >= self.most.get(what, self.told[what] + 1):
            return
        self.told[what] += 1
        for move in plot.gold(tenant, now) if what == "gold" else plot.bulk(tenant, now):
            heapq.heappush(self._moves, (move.at, next(self._numbers), move))

    def _make(self, move: Move) -> None:
        for event in move.events:
            told = {"tenant": move.tenant, "helpdesk": move.helpdesk, "event": event, "free": move.free}
            write(self._ledger, told)
        if move.helpdesk == "bulk":
            self.waiting.append(self._delivery(move.tenant, "bulk", list(move.events)))
            return
        for event in move.events:
            self.post(self.world.desks[move.tenant], "/tell", {}, json.dumps(event))
            for _ in range(self._chance.choice((0, 1, 1, 2))):
                self.waiting.append(self._delivery(move.tenant, "front", {"ticket": event["ticket"], "number": 1}))
                if self._chance.random() < 0.3:
                    self.waiting.rotate(1)

    def _delivery(self, tenant: str, helpdesk: str, content: object) -> dict[str, Any]:
        body = json.dumps(content)
        askers = sorted({e["requester"] for e in content if "requester" in e}) if isinstance(content, list) else []
        name = f"d-{next(self._numbers)}"
        return {"id": name, "tenant": tenant, "helpdesk": helpdesk, "body": body, "askers": askers}

    def post(self, address: str, path: str, headers: Mapping[str, str], body: str) -> int:
        """The status of an answer; 0 where none came."""
        line = self._lines.get(address)
        if line is None:
            where = urlsplit(address)
            line = self._lines[address] = HTTPConnection(where.hostname or "", where.port, timeout=10)
        try:
            line.request("POST", path, body.encode(), {"Content-Type": "application/json", **headers})
            answer = line.getresponse()
            answer.read()
        except (OSError, HTTPException):
            line.close()
            del self._lines[address]
            return 0
        return answer.status

    def knock(self, door: str, tenant: str) -> None:
        """Hand in what waits at the web door; what was not thanked for is handed in again."""
        acked = append(self.world.folder / "acked.jsonl")
        while not self.closed.is_set() and (self.waiting or not self.quiet.is_set()):
            if not self.waiting:
                self.closed.wait(0.02)
                continue
            delivery = self.waiting.popleft()
            if delivery["tenant"] != tenant:
                continue  # it has no door: polling finds what a webhook only makes quicker
            headers = signed(delivery, self.world.time(self.clock()))
            if self.post(door, f"/hooks/{delivery['helpdesk']}", headers, delivery["body"]) == 202:
                write(acked, thanked(delivery))
            else:
                self.waiting.appendleft(delivery)
                self.closed.wait(0.02)
