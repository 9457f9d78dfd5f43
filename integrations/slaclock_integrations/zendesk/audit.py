"""Zendesk's audits, part by part: each update of a ticket with all that it changed, under ids that never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slaclock.connectors.fact import id_in, inside, instant
from slaclock.connectors.payload import Payload, objects

MARK = "slaclock"
"""The key under which our own updates carry the id of their action (the audit's custom metadata)."""
CUSTOM_STATUS = "custom_status_id"


@dataclass(frozen=True, slots=True)
class AuditPart:
    """One thing that an update did: a field, a comment, a notification, a chat."""

    row: Payload
    id: str
    seq: int | None
    at: int
    type: str
    author: str | None
    via: Mapping[str, object]
    ours: str | None
    """The action of ours that made it."""

    @property
    def field(self) -> str | None:
        """The field that was set, if one was."""
        return self.row.maybe("field_name") if self.type in ("Create", "Change") else None

    @property
    def value(self) -> object:
        """What the field was set to."""
        return self.row.value.get("value")

    @property
    def channel(self) -> str | None:
        """The way it came, in Zendesk's words."""
        return id_in(self.via.get("channel"))

    @property
    def rel(self) -> str | None:
        """What kind of source it came from: a trigger, a merge, a voicemail."""
        return id_in(inside(self.via, "source", "rel"))


@dataclass(frozen=True, slots=True)
class Audit:
    """One update of a ticket."""

    row: Payload
    id: str
    at: int
    parts: tuple[AuditPart, ...]
    via: Mapping[str, object]

    @classmethod
    def of(cls, row: Payload) -> Audit:
        """An audit as Zendesk tells it; types of parts that nobody knows are kept, and read by nobody."""
        number, at = row.text("id"), instant(row, "created_at")
        via = _via(row, {})
        ours = id_in(inside(row.value, "metadata", "custom", MARK))
        author = row.maybe("author_id")
        parts = [
            AuditPart(
                each,
                f"{number}-{each.text('id')}",
                _number(each),
                at,
                each.maybe("type") or "",
                each.maybe("author_id") or author,
                _via(each, via),
                ours,
            )
            for each in objects(row.value.get("events") or [], f"{row.where}.events")
        ]
        return cls(row, number, at, tuple(parts), via)

    @property
    def is_merge(self) -> bool:
        """Whether it says of itself that it is one side of a merge, whose comments nobody wrote to anybody."""
        return any(inside(via, "source", "rel") == "merge" for via in (self.via, *(part.via for part in self.parts)))


def in_order(rows: list[Payload]) -> list[Audit]:
    """The audits as they happened; Zendesk numbers them in the order it makes them."""
    audits = {audit.id: audit for audit in map(Audit.of, rows)}
    return sorted(audits.values(), key=lambda audit: (audit.at, len(audit.id), audit.id))


def statuses(audit: Audit, *types: str) -> list[dict[str, AuditPart]]:
    """The changes of status in an audit: a status and the custom status told beside it are one change."""
    found: list[dict[str, AuditPart]] = []
    for part in audit.parts:
        field = part.field
        if part.type not in types or field not in ("status", CUSTOM_STATUS):
            continue
        if not found or field in found[-1]:
            found.append({})
        found[-1][field] = part
    return found


def _number(row: Payload) -> int | None:
    """The part's own number: Zendesk counts upwards, so it is the order within an instant."""
    text = row.text("id")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _via(row: Payload, default: Mapping[str, object]) -> Mapping[str, object]:
    """A part tells its own via only where it differs from the audit's."""
    via = row.value.get("via")
    return via if isinstance(via, Mapping) else default
