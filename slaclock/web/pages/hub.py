"""The hub: one board for all who watch, put together at most once a second, told as a whole and then as changes."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from starlette.concurrency import run_in_threadpool

from slaclock.app import App
from slaclock.web.pages.board import board_of

HEARTBEAT = 5.0
"""Seconds after which a stream says at the latest that it lives; a board is stale after two of them."""
FRESH = 1.0
"""Seconds for which a board is taken to be the present one."""
REMEMBERED = 512
"""Changes kept for those who come back."""
LONGEST = 600.0
"""Seconds one stream lasts; then its watcher comes again, and shows again that he may."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing told to a watcher: the whole board, a change, or that we live."""

    number: int
    told: Mapping[str, Any]


class Hub:
    """Keeps the latest board of a process and its last changes, each with a number."""

    def __init__(self, app: App, version: str) -> None:
        self._app = app
        self._version = version
        self._epoch = secrets.token_hex(4)
        self._lock = asyncio.Lock()
        self._asked = -FRESH
        self._board: dict[str, Any] = {}
        self._now = 0
        self._number = 0
        self._changes: deque[Frame] = deque(maxlen=REMEMBERED)
        self.ending = asyncio.Event()

    async def snapshot(self) -> dict[str, Any]:
        """The whole board, as fresh as it gets."""
        await self._refresh()
        return self._stamped(self._whole())

    async def stream(self, last: str) -> AsyncGenerator[bytes]:
        """Frames for one watcher: the changes since the last one he had, or the whole board; then every change."""
        began = monotonic()
        await self._refresh()
        seen, spoke = self._known(last), began - HEARTBEAT  # who comes back is greeted, if there is no news
        if seen is None:
            seen = self._number  # whoever reads slowly is told the rest afterwards
            yield self._frame(self._whole())
            spoke = monotonic()
        while not self.ending.is_set() and monotonic() - began < LONGEST:
            news = [frame for frame in self._changes if frame.number > seen]
            if news and news[0].number > seen + 1:
                seen, news = self._number, []
                yield self._frame(self._whole())
                spoke = monotonic()
            for frame in news:
                yield self._frame(frame.told)
                seen = frame.number
            if news:
                spoke = monotonic()
            elif monotonic() - spoke >= HEARTBEAT - FRESH:
                yield self._frame({"kind": "ping"})
                spoke = monotonic()
            await self._pause()
            await self._refresh()

    async def _pause(self) -> None:
        """Wait a moment, but not when the service ends."""
        try:
            await asyncio.wait_for(self.ending.wait(), FRESH / 2)
        except TimeoutError:
            return

    async def _refresh(self) -> None:
        async with self._lock:
            if monotonic() - self._asked < FRESH:
                return
            now, board = await run_in_threadpool(self._look)
            self._asked, self._now = monotonic(), now
            if board != self._board:
                self._number += 1
                self._changes.append(Frame(self._number, self._change(board)))
                self._board = board

    def _look(self) -> tuple[int, dict[str, Any]]:
        now = self._app.now()
        return now, board_of(self._app, now).to_dict()

    def _change(self, board: Mapping[str, Any]) -> dict[str, Any]:
        """What is other than before: figures that changed, clocks that are new or other, clocks that are gone."""
        old = self._board.get("clocks", {})
        clocks = {key: each for key, each in board["clocks"].items() if old.get(key) != each}
        gone = [key for key in old if key not in board["clocks"]]
        figures = {name: each for name, each in board.items() if name != "clocks" and self._board.get(name) != each}
        return {**self._head("delta"), "figures": figures, "clocks": clocks, "gone": gone}

    def _whole(self) -> dict[str, Any]:
        return {**self._head("snapshot"), "version": self._version, "heartbeat": HEARTBEAT, "board": self._board}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"kind": kind, "id": f"{self._epoch}-{self._number}"}

    def _known(self, last: str) -> int | None:
        """The number of the last frame a watcher had, if it was one of ours and nothing since is forgotten."""
        epoch, _, number = last.partition("-")
        if epoch != self._epoch or not (number.isascii() and number.isdigit()) or len(number) > 12:
            return None
        seen = int(number)
        oldest = self._changes[0].number if self._changes else self._number + 1
        return seen if oldest - 1 <= seen <= self._number else None

    def _frame(self, told: Mapping[str, Any]) -> bytes:
        name = f"id: {told['id']}\n" if "id" in told else ""
        return f"{name}data: {json.dumps(self._stamped(told))}\n\n".encode()

    def _stamped(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """A frame with the time it is told at, which is not that of the change it tells of."""
        return {**told, "now": self._now / 1000 + (monotonic() - self._asked) * 1000}
