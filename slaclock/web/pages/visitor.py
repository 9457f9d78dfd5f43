"""Visitors: who looks at a page, by the key a program shows or by the session of a browser."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult, parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from slaclock.app import App
from slaclock.settings import ApiKey, Role
from slaclock.web.guard import Guard
from slaclock.web.pages.session import COOKIE, Sessions


@dataclass(frozen=True, slots=True)
class Porter:
    """Stands at the doors of the pages."""

    app: App
    guard: Guard
    sessions: Sessions

    async def admit(self, request: Request, needed: Role = Role.VIEWER) -> ApiKey:
        """Whose visit it is: 401 if nobody's, 403 if the role is not enough, 429 if he comes too often.

        What changes something must come from a page of ours: a browser says where a request began.
        """
        if request.headers.get("authorization"):
            return await run_in_threadpool(self.guard.key, request, needed)
        if request.method != "GET" and not self.ours(request):
            raise HTTPException(HTTPStatus.FORBIDDEN, "This was not asked for by a page of this service.")
        note = request.cookies.get(COOKIE, "")
        found = await run_in_threadpool(self._owner, note) if note else None
        if found is None:
            self.guard.knock(request)
            raise HTTPException(HTTPStatus.UNAUTHORIZED, "Sign in first.")
        return self.guard.admitted(request, found, needed)

    def _owner(self, note: str) -> ApiKey | None:
        return self.sessions.read(note, self.app.settings.keys, self.app.now())

    def ours(self, request: Request) -> bool:
        """Whether a request began on a page of this service: the cookie alone proves nothing."""
        begun = parts_of(request.headers.get("origin", "")).netloc
        mine = {request.headers.get("host", ""), parts_of(self.app.settings.public_url or "").netloc}
        return bool(begun) and begun in mine


def parts_of(address: str) -> SplitResult:
    """The parts of an address that somebody sent; of one that is none, nothing."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


async def form_of(request: Request) -> dict[str, str]:
    """What a form says: the first value of each field."""
    try:
        fields = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=10)
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The form has more fields than this page sends.") from None
    return {name: values[0] for name, values in fields.items()}


def porter_of(request: Request) -> Porter:
    """Who stands at the doors of these pages."""
    found: Porter = request.app.state.porter
    return found
