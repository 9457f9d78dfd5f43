"""A conversation with a helpdesk as it was recorded: what was asked, what it answered, and what that meant.

One JSON file a recording, beside the connector in `fixtures/`. It names one thing to do, the calls that were made for
it, and what came out:

    {"about": "a customer writes, an agent answers",
     "fetch": "7",                                     # or poll, deliver, look, webhook
     "exchanges": [{"request": {"method": "GET", "path": "/api/tickets/7", "query": {}, "body": null},
                    "answer": {"status": 200, "headers": {"Date": "…"}, "body": {…}}}],
     "gives": [{"ticket": "7", "id": "1", "at": "…", "type": "created", "channel": "email"}]}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx

from slaclock.connectors.protocol import Connector, ConnectorError, Message, MessageKind, Page, Receipt, Webhook
from slaclock.instant import parse_instant, to_us
from slaclock.timeline.event import TicketEvent

READS = ("GET", "HEAD")
DEEDS = ("fetch", "poll", "deliver", "look", "webhook")
KEPT_HEADERS = ("date", "etag", "location", "retry-after", "link", "content-type")
"""Headers of an answer that may mean something; cookies and the like are not kept."""
KEPT_CONDITIONS = ("if-match", "if-unmodified-since", "idempotency-key")
"""Headers of a request that are part of what was asked; credentials are never kept."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call and its answer; bodies are JSON where they are JSON, text otherwise."""

    request: Mapping[str, Any]
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recording:
    """One recorded deed: `deed` is what a connector is asked to do, `asked` with what, `gives` what came out."""

    name: str
    about: str
    deed: str
    asked: Any
    gives: Any
    exchanges: tuple[Exchange, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Recording:
        """The recording in a file."""
        told = json.loads(path.read_text(encoding="utf-8"))
        deed = next(deed for deed in DEEDS if deed in told)
        exchanges = tuple(Exchange(each["request"], each["answer"]) for each in told.get("exchanges", ()))
        return cls(path.stem, told.get("about", ""), deed, told[deed], told.get("gives"), exchanges)

    def save(self, folder: Path) -> None:
        """Write it where `load` finds it."""
        told = {
            "about": self.about,
            self.deed: self.asked,
            "exchanges": [{"request": each.request, "answer": each.answer} for each in self.exchanges],
            "gives": self.gives,
        }
        text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
        (folder / f"{self.name}.json").write_text(text, encoding="utf-8")

    def play(self, connector: Connector) -> Any:
        """Do the deed; what comes out as JSON has it, an error as its class and sentence."""
        try:
            return plain(self.do(connector))
        except ConnectorError as error:
            return {"error": type(error).__name__, "says": str(error)}

    def do(self, connector: Connector) -> object:
        """Do the deed, and let what is wrong be raised."""
        return _DEEDS[self.deed](connector, self.asked)

    @property
    def writes(self) -> bool:
        """Whether it changed anything there."""
        return any(each.request["method"] not in READS for each in self.exchanges)


@dataclass(slots=True)
class Player(httpx.BaseTransport):
    """Answers as the helpdesk did; the same call answered twice is answered in that order, the last one for ever."""

    exchanges: tuple[Exchange, ...]
    strict: bool = True
    """Whether a call nobody recorded is a mistake; otherwise there is no such thing there (404)."""
    heard: list[dict[str, Any]] = field(default_factory=list)
    """Every request that was made."""
    _played: dict[str, int] = field(default_factory=dict)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The recorded answer."""
        asked = _asked(request)
        self.heard.append(asked)
        key = _key(asked)
        found = [each.answer for each in self.exchanges if _key(each.request) == key]
        if not found and not self.strict:
            return httpx.Response(404)
        if not found:
            raise AssertionError(f"nobody recorded {key}; recorded: {[_key(each.request) for each in self.exchanges]}")
        place = self._played.get(key, 0)
        self._played[key] = place + 1
        return _response(found[min(place, len(found) - 1)])


@dataclass(slots=True)
class Recorder(httpx.BaseTransport):
    """Hands calls on to the real helpdesk and writes down both sides, without credentials."""

    inner: httpx.BaseTransport
    exchanges: list[Exchange] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The helpdesk's answer."""
        request.read()
        response = self.inner.handle_request(request)
        response.read()
        headers = {key: value for key, value in response.headers.items() if key in KEPT_HEADERS}
        answer = {"status": response.status_code, "headers": headers, "body": _content(response.content)}
        self.exchanges.append(Exchange(_asked(request), answer))
        return httpx.Response(response.status_code, headers=headers, content=response.content)


def plain(result: object) -> Any:
    """What a connector answered as JSON has it."""
    if isinstance(result, TicketEvent):
        return result.as_mapping()
    if isinstance(result, (list, tuple)):
        return [plain(each) for each in result]
    if isinstance(result, (Page, Webhook)):
        return {**_facts(result), "events": [plain(each) for each in result.events]}
    if isinstance(result, Receipt):
        return _facts(result)
    return result


def _facts(result: Page | Webhook | Receipt) -> dict[str, Any]:
    events = {"events": ()} if not isinstance(result, Receipt) else {}
    facts: dict[str, Any] = json.loads(json.dumps(asdict(_without(result)), default=str))
    return {**facts, **events}


def _without(result: Page | Webhook | Receipt) -> Page | Webhook | Receipt:
    """The same without its events, whose read-only parts cannot be copied."""
    if isinstance(result, Page):
        return Page(result.cursor, result.tickets, (), result.more)
    return Webhook(result.id, result.tickets) if isinstance(result, Webhook) else result


def message(told: Mapping[str, Any]) -> Message:
    """A message as a recording writes it; a due date may be written as an instant."""
    value = told.get("value")
    if told["kind"] == MessageKind.DUE_DATE and isinstance(value, str):
        value = to_us(parse_instant(value))
    kind = MessageKind(told["kind"])
    return Message(told["id"], told["ticket"], kind, value, told.get("name"), told.get("generation", 0))


def at(told: Mapping[str, Any]) -> int:
    """The instant a recording was made at, where it matters."""
    return to_us(parse_instant(told.get("now", "2026-03-27T16:30:00Z")))


def webhook_body(told: Mapping[str, Any]) -> bytes:
    """A delivery's body, byte by byte: signatures are made over it."""
    body = told["body"]
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


_DEEDS: Mapping[str, Callable[[Connector, Any], object]] = {
    "fetch": lambda connector, asked: connector.fetch(asked),
    "poll": lambda connector, asked: connector.poll(asked.get("cursor"), at(asked)),
    "deliver": lambda connector, asked: connector.deliver(message(asked)),
    "look": lambda connector, asked: connector.look(message(asked)),
    "webhook": lambda connector, asked: connector.read_webhook(asked["headers"], webhook_body(asked)),
}


def _asked(request: httpx.Request) -> dict[str, Any]:
    conditions = {key: request.headers[key] for key in KEPT_CONDITIONS if key in request.headers}
    asked: dict[str, Any] = {
        "method": request.method,
        "path": request.url.path,
        "query": dict(request.url.params.multi_items()),
        "body": _content(request.read()),
    }
    return {**asked, "headers": conditions} if conditions else asked


def _key(asked: Mapping[str, Any]) -> str:
    query = "&".join(f"{key}={value}" for key, value in sorted(asked.get("query", {}).items()))
    body = json.dumps(asked.get("body"), sort_keys=True, ensure_ascii=False)
    return f"{asked['method']} {asked['path']}?{query} {body}"


def _content(body: bytes) -> Any:
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")


def _response(answer: Mapping[str, Any]) -> httpx.Response:
    body = deepcopy(answer.get("body"))
    content = body.encode() if isinstance(body, str) else b"" if body is None else json.dumps(body).encode()
    return httpx.Response(answer["status"], headers=dict(answer.get("headers", {})), content=content)
