"""Who may come in: a key in the Authorization header, a role that is enough, and patience between knocks."""

from __future__ import annotations

import logging
import math
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from slaclock.app import App
from slaclock.settings import ApiKey, Role
from slaclock.settings.key import PREFIX, find
from slaclock.web.limit import Limit

_LOG = logging.getLogger("slaclock.web")
_SHOWN = HTTPBearer(
    scheme_name="key", bearerFormat=PREFIX + "…", description="`Authorization: Bearer slk_…`", auto_error=False
)
"""Says in the OpenAPI how a key is shown; looking at it is ours."""
KEY = "key_name"
"""Where a request keeps the name of the key it showed."""


class Guard:
    """Stands at the doors of one app."""

    def __init__(self, app: App, calls: Limit, knocks: Limit) -> None:
        self._app = app
        self._calls = calls
        self._knocks = knocks
        self.timed = any(key.until is not None for key in app.settings.keys)
        """Whether a key runs out some day: only then is the time asked of the store, which may take a while."""

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
        now = self._app.now() if self.timed else 0
        found = find(self._app.settings.keys, given.strip(), now) if scheme.lower() == "bearer" else None
        if found is None:
            self.knock(request)
            raise HTTPException(
                HTTPStatus.UNAUTHORIZED,
                "Show a key of this service: Authorization: Bearer slk_….",
                {"WWW-Authenticate": "Bearer"},
            )
        return self.admitted(request, found, needed)

    def admitted(self, request: Request, found: ApiKey, needed: Role) -> ApiKey:
        """The owner of a key, let in if he may do this and does not come too often."""
        patience(self._calls, found.name)
        if not found.role.may(needed):
            _LOG.warning("role not enough", extra={"key": found.name, "role": found.role.value, "needed": needed.value})
            raise HTTPException(
                HTTPStatus.FORBIDDEN, f"This needs the role {needed.value}; yours is {found.role.value}."
            )
        setattr(request.state, KEY, found.name)
        return found


def patience(limit: Limit, caller: str) -> None:
    """429 with the seconds to wait, if a caller came too often."""
    wait = limit.wait(caller)
    if wait:
        seconds = math.ceil(wait)
        raise HTTPException(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"Too many requests; ask again in {seconds} s.",
            {"Retry-After": str(seconds)},
        )


def app_of(request: Request) -> App:
    """The service behind a request."""
    found: App = request.app.state.slaclock
    return found


def guard_of(request: Request) -> Guard:
    """Who stands at its doors."""
    found: Guard = request.app.state.guard
    return found


class Needs:
    """A dependency: the caller's key, if its role is enough."""

    def __init__(self, role: Role) -> None:
        self.role = role

    async def __call__(self, request: Request, _shown: Annotated[object, Depends(_SHOWN)]) -> ApiKey:
        """The key, or a refusal."""
        guard = guard_of(request)
        return await run_in_threadpool(guard.key, request, self.role) if guard.timed else guard.key(request, self.role)


async def _service(request: Request) -> App:
    # not a plain function: those are run in a thread, which takes longer than all this one does
    return app_of(request)


Service = Annotated[App, Depends(_service)]
# the scopes are for the OpenAPI, which names the role that an operation needs
Viewer = Annotated[ApiKey, Security(Needs(Role.VIEWER), scopes=[Role.VIEWER.value])]
Agent = Annotated[ApiKey, Security(Needs(Role.AGENT), scopes=[Role.AGENT.value])]
Manager = Annotated[ApiKey, Security(Needs(Role.MANAGER), scopes=[Role.MANAGER.value])]
Ingest = Annotated[ApiKey, Security(Needs(Role.INGEST), scopes=[Role.INGEST.value])]
