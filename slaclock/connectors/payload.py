"""A payload read key by key: what is missing or of another shape becomes one clear sentence, never a traceback."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slaclock.connectors.protocol import Unreadable
from slaclock.errors import InvalidEvents, SlaclockError
from slaclock.instant import parse_instant, to_us
from slaclock.timeline.event import TicketEvent


@dataclass(frozen=True, slots=True)
class Payload:
    """One JSON object a helpdesk sent, and where it stood, for the sentence about what is wrong with it."""

    value: Mapping[str, Any]
    where: str

    @classmethod
    def of(cls, value: object, where: str) -> Payload:
        """An object, or Unreadable."""
        if isinstance(value, Mapping):
            return cls(value, where)
        raise Unreadable(f"{where}: an object is expected, found {kind(value)}")

    def text(self, key: str) -> str:
        """A text that must be there; whole numbers count, helpdesks write ids both ways."""
        found = self.maybe(key)
        if found is None:
            raise Unreadable(
                f"{self.where}: {key!r} is missing" if key not in self.value else self._wrong(key, "a text")
            )
        return found

    def maybe(self, key: str) -> str | None:
        """A text that may be missing, null or empty."""
        value = self.value.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return str(value)
        raise Unreadable(self._wrong(key, "a text"))

    def number(self, key: str) -> int:
        """A whole number that must be there; digits as text count."""
        text = self.text(key)
        try:
            return int(text)
        except ValueError:
            raise Unreadable(self._wrong(key, "a whole number")) from None

    def instant(self, key: str) -> int:
        """An RFC 3339 instant that must be there, as microseconds UTC."""
        try:
            return to_us(parse_instant(self.text(key)))
        except Unreadable:
            raise
        except (ValueError, SlaclockError):
            raise Unreadable(self._wrong(key, "an instant with its offset")) from None

    def part(self, key: str) -> Payload:
        """An object inside."""
        self._needed(key)
        return Payload.of(self.value[key], f"{self.where}.{key}")

    def parts(self, key: str) -> list[Payload]:
        """A list of objects inside."""
        self._needed(key)
        return objects(self.value[key], f"{self.where}.{key}")

    def texts(self, key: str) -> list[str]:
        """A list of texts inside; whole numbers count."""
        self._needed(key)
        found = self.value[key]
        if not isinstance(found, list):
            raise Unreadable(self._wrong(key, "a list"))
        return [Payload({key: each}, self.where).text(key) for each in found]

    def _needed(self, key: str) -> None:
        if key not in self.value:
            raise Unreadable(f"{self.where}: {key!r} is missing")

    def _wrong(self, key: str, wanted: str) -> str:
        return f"{self.where}.{key}: {wanted} is expected, found {kind(self.value[key])}"


def objects(value: object, where: str) -> list[Payload]:
    """A list of objects, or Unreadable."""
    if not isinstance(value, list):
        raise Unreadable(f"{where}: a list is expected, found {kind(value)}")
    return [Payload.of(each, f"{where}[{place}]") for place, each in enumerate(value, 1)]


def event(told: Mapping[str, Any], where: str) -> TicketEvent:
    """An event made of what a helpdesk told; Unreadable if that does not make one."""
    try:
        return TicketEvent.from_mapping(told)
    except InvalidEvents as error:
        raise Unreadable(f"{where}: {error.complaints[0]}") from None


def read_json(body: bytes) -> object:
    """What a webhook's body says; None where it is no JSON (too deep counts), because strangers may send anything."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def kind(value: object) -> str:
    """What sort of thing a value is; never the value, which may be somebody's words."""
    if value is None:
        return "null"
    names: dict[type, str] = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list"}
    return names.get(type(value), "an object")
