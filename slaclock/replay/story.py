"""Story: one ticket of a log as events, with the desk's own verdict where the log has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slaclock.complaints import Complaints
from slaclock.instant import format_instant, from_us
from slaclock.replay.tally import Count, Tally
from slaclock.timeline.event import TicketEvent, parse_event

REFUSED = "a value no event can hold"


@dataclass(frozen=True, slots=True)
class Story:
    """One ticket as its events; `verdict` is True where the desk itself said met, False missed, None nothing."""

    ticket: str
    events: tuple[TicketEvent, ...]
    verdict: bool | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """A whole export, read: its tickets, what of it could not be used, and what was read with a pinch of salt."""

    path: Path
    rows: int
    stories: Mapping[str, Story]
    unusable: tuple[Count, ...]
    notes: tuple[Count, ...]

    @property
    def events(self) -> Iterator[TicketEvent]:
        """Every event of every ticket."""
        return (event for story in self.stories.values() for event in story.events)

    @property
    def ends_at(self) -> int:
        """The instant of the last event: as far as the log knows."""
        return max((event.at for event in self.events), default=0)

    def to_dict(self) -> dict[str, Any]:
        """What was read, in numbers."""
        return {
            "path": str(self.path),
            "rows": self.rows,
            "used": self.rows - sum(count.count for count in self.unusable),
            "tickets": len(self.stories),
            "events": sum(len(story.events) for story in self.stories.values()),
            "ends_at": format_instant(self.ends_at),
            "unusable": [count.to_dict() for count in self.unusable],
            "notes": [count.to_dict() for count in self.notes],
        }


@dataclass(slots=True)
class Teller:
    """Tells one ticket's events; what no event can hold is counted instead."""

    ticket: str
    unusable: Tally
    told: dict[str, TicketEvent] = field(default_factory=dict)

    def tell(self, name: str, at: int, seq: int, line: int, kind: str, **data: Any) -> bool:
        """Add one event; False (and a count) if it cannot be one, or its id was used for something else."""
        complaints = Complaints()
        mapping = {"ticket": self.ticket, "id": name, "at": from_us(at), "type": kind, "seq": seq, **data}
        event = parse_event(mapping, complaints)
        if event is None:
            wrong = complaints.found[0]
            self.unusable.add(REFUSED, line, f"{wrong.where}: {wrong.found}")
            return False
        if name in self.told:
            if self.told[name].as_mapping() != event.as_mapping() | {"seq": self.told[name].seq}:
                self.unusable.add("an id told twice with different content", line, name)
            return False
        self.told[name] = event
        return True

    def story(self, verdict: bool | None) -> Story:
        """The ticket so far."""
        return Story(self.ticket, tuple(sorted(self.told.values(), key=lambda event: event.order)), verdict)
