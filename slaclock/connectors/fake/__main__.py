"""The fake helpdesk in a process of its own, which outlives the workers that are killed around it.

    python -m slaclock.connectors.fake PORT LOG [RATE [SEED]]

POST /tell takes an event (as JSON Lines have it) and makes it happen; everything else is the helpdesk's own interface.
"""

from __future__ import annotations

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from slaclock.connectors.fake.faults import Faults
from slaclock.connectors.fake.helpdesk import FakeHelpdesk, Reply, Reset
from slaclock.connectors.payload import read_json
from slaclock.errors import InvalidEvents
from slaclock.timeline.event import TicketEvent

LARGEST = 1_000_000


def server(port: int, helpdesk: FakeHelpdesk) -> ThreadingHTTPServer:
    """The helpdesk on loopback; `server_port` says where, if the port was 0."""

    class Door(BaseHTTPRequestHandler):
        """One connection."""

        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = min(int(self.headers.get("Content-Length") or 0), LARGEST)
            parts, body = urlsplit(self.path), self.rfile.read(length)
            try:
                reply = (
                    _told(helpdesk, body)
                    if parts.path == "/tell"
                    else helpdesk.answer(
                        self.command, parts.path, dict(parse_qsl(parts.query)), body, dict(self.headers)
                    )
                )
            except Reset:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_PUT = do_POST = _answer  # noqa: N815  (the library's names)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's name)
            """Say nothing; the log of effects is elsewhere."""

    return ThreadingHTTPServer(("127.0.0.1", port), Door)


def _told(helpdesk: FakeHelpdesk, body: bytes) -> Reply:
    told = read_json(body)
    try:
        helpdesk.tell(TicketEvent.from_mapping(told if isinstance(told, dict) else {}))
    except InvalidEvents as error:
        return Reply(400, str(error).encode())
    return Reply(200, b"{}")


def main(port: str, log: str, rate: str = "0", seed: str = "0") -> None:
    """Serve until the process is ended."""
    clock = lambda: time.time_ns() // 1_000  # noqa: E731, TID251  (a helpdesk has a clock of its own)
    with server(int(port), FakeHelpdesk(clock, Faults(float(rate), int(seed)), log=Path(log))) as door:
        sys.stdout.write(f"http://127.0.0.1:{door.server_port}\n")
        sys.stdout.flush()
        door.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
