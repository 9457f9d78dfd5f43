"""The line between slaclock and a helpdesk, on which everything goes wrong that real lines do: one plan, any desk.

Time passes while an answer is under way, and people act meanwhile. A replica shows what was up to twelve seconds ago,
but never less than what it has itself said it wrote. Over the quota of any minute the desk asks for patience, and
whoever calls before that is over is counted.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import format_datetime
from enum import StrEnum
from random import Random

import httpx

from slaclock.instant import MINUTE, SECOND, from_us
from tests.hostile.room import Room
from tests.hostile.world import World

LAG = 12
"""Seconds a replica may be behind."""


class Mishap(StrEnum):
    """One thing that goes wrong."""

    LIMITED = "429 with seconds to wait"
    LIMITED_DATE = "429 with a date to wait for"
    LIMITED_MUTE = "429 without a word"
    ERROR = "500"
    BUSY = "503 with Retry-After"
    RESET_BEFORE = "reset before the effect"
    RESET_AFTER = "reset after the effect"
    TRUNCATED = "an answer that breaks off after the effect"
    STALE = "an answer of a while ago"


WRITING = tuple(each for each in Mishap if each is not Mishap.STALE)
READING = (*Mishap, Mishap.STALE, Mishap.STALE)
"""A stale answer is the one that passes for a good one, so it comes more often."""


@dataclass
class Line(httpx.BaseTransport):
    """All calls of one connector; `rate` is the share that goes wrong, `quota` what the desk takes in any minute."""

    room: Room
    world: World
    lot: Random
    rate: float
    quota: int
    lag: int = LAG
    kinds: frozenset[Mishap] = frozenset(Mishap)
    """What may go wrong."""
    watch: Callable[[httpx.Request], None] = lambda _request: None
    """Sees every request."""
    mishaps: Counter[Mishap] = field(default_factory=Counter[Mishap])
    calls: int = 0
    writes: int = 0
    busiest: int = 0
    over: int = 0
    """Calls beyond the quota."""
    impatient: int = 0
    """Calls made although the desk had asked for patience."""

    def __post_init__(self) -> None:
        self.minute: deque[int] = deque()
        self.patience = 0
        self.said: dict[str, int] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One call, with whatever goes wrong with it."""
        request.read()
        self.watch(request)
        now = self._called()
        self.world.advance(self.lot.randrange(20, 200) * SECOND // 1000)
        if len(self.minute) > self.quota:
            self.over += 1
            return self._patience(now, self.minute[0] + MINUTE - now)
        mishap = self._mishap(reads=request.method == "GET")
        self.writes += request.method != "GET"
        match mishap:
            case Mishap.LIMITED | Mishap.LIMITED_DATE:
                return self._patience(now, self.lot.randrange(1, 9) * SECOND, dated=mishap is Mishap.LIMITED_DATE)
            case Mishap.LIMITED_MUTE:
                return httpx.Response(429, content=b"slow down")
            case Mishap.ERROR:
                return httpx.Response(500, content=b"<html>oops</html>")
            case Mishap.BUSY:
                return httpx.Response(503, headers={"Retry-After": "5"})
            case Mishap.RESET_BEFORE:
                raise httpx.ReadError("the line broke", request=request)
            case _:
                return self._answered(request, mishap)

    def _answered(self, request: httpx.Request, mishap: Mishap | None) -> httpx.Response:
        ticket = self.room.ticket_of(request)
        behind = self._behind(ticket) if mishap is Mishap.STALE else 0
        response = self.room.answer(request, behind)
        if mishap is Mishap.RESET_AFTER:
            raise httpx.ReadError("the line broke", request=request)
        if mishap is Mishap.TRUNCATED:
            half = response.content[: len(response.content) // 2]
            return httpx.Response(response.status_code, content=half)
        if request.method != "GET" and response.is_success and ticket is not None:
            self.said[ticket] = self.world.now
        return response

    def _behind(self, ticket: str | None) -> int:
        """How far a replica is behind: never behind what it said itself."""
        lag = self.lot.randrange(1, self.lag + 1) * SECOND
        return min(lag, self.world.now - self.said.get(ticket or "", 0))

    def _called(self) -> int:
        now = self.world.now
        self.calls += 1
        self.minute.append(now)
        while self.minute[0] <= now - MINUTE:
            self.minute.popleft()
        self.busiest = max(self.busiest, len(self.minute))
        self.impatient += now < self.patience
        return now

    def _mishap(self, *, reads: bool) -> Mishap | None:
        possible = [each for each in (READING if reads else WRITING) if each in self.kinds]
        if not possible or self.lot.random() >= self.rate:
            return None
        found: Mishap = self.lot.choice(possible)
        self.mishaps[found] += 1
        return found

    def _patience(self, now: int, wait: int, *, dated: bool = False) -> httpx.Response:
        seconds = -(-wait // SECOND)
        until = -(-(now + wait) // SECOND) * SECOND if dated else now + seconds * SECOND
        self.patience = max(self.patience, until)
        date = format_datetime(from_us(now // SECOND * SECOND), usegmt=True)
        told = format_datetime(from_us(until), usegmt=True) if dated else str(seconds)
        return httpx.Response(429, headers={"Retry-After": told, "Date": date})
