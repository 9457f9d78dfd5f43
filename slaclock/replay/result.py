"""ReplayResult: what a history comes to under a configuration, as data; saying it is the doors' work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slaclock.clock.reading import Reading
from slaclock.explain import Explanation
from slaclock.instant import format_instant, to_us
from slaclock.replay.against import Difference
from slaclock.replay.attainment import Attainment
from slaclock.replay.keeping import PromiseKept, keeping
from slaclock.replay.story import Log
from slaclock.replay.verdict import VerdictMatch


@dataclass(frozen=True, slots=True)
class Miss:
    """A promise that was missed, by how much, and why, line by line."""

    reading: Reading
    explanation: Explanation

    @property
    def over(self) -> timedelta:
        """By how much the budget was overrun."""
        return -self.reading.remaining

    def to_dict(self) -> dict[str, Any]:
        """The miss as JSON has it."""
        return {"over": self.over.total_seconds(), **self.explanation.to_dict()}


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """A history read under a configuration, as it stood at `at`.

    `uncovered` counts tickets no policy promised anything to; `agreement` is empty unless the log has verdicts of its
    own; `difference` is there if another configuration was read against this one, `promises` if it was asked what the
    customers would have been told.
    """

    log: Log
    at: datetime
    readings: tuple[Reading, ...]
    attainment: tuple[Attainment, ...]
    misses: tuple[Miss, ...]
    uncovered: int
    agreement: tuple[VerdictMatch, ...] = ()
    difference: Difference | None = None
    promises: tuple[PromiseKept, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON has it, without the single readings (write those with `export_readings`)."""
        return {
            "at": format_instant(to_us(self.at)),
            "log": self.log.to_dict(),
            "readings": len(self.readings),
            "uncovered": self.uncovered,
            "attainment": [row.to_dict() for row in self.attainment],
            "agreement": [row.to_dict() for row in self.agreement],
            "misses": [miss.to_dict() for miss in self.misses],
            "promises": [row.to_dict() for row in keeping(self.promises)] if self.promises is not None else None,
            "against": self.difference.to_dict() if self.difference else None,
        }
