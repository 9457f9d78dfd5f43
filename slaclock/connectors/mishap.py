"""What may go wrong between slaclock and a helpdesk, as transports: lost answers, broken lines, nonsense, holes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import httpx

from slaclock.connectors.recording import READS, Exchange, Player, Recording

MOST_HOLES = 60
"""How many keys of one recording are taken away, evenly over all it has."""


class Faulty(httpx.BaseTransport):
    """A recorded helpdesk whose answer to a write is lost on the way, after it took effect."""

    def __init__(self, exchanges: tuple[Exchange, ...]) -> None:
        self._player = Player(exchanges)
        self.writes = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The recorded answer to a question; silence to a write."""
        if request.method in READS:
            return self._player.handle_request(request)
        self.writes += 1
        raise httpx.ReadError("the connection was reset")


def answering(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> httpx.MockTransport:
    """A helpdesk that answers everything in one way."""
    return httpx.MockTransport(lambda _: httpx.Response(status, content=body, headers=dict(headers or {})))


def breaking(error: type[httpx.TransportError]) -> httpx.MockTransport:
    """A helpdesk whose line breaks."""

    def handle(request: httpx.Request) -> httpx.Response:
        raise error("the line broke", request=request)

    return httpx.MockTransport(handle)


def bent(headers: Mapping[str, str], value: str | None = None) -> dict[str, str]:
    """The same headers, each with another value of the same length."""
    return {key: "0" * len(told) if value is None else value for key, told in headers.items()}


def holes(recording: Recording) -> Iterator[Recording]:
    """The recording with one key of one answer missing, another for each key; and with null in its place."""
    places = [
        (number, path) for number, each in enumerate(recording.exchanges) for path in keys(each.answer.get("body"))
    ]
    step = max(1, len(places) // MOST_HOLES)
    for number, path in places[::step]:
        for value in (_GONE, None):
            exchange = recording.exchanges[number]
            answer = {**exchange.answer, "body": holed(exchange.answer["body"], path, value)}
            exchanges = list(recording.exchanges)
            exchanges[number] = Exchange(exchange.request, answer)
            yield replace(recording, exchanges=tuple(exchanges))


_GONE = object()


def keys(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every key of every object inside."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from keys(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from keys(inner, (*path, place))


def holed(body: Any, path: tuple[str | int, ...], value: object) -> Any:
    """A copy with one key missing, or with another value."""
    copy = deepcopy(body)
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    if value is _GONE:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return copy
