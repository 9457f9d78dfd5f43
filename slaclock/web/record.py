"""Record: who did what through this door, and when each key was last shown. What is only looked at is not recorded."""

from __future__ import annotations

import logging
from http import HTTPStatus
from threading import Lock
from time import monotonic

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from slaclock.app import App
from slaclock.store import deeds
from slaclock.web.guard import KEY

_LOG = logging.getLogger("slaclock.web")
MINUTE = 60.0
LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
EVENTS = "/api/v1/events"
HOOKS = "/hooks/"
"""What comes in by these two is kept as facts, each with its own record."""
BY_LINK = "/acknowledge/"
BY_A_LINK = "link in a message"
ABOUT = "deed_about"
"""Where a request keeps what its deed is about."""


class Record:
    """Around the rooms: writes down each deed once it was answered, a key's use once a minute."""

    def __init__(self, app: ASGIApp, service: App) -> None:
        self._app = app
        self._service = service
        self._noted: dict[str, float] = {}
        self._lock = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request and its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR
        # looked up before the rooms are entered: each of them has a root of its own
        root = scope.get("root_path", "")

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            state = scope.get("state", {})
            who, what = state.get(KEY), _deed(scope, root, state.get(ABOUT))
            if who is None and ABOUT in state:
                who = BY_A_LINK
            fresh = who is not None and self._is_news(who)
            if who is not None and (fresh or what is not None):
                await run_in_threadpool(self._note, who, what, status, fresh)

    def _note(self, who: str, what: str | None, status: int, fresh: bool) -> None:
        try:
            now, tenant = self._service.now(), self._service.settings.tenant
            with self._service.store.unit() as unit:
                if fresh:
                    deeds.used(unit, tenant, who, now)
                if what is not None:
                    deeds.add(unit, tenant, who, what, status, now)
        except Exception:  # noqa: BLE001 - the deed is done and answered; that it could not be written down is told
            _LOG.exception("deed not recorded", extra={"who": who, "what": what})

    def _is_news(self, who: str) -> bool:
        """Whether the use of a key was not written down within this minute; most requests cost nothing more."""
        now = monotonic()
        with self._lock:
            if now - self._noted.get(who, -MINUTE) < MINUTE:
                return False
            self._noted[who] = now
            return True


def about(request: Request, what: str) -> None:
    """Tell the record what a deed is about, where its path does not."""
    setattr(request.state, ABOUT, what)


def _deed(scope: Scope, root: str, what: str | None) -> str | None:
    """What was done, without what proves that somebody may: the token of a link is none of the record's business."""
    path = scope["path"]
    room = path.removeprefix(root)
    if scope["method"] in LOOKS or room == EVENTS or room.startswith(HOOKS):
        return None
    shown = path.removesuffix(room) + BY_LINK if room.startswith(BY_LINK) else path
    return " ".join([scope["method"], shown, *([what] if what else [])])
