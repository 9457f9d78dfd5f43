"""A gate on the way to a helpdesk: it can hold one request, so that whoever waits for the answer may be killed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any

import httpx

PASSED_ON = frozenset({"authorization", "if-match", "content-type", "accept"})
KEPT = frozenset({"content-length", "transfer-encoding", "connection", "content-encoding", "date", "server"})

Wanted = Callable[[str, str, Mapping[str, Any]], bool]
"""Method, path and body of a request: is it the one?"""


class Gate:
    """Passes everything on to the helpdesk behind it, but for the one request it was told to hold."""

    def __init__(self, behind: str) -> None:
        self.behind = httpx.Client(base_url=behind, timeout=60)
        self.url = ""
        self.held = threading.Event()
        self._wanted: Wanted | None = None
        self._verdict: Queue[bool] = Queue()
        self._gone = threading.Event()

    def hold(self, wanted: Wanted) -> None:
        """Hold the next request of a kind."""
        self.held.clear()
        self._gone.clear()
        self._wanted = wanted

    def release(self, *, through: bool) -> None:
        """Let the held request reach the helpdesk, or be lost on the way; returns when that is so."""
        self._verdict.put(through)
        assert self._gone.wait(60)

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> httpx.Response | None:
        """What the helpdesk says; None if it never heard."""
        wanted, held = self._wanted, False
        if wanted is not None and wanted(method, path, json.loads(body) if body else {}):
            self._wanted, held = None, True
            self.held.set()
            if not self._verdict.get(timeout=300):
                self._gone.set()
                return None
        passed = {name: value for name, value in headers.items() if name.lower() in PASSED_ON}
        answer = self.behind.request(method, path, content=body, headers=passed)
        if held:
            self._gone.set()
        return answer


@contextmanager
def gate_before(behind: str) -> Generator[Gate]:
    """A gate that stands as long as this lasts."""
    gate = Gate(behind)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            answer = gate.answer(self.command, self.path, dict(self.headers), body)
            self.close_connection = answer is None
            if answer is None:
                return
            # whoever asked may be dead by now
            with suppress(ConnectionError):
                self.send_response(answer.status_code)
                for name, value in answer.headers.items():
                    if name.lower() not in KEPT:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

        do_GET = do_POST = do_PUT = _pass  # noqa: N815 - the base class's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served, gate.behind:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        gate.url = f"http://127.0.0.1:{served.server_address[1]}"
        yield gate
        served.shutdown()
