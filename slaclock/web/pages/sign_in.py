"""Sign in: a person hands in a key once, and the browser gets a sealed note that no script can read."""

from __future__ import annotations

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from slaclock.settings import ApiKey, Role
from slaclock.settings.key import find
from slaclock.web.guard import KEY
from slaclock.web.pages.render import HEADERS, renderer_of
from slaclock.web.pages.session import COOKIE
from slaclock.web.pages.visitor import Porter, form_of, parts_of, porter_of


async def _asked(request: Request) -> Response:
    """The form."""
    return await _form(request, request.query_params.get("next", ""))


async def _handed_in(request: Request) -> Response:
    """Look at a key; the right one becomes a session, a wrong one costs a knock."""
    porter = porter_of(request)
    if not porter.ours(request):
        raise HTTPException(HTTPStatus.FORBIDDEN, "This was not asked for by a page of this service.")
    porter.guard.knock(request)
    form = await form_of(request)
    key, wanted = form.get("key", ""), form.get("next", "")
    found = await run_in_threadpool(_owner, porter, key.strip())
    if found is None:
        return await _form(request, wanted, wrong=True)
    setattr(request.state, KEY, found.name)  # so that it is recorded who signed in
    note, seconds = await run_in_threadpool(lambda: porter.sessions.write(found, porter.app.now()))
    answer = RedirectResponse(_inside(request, wanted), HTTPStatus.SEE_OTHER, HEADERS)
    answer.set_cookie(
        COOKIE,
        note,
        max_age=seconds,
        path=request.scope.get("root_path", "") or "/",
        secure=_is_secure(request),
        httponly=True,
        samesite="strict",
    )
    return answer


def _is_secure(request: Request) -> bool:
    """Whether the browser came by https: behind a proxy only its own word says so."""
    return "https" in (request.url.scheme, parts_of(request.headers.get("origin", "")).scheme)


async def _left(request: Request) -> Response:
    """Forget the session. Nothing else is changed, so nobody need show that he may."""
    if not porter_of(request).ours(request):
        raise HTTPException(HTTPStatus.FORBIDDEN, "This was not asked for by a page of this service.")
    root = request.scope.get("root_path", "")
    answer = RedirectResponse(f"{root}/sign-in", HTTPStatus.SEE_OTHER, HEADERS)
    answer.delete_cookie(COOKIE, path=root or "/", httponly=True, samesite="strict")
    return answer


def _owner(porter: Porter, key: str) -> ApiKey | None:
    """Whose key it is, if he may look at anything."""
    found = find(porter.app.settings.keys, key, porter.app.now())
    return found if found is not None and found.role.may(Role.TV) else None


async def _form(request: Request, wanted: str, *, wrong: bool = False) -> Response:
    status = HTTPStatus.UNAUTHORIZED if wrong else HTTPStatus.OK
    facts = {"wrong": wrong, "next": _inside(request, wanted)}
    return await renderer_of(request).page(request, "sign_in.html", None, facts, status)


def _inside(request: Request, wanted: str) -> str:
    """The page that was wanted, if it is one of these; the wallboard otherwise."""
    root = request.scope.get("root_path", "")
    parts = parts_of(wanted)
    here = not parts.scheme and not parts.netloc and parts.path.startswith(f"{root}/") and "\\" not in wanted
    return wanted if here and wanted.isprintable() else f"{root}/wallboard"


ROUTES = (
    Route("/sign-in", _asked),
    Route("/sign-in", _handed_in, methods=["POST"]),
    Route("/sign-out", _left, methods=["POST"]),
)
