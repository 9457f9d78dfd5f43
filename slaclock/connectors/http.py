"""The one door to the network: every call of every connector goes through here, and every foreign error ends here.

No call is repeated: whether and when to try again is decided by who knows what the call was for. Answers are limited in
size and time, asked for unpacked and refused otherwise, redirects are not followed, and neither query strings nor paths
with secrets reach a log.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any, TypeGuard

import httpx

from slaclock.connectors.deadline import left, within
from slaclock.connectors.meter import count_call
from slaclock.connectors.payload import read_json
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
from slaclock.connectors.reach import GuardedTransport, Reach
from slaclock.connectors.secret import HIDDEN, Secret, redact
from slaclock.errors import SlaclockError
from slaclock.instant import DAY, SECOND, to_us

LARGEST = 16_000_000
"""Bytes of one answer."""
LONGEST = 60.0
"""Seconds one call may take altogether, however slowly the answer drips."""
TIMEOUT = httpx.Timeout(20.0, connect=10.0)

SAID = ("message", "error", "description", "detail", "title")
"""Where helpdesks put a sentence about a refusal."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


class _OriginOnly(logging.Filter):
    """httpx logs whole addresses; some hold a secret in their path, so only the origin is left."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                f"{each.scheme}://{each.host}/{HIDDEN}" if isinstance(each, httpx.URL) else each for each in record.args
            )
        return True


logging.getLogger("httpx").addFilter(_OriginOnly())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a helpdesk answered: a success, read to its end, within all limits."""

    where: str
    status: int
    headers: httpx.Headers
    body: bytes

    def json(self) -> Any:
        """The body as JSON; one that cannot be read is no answer to trust."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise Unavailable(f"{self.where}: the answer is no JSON or breaks off") from None

    @property
    def etag(self) -> str | None:
        """The version of what was answered, for a write that must not overtake another."""
        found: str | None = self.headers.get("etag")
        return found

    @property
    def at(self) -> int | None:
        """The helpdesk's own clock (header Date) as microseconds UTC: the only one its timestamps agree with."""
        return _date(self.headers)


class Http:
    """A helpdesk's address with our credentials, asked one question at a time."""

    def __init__(
        self,
        client: httpx.Client,
        base: str,
        *,
        name: str,
        secrets: Mapping[str, Secret] = NOTHING,
        hidden: Iterable[Secret] = (),
        limit: int = LARGEST,
        patience: float = LONGEST,
    ) -> None:
        """`secrets` are headers, `hidden` what else must not show; `name` is for errors.

        `limit` is the largest answer in bytes, `patience` the seconds one may take altogether.
        """
        self._client = client
        self._base = base.rstrip("/")
        self._name = name
        self._secrets = secrets
        # a helpdesk that repeats a token leaves out the word before it
        words = [Secret(secret.reveal().rpartition(" ")[2]) for secret in secrets.values()]
        self._hidden = (*hidden, *secrets.values(), *words)
        self._limit = limit
        self._patience = patience

    def __repr__(self) -> str:
        return f"Http({self._name})"

    def get(self, path: str, query: Mapping[str, Any] = NOTHING) -> Answer:
        """Read something; safe to ask again."""
        return self.ask("GET", path, query=query)

    def post(self, path: str, content: object, *, headers: Mapping[str, str] = NOTHING) -> Answer:
        """Make something out of JSON."""
        return self.ask("POST", path, content=content, headers=headers)

    def put(self, path: str, content: object, *, headers: Mapping[str, str] = NOTHING) -> Answer:
        """Set something to JSON."""
        return self.ask("PUT", path, content=content, headers=headers)

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] = NOTHING,
        content: object = None,
        headers: Mapping[str, str] = NOTHING,
    ) -> Answer:
        """One call; an answer that is no success raises what it means (see slaclock.connectors.protocol).

        `content` is written as JSON; bytes, which somebody has signed, are sent as they are.
        """
        where = f"{self._name}: {method} {path}"
        told = {
            "Accept-Encoding": "identity",
            **headers,
            **{key: secret.reveal() for key, secret in self._secrets.items()},
        }
        body = None
        if content is not None:
            body = content if isinstance(content, bytes) else _written(content)
            told.setdefault("Content-Type", "application/json")
        try:
            answer = self._exchange(method, self._base + path, where, query, body, told)
        except httpx.HTTPError as error:
            raise _unreachable(error, where) from None
        except (httpx.InvalidURL, UnicodeError):
            raise Refused(f"{where}: this is no address") from None
        except RuntimeError:  # httpx refuses a client that was closed
            raise Unavailable(f"{where}: the connection was closed", sent=False) from None
        if not 200 <= answer.status < 300:
            raise refusal(answer, self._said(answer))
        if _packed(answer.headers):
            raise Unreadable(f"{where}: the answer is packed, though it was asked for unpacked")
        return answer

    def _exchange(
        self, method: str, url: str, where: str, query: Mapping[str, Any], body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        parts, size = list[bytes](), 0
        if _late():
            raise Unavailable(f"{where}: what came before took so long that no time is left")
        count_call()
        stream = self._client.stream(
            method, url, params=query or None, content=body, headers=headers, follow_redirects=False
        )
        with within(self._patience), stream as response:
            for part in () if _packed(response.headers) else response.iter_bytes():
                size += len(part)
                if size > self._limit:
                    raise Unreadable(f"{where}: the answer is larger than {self._limit:,} bytes")
                if _late():
                    raise Unavailable(f"{where}: the answer took longer than it may")
                parts.append(part)
            return Answer(where, response.status_code, response.headers, b"".join(parts))

    def _said(self, answer: Answer) -> str:
        """The sentence a helpdesk gives with a refusal, without secrets; pages and other talk are left out."""
        told = read_json(answer.body)
        said = next((each for key in SAID if isinstance(each := told.get(key), str)), "") if _is_table(told) else ""
        return redact(" ".join(said.split()), self._hidden)[:200]


def _late() -> bool:
    rest = left()
    return rest is not None and rest <= 0


def _packed(headers: httpx.Headers) -> bool:
    """Whether an answer is smaller than what it unpacks to; nobody can say by how much."""
    return headers.get("content-encoding", "").strip().lower() not in ("", "identity")


def _written(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _is_table(value: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping)


def open_client(url: str, reach: Reach) -> httpx.Client:
    """A client for one address: guarded, without redirects, proxies or cookies from elsewhere."""
    return httpx.Client(
        transport=GuardedTransport(url, reach), timeout=TIMEOUT, follow_redirects=False, trust_env=False
    )


def refusal(answer: Answer, said: str = "") -> ConnectorError:
    """What an answer that is no success means."""
    status, where = answer.status, answer.where
    tail = f": {said}" if said else ""
    if status == 429:
        return RateLimited(f"{where}: too many calls", retry_after=retry_after(answer.headers))
    if status in (408, 425) or status >= 500:
        return Unavailable(f"{where}: answered {status}", retry_after=retry_after(answer.headers))
    if 300 <= status < 400:
        return Refused(f"{where}: is sent elsewhere ({status}); configure the address it leads to")
    if status in (401, 403):
        return Denied(f"{where}: our credentials or rights are not enough ({status}){tail}")
    if status in (404, 410):
        return NotFound(f"{where}: there is no such thing ({status}){tail}")
    if status in (409, 412):
        return Conflict(f"{where}: somebody else was quicker ({status})")
    return Refused(f"{where}: refused ({status}){tail}")


def retry_after(headers: httpx.Headers) -> int | None:
    """How long to wait in microseconds: seconds or a date (measured by the helpdesk's own clock), a day at most."""
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return min(int(told[:9]) * SECOND, DAY)
    until, now = _parsed(told), _date(headers)
    return None if until is None or now is None else min(max(until - now, 0), DAY)


def _unreachable(error: httpx.HTTPError, where: str) -> ConnectorError:
    never = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol))
    if isinstance(error, httpx.UnsupportedProtocol):
        return Refused(f"{where}: the address must begin with https://")
    if isinstance(error, httpx.TimeoutException):
        return Unavailable(f"{where}: no answer in time", sent=not never)
    if isinstance(error, httpx.DecodingError):
        return Unavailable(f"{where}: the answer cannot be unpacked")
    return Unavailable(f"{where}: the connection failed", sent=not never)


def _date(headers: httpx.Headers) -> int | None:
    return _parsed(headers.get("date", ""))


def _parsed(text: str) -> int | None:
    """An HTTP date as microseconds UTC; None if it is none."""
    try:
        return to_us(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError, SlaclockError):
        return None
