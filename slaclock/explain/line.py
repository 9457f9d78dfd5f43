"""The lines of an explanation, and the explanation they make: as data, as JSON and as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from slaclock.clock.reading import Reading
from slaclock.explain.words import say, write_length
from slaclock.instant import format_instant, to_us
from slaclock.policy.book import Verdict


class LineKind(StrEnum):
    """What a line of an explanation tells."""

    NOTE = "note"
    """Something happened or was settled; no time passes."""
    COUNTED = "counted"
    CLOSED = "closed"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of the reckoning, or one note: `counted` is the time it adds, `total` the sum so far."""

    kind: LineKind
    start: datetime
    end: datetime
    reason: str
    counted: timedelta
    total: timedelta

    def to_dict(self) -> dict[str, Any]:
        """The line as JSON has it."""
        return {
            "kind": self.kind.value,
            "start": format_instant(to_us(self.start)),
            "end": format_instant(to_us(self.end)),
            "reason": self.reason,
            "counted": self.counted.total_seconds(),
            "total": self.total.total_seconds(),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a reading is what it is: somebody with a wall calendar can derive the deadline from it by hand.

    `policies` says of every policy why it was chosen or not; `lines` go from the start of the cycle to its deadline or
    end, whichever is later.
    """

    reading: Reading
    policies: tuple[Verdict, ...]
    promise: str
    lines: tuple[Line, ...]
    summary: str

    def to_dict(self) -> dict[str, Any]:
        """The explanation as JSON has it."""
        return {
            "reading": self.reading.to_dict(),
            "policies": [
                {"policy": verdict.policy, "kind": verdict.kind.value, "chosen": verdict.chosen}
                | {"reasons": list(verdict.reasons)}
                for verdict in self.policies
            ],
            "promise": self.promise,
            "lines": [line.to_dict() for line in self.lines],
            "summary": self.summary,
        }

    def __str__(self) -> str:
        head = f"{self.reading.ticket}: {self.reading.metric}, cycle {self.reading.cycle}"
        return "\n".join([head, *self._policies(), f"promise  {self.promise}", *map(_row, self.lines), self.summary])

    def _policies(self) -> Iterator[str]:
        for verdict in self.policies:
            why = "chosen" if verdict.chosen else "not: " + "; ".join(verdict.reasons)
            yield f"policy   {verdict.policy} ({verdict.kind.value}): {why}"


def _row(line: Line) -> str:
    if line.kind is LineKind.NOTE:
        return f"{say(line.start):<24}  {line.reason}"
    span = f"{say(line.start)} to {say(line.end)}"
    sign = f"+{write_length(line.counted)} = {write_length(line.total)}" if line.counted else "not counted"
    return f"{span:<48}  {sign:<24}  {line.reason}"
