"""`make load`: 200 questions of the customers' widget a second, asked by autocannon of one `slaclock serve` on SQLite.

Prints the latencies autocannon measured, and how many rows of the ledger were written: none for the general question,
one for a ticket that is looked at again and again. Exits 1 beyond 50 ms at the 99th percentile.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from slaclock.app import App, load_plan, open_app
from slaclock.ingest import ingest
from slaclock.instant import HOUR, format_instant
from slaclock.store import Store
from slaclock.store.tables import promises
from slaclock.timeline.event import TicketEvent
from slaclock.web.widget.token import Subject, WidgetTokens

RATE, SECONDS, CALLERS = 200, 20, 20
LIMIT = 50
"""Milliseconds at the 99th percentile."""
PORT = 18_417
TICKETS = 1_000
CONFIG = """
[calendars.berlin]
timezone = "Europe/Berlin"
hours = {{ mon-fri = "09:00-17:00" }}
holidays = ["DE-BE"]

[[policies]]
name = "standard"
calendar = "berlin"
targets = {{ first_response = {{ default = "4 business hours" }} }}

[helpdesks.desk]
connector = "plain"
url = "http://127.0.0.1:9/desk"
secrets = [{{ env = "LOAD_SECRET" }}]

[store]
url = "sqlite:///{folder}/store.db"

[server]
link_secret = {{ env = "LOAD_SECRET" }}
"""


def main() -> int:
    npx = shutil.which("npx")
    if npx is None:
        print("make load: autocannon comes by npm, and there is no npx; install Node.js", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder, secret = Path(name), secrets.token_urlsafe(32)
        file = folder / "slaclock.toml"
        file.write_text(CONFIG.format(folder=folder), encoding="utf-8")
        environ = {**os.environ, "LOAD_SECRET": secret}
        app = open_app(load_plan(file, environ))
        fill(app)
        command = [sys.executable, "-m", "slaclock", "serve", "--config", str(file), "--port", str(PORT)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
            try:
                return measure(npx, app, secret)
            finally:
                server.terminate()
                server.wait(20)
                app.close()


def fill(app: App) -> None:
    """A desk with some tickets, so that the store is not empty."""
    at = format_instant(app.now() - HOUR)
    told = [
        TicketEvent.from_mapping({"ticket": f"T-{n}", "id": "1", "at": at, "type": "created", "channel": "email"})
        for n in range(TICKETS)
    ]
    ingest(app.store, app.desk(None), told, app.now())


def measure(npx: str, app: App, secret: str) -> int:
    """Both questions, one after the other."""
    url = f"http://127.0.0.1:{PORT}/widget/promise?channel=email&zone=Asia%2FTokyo&locale=de"
    wait_for(url)
    token = WidgetTokens(secret.encode()).write(Subject("desk", "T-7"), app.now() + HOUR)
    print(f"{RATE} a second for {SECONDS} s, {CALLERS} callers, `slaclock serve` on SQLite with {TICKETS:,} tickets\n")
    print(f"{'':26}{'answers':>9}{'failed':>8}{'p50 ms':>8}{'p99 ms':>8}{'max ms':>8}{'written':>9}")
    worst = 0.0
    for what, header in (("whoever writes now", ""), ("one ticket, by token", f"Widget {token}")):
        before = written(app.store)
        # the first look at a ticket writes its promise down, which takes as long as the disk does
        httpx.get(url, headers={"Authorization": header} if header else {}).raise_for_status()
        told = fire(npx, url, ["-H", f"Authorization={header}"] if header else [])
        latency, failed = told["latency"], told["errors"] + told["timeouts"] + told["non2xx"]
        shown = f"{what:26}{told['2xx']:>9,}{failed:>8,}{latency['p50']:>8}{latency['p99']:>8}{latency['max']:>8}"
        print(f"{shown}{written(app.store) - before:>9}")
        worst = max(worst, latency["p99"], float("inf") if failed else 0)
    print(f"\n{'reached' if worst < LIMIT else 'MISSED'}: p99 under {LIMIT} ms")
    return 0 if worst < LIMIT else 1


def fire(npx: str, url: str, header: list[str]) -> dict[str, Any]:
    """What autocannon found."""
    rate = ["-R", str(RATE), "-d", str(SECONDS), "-c", str(CALLERS)]
    command = [npx, "--yes", "autocannon@8", *rate, "--json", *header, url]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(told)
    return found


def written(store: Store) -> int:
    """Rows of the ledger."""
    with store.reading() as unit:
        return len(unit.all(promises.select()))


def wait_for(url: str) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
        time.sleep(0.1)  # noqa: TID251 - a server is another process


if __name__ == "__main__":
    sys.exit(main())
