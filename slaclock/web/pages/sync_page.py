"""Sync health: how far each helpdesk was read, what waits to be told, what was given up, and what doctor says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from slaclock.app import App
from slaclock.desk import Desk
from slaclock.doctor import Finding, doctor
from slaclock.instant import MINUTE
from slaclock.store import board, cursors, figures, heartbeats
from slaclock.web.pages.board import SILENT
from slaclock.web.pages.render import renderer_of
from slaclock.web.pages.visitor import porter_of

LATE = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class Health:
    """How one helpdesk and slaclock get along."""

    helpdesk: str
    now: int
    polls: bool
    cursor: dict[str, Any] | None
    lag: int
    outbox: dict[str, int]
    waiting: dict[str, int]
    accounts: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...]

    @property
    def broken(self) -> bool:
        """Whether doctor found what must never be."""
        return any(each.broken for each in self.findings)

    @property
    def troubled(self) -> bool:
        """Whether somebody should look."""
        shut = [each for each in self.accounts if each["shut_until"] > self.now]
        unwell = [each for each in self.findings if not each.fine]
        return bool(self.lag > LATE or self.outbox.get("dead") or shut or unwell)


def health(app: App, desk: Desk, now: int) -> Health:
    """The health of one helpdesk; nothing is read anew for it."""
    with app.store.reading() as unit:
        return Health(
            helpdesk=desk.helpdesk,
            now=now,
            polls=desk.connector is not None and desk.connector.traits.polls,
            cursor=cursors.find(unit, desk.place),
            lag=figures.lag_of(unit, desk.place, now),
            outbox=figures.outbox_of(unit, desk.place),
            waiting=figures.waiting_of(unit, desk.place),
            accounts=tuple(board.accounts(unit, desk.place)),
            findings=tuple(doctor(app.store, desk, now, sample=0)),
        )


async def _sync(request: Request) -> Response:
    key = await porter_of(request).admit(request)
    app: App = request.app.state.slaclock
    now = await run_in_threadpool(app.now)
    found = await run_in_threadpool(lambda: [health(app, desk, now) for desk in app.desks.values()])
    beats = await run_in_threadpool(_beats, app)
    renderer = renderer_of(request)
    facts = {"health": found, "beats": beats, "now": now, "silent": SILENT}
    return await renderer.page(request, "sync.html", key, facts)


def _beats(app: App) -> list[dict[str, Any]]:
    with app.store.reading() as unit:
        return heartbeats.all_of(unit, app.settings.tenant)


ROUTES = (Route("/sync", _sync),)
