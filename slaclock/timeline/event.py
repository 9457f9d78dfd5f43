"""TicketEvent: a fact a helpdesk told us, read from a mapping and refused by name where it means nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, cast

from slaclock.complaints import Complaints
from slaclock.errors import InvalidEvents
from slaclock.instant import format_instant
from slaclock.timeline.grammar import COMMON, EVENT_TYPES, NOTHING, Check, EventType, Key
from slaclock.timeline.value import show_json

_RANK = {"message": 0, "status": 2}


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """A fact a helpdesk told us about one ticket, dated when it happened; `data` holds the further keys of its type.

    >>> event = TicketEvent.from_mapping(
    ...     {"ticket": "T1", "id": "e1", "at": "2026-03-02T10:00:00+01:00", "type": "status", "to": "pending"}
    ... )
    >>> event.at, event.data["to"], event.data["reason"]
    (1772442000000000, 'pending', None)
    """

    ticket: str
    id: str
    at: int
    type: str
    seq: int | None = None
    data: Mapping[str, Any] = field(default_factory=lambda: NOTHING, hash=False)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> TicketEvent:
        """One event from a plain mapping; InvalidEvents lists everything wrong with it."""
        complaints = Complaints("event")
        event = parse_event(mapping, complaints)
        if event is None:
            raise InvalidEvents(complaints.found)
        return event

    @property
    def order(self) -> tuple[int, bool, int, int, str]:
        """Where it stands among its ticket's events: by instant, then creation, `seq`, message before status, id."""
        return self.at, self.type != "created", self.seq or 0, _RANK.get(self.type, 1), self.id

    def as_mapping(self) -> dict[str, Any]:
        """The event as it would stand in a JSON Lines file; keys at their defaults are left out."""
        plain: dict[str, Any] = {"ticket": self.ticket, "id": self.id, "at": format_instant(self.at), "type": self.type}
        if self.seq is not None:
            plain["seq"] = self.seq
        for name, key in EVENT_TYPES[self.type].keys.items():
            value = self.data.get(name, key.default)
            if key.needed or value != key.default:
                plain[name] = format_instant(value) if name == "until" else _plain(value)
        return plain

    def __reduce__(self) -> tuple[Callable[..., TicketEvent], tuple[dict[str, Any]]]:
        # read-only mappings cannot be pickled; worker processes get the event as it was told
        return TicketEvent.from_mapping, (self.as_mapping(),)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One event type compiled for speed: a look-up and a call for each key."""

    parse: Mapping[str, Callable[[Any], Any]]
    null: Mapping[str, Any]
    defaults: Mapping[str, Any]
    needed: frozenset[str]
    check: Check | None


def _compile(kind: EventType) -> _Reader:
    keys: dict[str, Key] = {**COMMON, **kind.keys}
    return _Reader(
        parse={name: key.value.read for name, key in keys.items()} | {"type": str},
        null={name: key.default for name, key in keys.items() if key.nullable},
        defaults={name: key.default for name, key in keys.items() if not key.needed},
        needed=frozenset(name for name, key in keys.items() if key.needed),
        check=kind.check,
    )


_READERS: Mapping[str, _Reader] = MappingProxyType({name: _compile(kind) for name, kind in EVENT_TYPES.items()})

_REFUSALS = (KeyError, ValueError, TypeError, AttributeError)


def parse_event(mapping: object, complaints: Complaints) -> TicketEvent | None:
    """The event a mapping tells; otherwise None, and everything wrong with it among the complaints."""
    try:
        return _read(mapping)
    except _REFUSALS:
        # well-formed events never come here, so finding the words may take its time
        _complain(mapping, complaints)
        return None


def as_events(items: Iterable[TicketEvent | Mapping[str, Any]]) -> list[TicketEvent]:
    """Events from TicketEvents and plain mappings, mixed, of one ticket or many; all complaints at once."""
    if not _is_list(items):
        raise InvalidEvents(f"events: found {show_json(items)}; hand in a list of events")
    events: list[TicketEvent] = []
    complaints = Complaints()
    for place, item in enumerate(items, 1):
        try:
            events.append(item if isinstance(item, TicketEvent) else _read(item))
        except _REFUSALS:
            _complain(item, Complaints(f"event {place}", "", complaints.found))
    complaints.settle(InvalidEvents)
    return events


def _is_list(items: object) -> bool:
    """One event alone, text and None are refused instead of walked through letter by letter."""
    return isinstance(items, Iterable) and not isinstance(items, (str, bytes, Mapping))


def _read(mapping: Any) -> TicketEvent:
    """The fast way: raises on the first thing that is wrong, without saying what."""
    reader = _READERS[mapping["type"]]
    parse, null = reader.parse, reader.null
    data = dict(reader.defaults)
    for name, given in mapping.items():
        data[name] = null[name] if given is None else parse[name](given)
    if not reader.needed <= data.keys():
        raise KeyError
    take = data.pop
    ticket, at = take("ticket"), take("at")
    event = TicketEvent(ticket, take("id"), at, take("type"), take("seq"), MappingProxyType(data))
    if reader.check is not None and reader.check(ticket, at, data) is not None:
        raise ValueError
    return event


def _complain(given: object, complaints: Complaints) -> None:
    """The slow way: everything that is wrong, each with what would be right."""
    if not isinstance(given, Mapping):
        complaints.add(f"found {show_json(given)}", 'write an object like {"ticket": "T1", "id": "e1", ...}')
        return
    mapping = cast("Mapping[str, Any]", given)
    kind = _kind(mapping, complaints)
    keys = {**COMMON, **(kind.keys if kind else {})}
    if kind is not None:
        complaints.unknown((name for name in mapping if name not in keys), keys)
    before = len(complaints.found)
    told = {name: key.default for name, key in keys.items()}
    for name, key in keys.items():
        if name != "type":
            told[name] = _explain(name, key, mapping, complaints)
    if kind is not None and kind.check is not None and len(complaints.found) == before:
        fault = kind.check(told["ticket"], told["at"], told)
        if fault is not None:
            place, found, wanted = fault
            (complaints.at(place) if place else complaints).add(found, wanted)


def _kind(mapping: Mapping[str, Any], complaints: Complaints) -> EventType | None:
    """The event's type, or a complaint naming the nearest one."""
    given = mapping.get("type")
    if isinstance(given, str) and given in EVENT_TYPES:
        return EVENT_TYPES[given]
    if "type" not in mapping:
        complaints.add("no key 'type'", "it says what happened: one of " + ", ".join(EVENT_TYPES))
        return None
    near = get_close_matches(given, EVENT_TYPES, n=1) if isinstance(given, str) else ()
    wanted = f"did you mean {near[0]!r}?" if near else "one of " + ", ".join(EVENT_TYPES)
    complaints.at("type").add(f"unknown event type {show_json(given)}", wanted)
    return None


def _explain(name: str, key: Key, mapping: Mapping[str, Any], complaints: Complaints) -> Any:
    """One key's value, or a complaint about it."""
    if name not in mapping:
        if key.needed:
            complaints.add(f"no key {name!r}", f"it says {key.meaning}: {key.value.wanted}")
        return key.default
    given = mapping[name]
    if given is None and key.nullable:
        return key.default
    try:
        return key.value.read(given)
    except _REFUSALS as error:
        complaints.at(name).add(*key.value.explain(given, error))
        return key.default


def _plain(value: Any) -> Any:
    """A kept value as JSON has it."""
    if isinstance(value, frozenset):
        return sorted(cast("frozenset[str]", value))
    return dict(cast("Mapping[str, Any]", value)) if isinstance(value, Mapping) else value
