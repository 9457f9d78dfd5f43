"""Deadlines: what belongs together ends together, however many calls it takes and however slowly each is answered.

A message is ours for as long as its lease lasts, so whatever is done for it has to be over before. A limit that begins
anew with each byte is none: a helpdesk may drip its answer, and its headers too.
"""

from __future__ import annotations

import ssl
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

import httpcore
import httpx

_END: ContextVar[float | None] = ContextVar("slaclock_deadline", default=None)


@contextmanager
def within(seconds: float) -> Generator[None]:
    """Whatever this thread asks through the one door while this lasts is over by then; an earlier end stays."""
    rest = left()
    token = _END.set(monotonic() + (seconds if rest is None else min(seconds, rest)))
    try:
        yield
    finally:
        _END.reset(token)


def left() -> float | None:
    """The seconds that are left, not above 0 once it is too late; None if nobody said how long it may take."""
    end = _END.get()
    return None if end is None else end - monotonic()


class BoundedTransport(httpx.HTTPTransport):
    """Connections on which nothing is waited for beyond the deadline: neither the other side, nor a header, nor a body.

    Looking up a name is the system's, and takes as long as the system lets it.
    """

    def __init__(self) -> None:
        context = ssl.create_default_context()
        super().__init__(verify=context, trust_env=False, retries=0)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=_Backend(),
        )


class _Backend(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        wait = _clipped(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.connect_tcp(host, port, wait, local_address, socket_options))


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _clipped(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _clipped(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        wait = _clipped(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, wait))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _clipped(timeout: float | None, late: type[Exception]) -> float | None:
    """How long to wait for the next bytes."""
    rest = left()
    if rest is None:
        return timeout
    if rest <= 0:
        raise late("no time is left")
    return rest if timeout is None else min(timeout, rest)
