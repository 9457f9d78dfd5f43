"""The outside of a storm, in a process of its own that nobody kills: a helpdesk for each tenant, and who is told.

    python -m tests.storm.desks FOLDER BORN START SPEED RATE SEED

Each helpdesk appends every effect to FOLDER/desk-TENANT.jsonl, the receiver every notice to FOLDER/notices.jsonl.
Prints their addresses as one line of JSON and serves until its standard input ends.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from slaclock.connectors.fake.__main__ import server
from slaclock.connectors.fake.faults import Faults
from slaclock.connectors.fake.helpdesk import FakeHelpdesk
from tests.storm.config import TENANTS
from tests.storm.pace import World


def receiver(log: Path) -> ThreadingHTTPServer:
    """Takes every notice and writes down which steps it told of."""
    lock = threading.Lock()

    class Receiver(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock, log.open("a", encoding="utf-8") as file:
                file.write(
                    json.dumps({"path": self.path, "id": self.headers["webhook-id"], "steps": steps(told)}) + "\n"
                )
            self.send_response(204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Say nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Receiver)


def steps(told: dict[str, Any]) -> list[list[Any]]:
    """Ticket and step of everything that one notice tells of."""
    facts = told.get("data", {})
    rows = facts.get("digest") or [facts]
    return [[row.get("ticket"), row.get("step")] for row in rows]


def main(folder: str, born: str, start: str, speed: str, rate: str, seed: str) -> None:
    """Serve until nobody listens any more."""
    home = Path(folder)
    world = World(home, "", int(born), int(start), int(speed), {})
    clock = lambda: world.time(time.time_ns() // 1_000)  # noqa: E731, TID251 - a helpdesk has a clock of its own
    doors = {
        tenant: server(0, FakeHelpdesk(clock, Faults(float(rate), int(seed)), log=home / f"desk-{tenant}.jsonl"))
        for tenant in TENANTS
    }
    doors["receiver"] = receiver(home / "notices.jsonl")
    for door in doors.values():
        door.daemon_threads = True
        door.handle_error = lambda *_: None  # type: ignore[method-assign]  # callers are killed: their lines break
        threading.Thread(target=door.serve_forever, daemon=True).start()
    told = {name: f"http://127.0.0.1:{door.server_address[1]}" for name, door in doors.items()}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
