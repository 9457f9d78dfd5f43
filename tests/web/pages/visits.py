"""A browser without a screen: it signs in as one does, keeps the cookie, and says where its requests begin."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from slaclock.app import App, load_plan, open_app
from slaclock.ingest import ingest
from slaclock.timeline.event import TicketEvent
from slaclock.web import create_app
from tests.browser.served import ENVIRON, KEYS, config

HTML = {"Accept": "text/html"}
OURS = {"Origin": "http://testserver", **HTML}


@contextmanager
def visited(folder: Path, **tables: Any) -> Generator[tuple[App, TestClient]]:
    """A desk and its door; nobody has signed in yet."""
    app = open_app(load_plan(config(folder, **tables), ENVIRON))
    try:
        with TestClient(create_app(app), follow_redirects=False) as client:
            yield app, client
    finally:
        app.close()


def sign_in(client: TestClient, role: str = "viewer", following: str = "") -> Any:
    return client.post("/desk/sign-in", data={"key": KEYS[role], "next": following}, headers=OURS)


def tell(app: App, *events: dict[str, Any], now: int | None = None) -> None:
    """Events of the helpdesk, told now or at another instant."""
    told = [TicketEvent.from_mapping(each) for each in events]
    ingest(app.store, app.desk(None), told, app.now() if now is None else now)
