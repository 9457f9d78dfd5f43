"""Workers as processes, on both databases: they share the work, end in good order, and being killed costs nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from slaclock.app import App, load_plan, open_app
from slaclock.ingest import ingest
from slaclock.instant import MINUTE, format_instant
from slaclock.store import firings, heartbeats, outbox
from slaclock.store.outbox import Fate
from slaclock.timeline.event import TicketEvent

pytestmark = pytest.mark.slow

CONFIG = """
[calendars.always]
timezone = "UTC"
hours = "always"

[[policies]]
name = "gold"
calendar = "always"
targets.first_response = { default = "1 hour" }

[[policies.escalations]]
target = "first_response"
at = "50%"
do = [{ webhook = "RECEIVER/called" }, { tag = "late" }]

[helpdesks.desk]
connector = "plain"
url = "RECEIVER/desk"

[store]
url = { env = "STORE" }

[server]
networks = ["127.0.0.1"]
since = 2000-01-01
"""
TICKETS = 40


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """An address that takes every message, and what it took: path and id."""
    heard: list[tuple[str, str]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            heard.append((self.path, self.headers["webhook-id"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", heard
        server.shutdown()


@pytest.fixture
def desk(tmp_path: Path, url: str, receiver: tuple[str, list[tuple[str, str]]]) -> Iterator[tuple[Path, App]]:
    """A configuration, and its service with tickets whose step is due."""
    config = tmp_path / "service.toml"
    config.write_text(CONFIG.replace("RECEIVER", receiver[0]), encoding="utf-8")
    app = open_app(load_plan(config, {"STORE": url}))
    at = format_instant(app.now() - 31 * MINUTE)
    told = [
        TicketEvent.from_mapping({"ticket": f"T-{n}", "id": "e", "at": at, "type": "created", "channel": "email"})
        for n in range(TICKETS)
    ]
    ingest(app.store, app.desk(None), told, app.now())
    yield config, app
    app.close()


def worker(config: Path, url: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "slaclock", "worker", "--config", str(config)]
    log = config.with_suffix(".log").open("ab")
    with log:
        return subprocess.Popen(command, env={**os.environ, "STORE": url}, stderr=log)


def until(true: Callable[[], bool], seconds: float = 40) -> bool:
    ends = time.monotonic() + seconds
    paused = threading.Event()
    while not true() and time.monotonic() < ends:
        paused.wait(0.1)
    return true()


def sent(app: App) -> int:
    with app.store.reading() as unit:
        return len(outbox.listed(unit, app.desk(None).place, (Fate.SENT,)))


def test_two_workers_share_the_work_and_one_of_them_is_killed(
    desk: tuple[Path, App], url: str, receiver: tuple[str, list[tuple[str, str]]]
) -> None:
    config, app = desk
    workers = [worker(config, url) for _ in range(2)]
    try:
        assert until(lambda: bool(receiver[1]))
        workers[0].kill()
        # what it had claimed comes back when its lease is over; the other goes on with the rest meanwhile
        killed_at = sent(app)
        assert until(lambda: sent(app) >= killed_at + 10)
        workers[1].send_signal(signal.SIGTERM)
        assert workers[1].wait(30) == 0
    finally:
        for each in workers:
            each.kill()
            each.wait()
    with app.store.reading() as unit:
        fired = firings.latest(unit, app.desk(None).place, 1000)
        beats = {row["worker"].rpartition("-")[2] for row in heartbeats.all_of(unit, "main")}
    assert len(fired) == TICKETS
    assert str(workers[1].pid) not in beats, "who ends in good order is not missed"
    ids = [name for _, name in receiver[1]]
    assert len(ids) == len(set(ids)), "nothing is sent twice while nobody's lease is over"
