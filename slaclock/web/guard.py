"""Who may come in: a key in the Authorization header, a role that is enough, and patience between knocks."""

from __future__ import annotations

import logging
import math
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from slaclock.app import App
from slaclock.settings import ApiKey, Role
from slaclock.settings.key import find
from slaclock.web.limit import Limit

_LOG = logging.getLogger("slaclock.web")


class Guard:
    """Stands at the doors of one app."""

    def __init__(self, app: App, calls: Limit, knocks: Limit) -> None:
        self._app = app
        self._calls = calls
        self._knocks = knocks

    def caller(self, request: Request) -> str:
        """Where a request comes from."""
        return request.client.host if request.client is not None else "-"

    def knock(self, request: Request) -> None:
        """Let nobody knock too often."""
        patience(self._knocks, self.caller(request))

    def key(self, request: Request, needed: Role) -> ApiKey:
        """Whose key the request shows: 401 if nobody's, 403 if his role is not enough, 429 if he calls too often.

        A wrong key is answered like none, and costs a knock.
        """
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        found = find(self._app.settings.keys, given.strip(), self._app.now()) if scheme.lower() == "bearer" else None
        if found is None:
            self.knock(request)
            raise HTTPException(
                HTTPStatus.UNAUTHORIZED, "show a key: Authorization: Bearer slk_…", {"WWW-Authenticate": "Bearer"}
            )
        patience(self._calls, found.name)
        if not found.role.may(needed):
            _LOG.warning("role not enough", extra={"key": found.name, "role": found.role.value, "needed": needed.value})
            raise HTTPException(
                HTTPStatus.FORBIDDEN, f"this needs the role {needed.value}; yours is {found.role.value}"
            )
        return found


def patience(limit: Limit, caller: str) -> None:
    """429 with the seconds to wait, if a caller came too often."""
    wait = limit.wait(caller)
    if wait:
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, "too many requests", {"Retry-After": str(math.ceil(wait))})


def app_of(request: Request) -> App:
    """The service behind a request."""
    found: App = request.app.state.slaclock
    return found


class Needs:
    """A dependency: the caller's key, if its role is enough."""

    def __init__(self, role: Role) -> None:
        self._role = role

    async def __call__(self, request: Request) -> ApiKey:
        """The key, or a refusal."""
        guard: Guard = request.app.state.guard
        return await run_in_threadpool(guard.key, request, self._role)


Service = Annotated[App, Depends(app_of)]
Viewer = Annotated[ApiKey, Depends(Needs(Role.VIEWER))]
Agent = Annotated[ApiKey, Depends(Needs(Role.AGENT))]
Manager = Annotated[ApiKey, Depends(Needs(Role.MANAGER))]
Ingest = Annotated[ApiKey, Depends(Needs(Role.INGEST))]
