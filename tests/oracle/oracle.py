"""The oracle: what a life of events must read, worked out by walking it. Shares no code with slaclock.

    Oracle(config, Window(date(2026, 2, 20), 60)).read(events, at)

takes the mappings that `Engine.from_config` and `Engine.read` take and answers with plain dicts, instants and
lengths in whole seconds. Lives must fit into the window, which is marked second by second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.book import Rule
from tests.oracle.fold import Cycle, Event, Life, lives_of, second_of
from tests.oracle.hours import Table, Window, build
from tests.oracle.walk import reading, windows


@dataclass
class Oracle:
    config: Mapping[str, Any]
    window: Window
    tables: dict[tuple[str, tuple[str, ...]], Table] = field(default_factory=dict)

    def read(self, events: Iterable[Event], at: str | datetime) -> list[dict[str, Any]]:
        asked = second_of(at if isinstance(at, str) else at.isoformat())
        found = [
            seen
            for life in lives_of(self.config, events, asked)
            for cycle in self.cycles(life, asked)
            if (seen := reading(cycle, life, asked, self.hours_of))
        ]
        return sorted(found, key=lambda r: (r["ticket"], r["metric"], r["cycle"], r["target"]))

    def cycles(self, life: Life, asked: int) -> list[Cycle]:
        replies = [cycle for cycle in life.cycles if cycle.metric == "reply_window"]
        others = [cycle for cycle in life.cycles if cycle.metric != "reply_window"]
        return [*others, *windows(replies, life, asked, self.hours_of)]

    def hours_of(self, rule: Rule, life: Life) -> Table:
        """The rule's calendar as it stood when the ticket was created."""
        created = datetime.fromtimestamp(life.born, self.zone(rule.calendar)).date()
        changes = self.config["calendars"][rule.calendar].get("changes", ())
        version = tuple(
            str(c["effective_from"]) for c in changes if date.fromisoformat(str(c["effective_from"])) <= created
        )
        key = (rule.calendar, version)
        if key not in self.tables:
            self.tables[key] = build(self.config["calendars"], rule.calendar, self.window, created)
        return self.tables[key]

    def zone(self, name: str) -> ZoneInfo:
        table = self.config["calendars"][name]
        first = next((table[how][0] for how in ("union", "intersection") if how in table), table.get("base"))
        return ZoneInfo(table["timezone"]) if first is None else self.zone(first)
