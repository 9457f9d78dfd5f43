"""What belongs together ends together: no call begins after the deadline, and no drip of bytes outlasts it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_network
from threading import Event, Thread

import httpx
import pytest

from slaclock.connectors.deadline import left, within
from slaclock.connectors.http import Http, open_client
from slaclock.connectors.protocol import Unavailable
from slaclock.connectors.reach import Reach

HEADERS = (b"HTTP/1.1 200 OK\r\n", b"X-Drip: x\r\n")
BODY = (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"1")


def test_nobody_is_hurried_who_set_no_end() -> None:
    assert left() is None
    with within(60):
        assert 0 < (left() or 0) <= 60
    assert left() is None


def test_an_end_inside_another_is_never_later() -> None:
    with within(30):
        with within(60):
            assert (left() or 99) <= 30
        with within(5):
            assert (left() or 99) <= 5
        assert (left() or 0) > 5


def test_no_call_begins_after_the_end() -> None:
    heard: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        return httpx.Response(200)

    http = Http(httpx.Client(transport=httpx.MockTransport(answer)), "https://help.example.com", name="desk")
    with within(0), pytest.raises(Unavailable, match="no time is left") as raised:
        http.post("/tickets", {})
    assert (heard, raised.value.sent) == ([], True)  # what was called for it before is not known here
    http.post("/tickets", {})
    assert len(heard) == 1


@pytest.fixture(params=[HEADERS, BODY], ids=["headers", "body"])
def dripping(request: pytest.FixtureRequest) -> Iterator[str]:
    """A helpdesk that begins its answer at once and goes on with it, a little at a time, until nobody listens."""
    done, server = Event(), socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        first, again = request.param
        with suppress(OSError):
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(first)
                while not done.wait(0.02):
                    connection.sendall(again)

    thread = Thread(target=drip, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}"
    done.set()
    server.close()
    thread.join()


def test_an_answer_that_drips_is_over_at_the_end(dripping: str) -> None:
    with open_client(dripping, Reach((ip_network("127.0.0.0/8"),))) as client:
        http = Http(client, dripping, name="desk", patience=0.3)
        with pytest.raises(Unavailable):
            http.get("/tickets")
        with within(0.3), pytest.raises(Unavailable):
            Http(client, dripping, name="desk").get("/tickets")
