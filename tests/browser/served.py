"""A service for browsers to look at: a process of its own at real time, or one in this process at a driven time."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from slaclock.app import App, load_plan, open_app
from slaclock.connectors.secret import Secret
from slaclock.ingest import ingest
from slaclock.instant import MINUTE, format_instant
from slaclock.settings.key import written
from slaclock.store import Store
from slaclock.timeline.event import TicketEvent
from slaclock.web import create_app
from slaclock.web.server import Server
from tests.cli.toml_text import as_toml

KEYS = {role: f"slk_key-of-the-{role}-0123456789" for role in ("viewer", "agent", "manager", "admin", "ingest", "tv")}
ENVIRON = {"HOOK": "a secret for webhooks, long enough", "LINKS": "a secret for links, long enough"}


def config(folder: Path, **tables: Any) -> dict[str, Any]:
    """A desk that answers within an hour, around the clock, with a ladder; tables given replace these."""
    ladder = [{"target": "first_response", "at": "50%", "do": [{"tag": "late"}]}]
    targets = {"first_response": {"default": "1 hour", "urgent": "20 minutes"}, "resolution": {"default": "8 hours"}}
    policy = {"name": "gold", "calendar": "always", "targets": targets, "escalations": ladder}
    return {
        "calendars": {"always": {"timezone": "UTC", "hours": "always"}},
        "policies": [policy],
        "helpdesks": {"desk": {"connector": "plain", "url": "http://127.0.0.1:9/x", "secrets": [{"env": "HOOK"}]}},
        "store": {"url": f"sqlite:///{folder}/store.db"},
        "server": {
            "networks": ["127.0.0.1"],
            "link_secret": {"env": "LINKS"},
            "keys": {role: {"role": role, "hash": written(key)} for role, key in KEYS.items()},
        },
    } | tables


@dataclass(frozen=True, slots=True)
class Served:
    """A service at an address, and its store opened beside it to tell it things."""

    url: str
    app: App
    process: subprocess.Popen[bytes] | None = None

    def tell(self, *events: Mapping[str, Any]) -> None:
        """Events of the helpdesk, as if it had told them now."""
        told = [TicketEvent.from_mapping(dict(event)) for event in events]
        ingest(self.app.store, self.app.desk(None), told, self.app.now())

    def created(self, ticket: str, minutes_ago: float = 0, **facts: Any) -> dict[str, Any]:
        """A ticket that came some minutes ago."""
        at = format_instant(self.app.now() - round(minutes_ago * MINUTE))
        return {"ticket": ticket, "id": f"{ticket}/1", "at": at, "type": "created", "channel": "email", **facts}

    def event(self, ticket: str, number: int, type_: str, minutes_ago: float = 0, **facts: Any) -> dict[str, Any]:
        """Something that happened to a ticket some minutes ago."""
        at = format_instant(self.app.now() - round(minutes_ago * MINUTE))
        return {"ticket": ticket, "id": f"{ticket}/{number}", "at": at, "type": type_, **facts}

    def answered(self, ticket: str, number: int = 2, minutes_ago: float = 0) -> dict[str, Any]:
        """An agent's answer."""
        return self.event(ticket, number, "message", minutes_ago, author="agent", public=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def process(folder: Path, table: Mapping[str, Any], port: int | None = None) -> Generator[Served]:
    """`slaclock serve` in a process of its own."""
    file, port = folder / "slaclock.toml", port or free_port()
    file.write_text(as_toml(table), encoding="utf-8")
    command = [sys.executable, "-m", "slaclock", "serve", "--config", str(file), "--port", str(port), "--json"]
    app = open_app(load_plan(file, ENVIRON))
    log = (folder / "service.log").open("ab")
    running = subprocess.Popen(command, env={**os.environ, **ENVIRON}, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(lambda: answers(f"{url}/healthz"), "the service answers", (folder / "service.log").read_text)
        yield Served(url, app, running)
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait(5)
        log.close()
        app.close()


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def wait_for(check: Callable[[], bool], what: str, more: Callable[[], str] = str, seconds: float = 90) -> None:
    """Look again and again until something is so."""
    until = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < until, f"not within {seconds} s: {what}\n{more()}"
        time.sleep(0.05)  # noqa: TID251 - a browser and a server are other processes


@dataclass(frozen=True, slots=True)
class ClockedStore(Store):
    """A store whose time somebody else tells: the one seam through which all of slaclock learns what time it is."""

    clock: Callable[[], int] = int

    def now(self) -> int:
        return self.clock()


def present() -> int:
    """The present instant, for a service that is driven by nobody."""
    return time.time_ns() // 1_000  # noqa: TID251 - a door of its own


@contextmanager
def driven(table: Mapping[str, Any], clock: Callable[[], int]) -> Generator[Served]:
    """The same service in a thread of this process, at the time a clock tells."""
    opened = open_app(load_plan(dict(table), ENVIRON))
    app = replace(opened, store=ClockedStore(opened.store.database, opened.store.fault, clock))
    server = Server(create_app(app))
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = Thread(target=lambda: server.run(sockets=[door]), daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        try:
            wait_for(lambda: answers(f"{url}/healthz"), "the service answers")
            yield Served(url, app)
        finally:
            server.should_exit = True
            thread.join(20)
            app.close()


def told(events: Iterable[Mapping[str, Any]]) -> list[TicketEvent]:
    return [TicketEvent.from_mapping(dict(event)) for event in events]


SECRET = Secret(ENVIRON["HOOK"])
