"""Envelope: what every answer has, whichever room gave it: an id to ask about it by, headers that keep it from harm."""

from __future__ import annotations

import logging
import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from slaclock.web.body import LARGEST, LONGEST, bounded
from slaclock.web.problem import problem

_LOG = logging.getLogger("slaclock.web")
_GOOD = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
ASKED = "X-Request-Id"
"""The header of a request's id: taken from whoever calls if it is a plain one, made up otherwise."""


class Envelope:
    """Around everything: bounds the body, names the request, and lets no stumble out but as a problem."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST, longest: float = LONGEST) -> None:
        self._app = app
        self._largest = largest
        self._longest = longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request and its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        name = _named(headers.get(ASKED, ""))
        scope.setdefault("state", {})["asked"] = name
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                told = MutableHeaders(scope=message)
                told[ASKED] = name
                told.setdefault("X-Content-Type-Options", "nosniff")
                told.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self._app(scope, bounded(receive, headers, self._largest, self._longest), answer)
        except Exception as error:
            if begun:
                raise
            _LOG.exception("request failed", exc_info=error, extra={"path": scope["path"], "request": name})
            await problem(500, request_id=name)(scope, receive, answer)


def _named(given: str) -> str:
    return given if _GOOD.fullmatch(given) else secrets.token_hex(8)
