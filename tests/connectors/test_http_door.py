"""The one door to the network: every status and every foreign error means one thing, and no limit is passed."""

from __future__ import annotations

import gzip
import inspect
import logging

import httpx
import pytest

from slaclock.connectors.http import LARGEST, LONGEST, Http
from slaclock.connectors.protocol import (
    Conflict,
    ConnectorError,
    Denied,
    NotFound,
    RateLimited,
    Refused,
    Unavailable,
    Unreadable,
)
from slaclock.connectors.secret import Secret
from slaclock.instant import DAY, SECOND

TOKEN = Secret("canary-4f0c11aa92")


def door(answer: httpx.Response | Exception, limit: int = LARGEST, patience: float = LONGEST) -> Http:
    def handle(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx.Client(transport=httpx.MockTransport(handle))
    secrets = {"Authorization": TOKEN}
    return Http(client, "https://help.example.com/", name="desk", secrets=secrets, limit=limit, patience=patience)


@pytest.mark.parametrize(
    "status, error",
    [
        (301, Refused),
        (302, Refused),
        (400, Refused),
        (401, Denied),
        (403, Denied),
        (404, NotFound),
        (408, Unavailable),
        (409, Conflict),
        (410, NotFound),
        (412, Conflict),
        (422, Refused),
        (425, Unavailable),
        (429, RateLimited),
        (500, Unavailable),
        (503, Unavailable),
        (599, Unavailable),
    ],
)
def test_what_a_status_means(status: int, error: type[ConnectorError]) -> None:
    with pytest.raises(error) as raised:
        door(httpx.Response(status)).get("/tickets/7")
    assert type(raised.value) is error
    assert str(raised.value).startswith("desk: GET /tickets/7: ")


def test_a_redirect_is_not_followed() -> None:
    with pytest.raises(Refused, match="configure the address it leads to"):
        door(httpx.Response(302, headers={"Location": "http://169.254.169.254/"})).get("/")


def foreign_errors() -> list[type[httpx.HTTPError]]:
    found = [each for _, each in inspect.getmembers(httpx, inspect.isclass) if issubclass(each, httpx.HTTPError)]
    return [each for each in found if not issubclass(each, httpx.HTTPStatusError)]


@pytest.mark.parametrize("error", foreign_errors())
def test_no_foreign_error_passes(error: type[httpx.HTTPError]) -> None:
    """All of httpx's own, also those a later version adds."""
    with pytest.raises(ConnectorError) as raised:
        door(error("secret words of a library")).post("/tickets", {})
    assert "secret words" not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    "error, sent", [(httpx.ConnectError, False), (httpx.PoolTimeout, False), (httpx.ReadTimeout, True)]
)
def test_whether_it_may_have_happened(error: type[httpx.TransportError], sent: bool) -> None:
    with pytest.raises(Unavailable) as raised:
        door(error("x")).post("/tickets", {})
    assert raised.value.sent is sent


NOW = "Sat, 21 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    "headers, wait",
    [
        ({"Retry-After": "7"}, 7 * SECOND),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": "99999999999999"}, DAY),
        ({"Retry-After": "Sat, 21 Nov 2026 10:01:30 GMT", "Date": NOW}, 90 * SECOND),
        ({"Retry-After": "Sat, 21 Nov 2026 09:00:00 GMT", "Date": NOW}, 0),
        ({"Retry-After": "Sat, 21 Nov 2026 10:01:30 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "Sat, 99 Nov 2026 10:01:30 GMT", "Date": NOW}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], wait: int | None) -> None:
    with pytest.raises(RateLimited) as raised:
        door(httpx.Response(429, headers=headers)).get("/")
    assert raised.value.retry_after == wait


def test_the_clock_of_the_helpdesk_is_told() -> None:
    answer = door(httpx.Response(200, headers={"Date": "Fri, 27 Mar 2026 16:30:00 GMT", "ETag": '"51"'})).get("/")
    assert (answer.at, answer.etag) == (1_774_629_000 * SECOND, '"51"')
    assert door(httpx.Response(200)).get("/").at is None


def test_an_answer_that_is_too_large_is_left_unread() -> None:
    with pytest.raises(Unreadable, match="larger than 1,000 bytes"):
        door(httpx.Response(200, content=b"x" * 1001), limit=1000).get("/")
    assert len(door(httpx.Response(200, content=b"x" * 1000), limit=1000).get("/").body) == 1000


def test_an_answer_is_asked_for_unpacked() -> None:
    """Packed twice, a few hundred bytes unpack to hundreds of millions."""
    heard: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        packed = httpx.ByteStream(gzip.compress(gzip.compress(bytes(9_000_000))))
        status = 429 if request.url.path == "/busy" else 200
        return httpx.Response(status, headers={"Content-Encoding": "gzip, gzip"}, stream=packed)

    http = Http(httpx.Client(transport=httpx.MockTransport(answer)), "https://help.example.com", name="desk")
    with pytest.raises(Unreadable, match="packed"):
        http.get("/")
    with pytest.raises(RateLimited):
        http.get("/busy")
    assert [request.headers["Accept-Encoding"] for request in heard] == ["identity", "identity"]
    assert door(httpx.Response(200, headers={"Content-Encoding": "identity"}, content=b"{}")).get("/").json() == {}


def test_an_answer_that_drips_is_given_up() -> None:
    with pytest.raises(Unavailable, match="took longer"):
        door(httpx.Response(200, content=b"x"), patience=-1).get("/")


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b"[" * 100_000, b"\xff\xfe"])
def test_an_answer_that_is_no_json_is_none_to_trust(body: bytes) -> None:
    answer = door(httpx.Response(200, content=body)).get("/")
    with pytest.raises(Unavailable, match="no JSON"):
        answer.json()


def test_a_refusal_is_told_in_the_helpdesks_sentence_without_secrets() -> None:
    said = {"message": f"token {TOKEN.reveal()} may not\nwrite", "trace": "File x.rb"}
    with pytest.raises(Refused) as raised:
        door(httpx.Response(422, json=said)).get("/")
    assert str(raised.value) == "desk: GET /: refused (422): token ••• may not write"


def test_neither_query_nor_path_nor_token_reach_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    door(httpx.Response(200)).get("/services/hook-secret", {"q": "somebody@example.com"})
    assert "help.example.com" in caplog.text
    for word in ("hook-secret", "somebody", TOKEN.reveal()):
        assert word not in caplog.text


def test_a_closed_door_has_sent_nothing() -> None:
    client = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    client.close()
    with pytest.raises(Unavailable) as raised:
        Http(client, "https://help.example.com", name="desk").post("/", {})
    assert not raised.value.sent
