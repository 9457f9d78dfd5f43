"""Tally: what a log held that could not be used as it stood, counted by reason with the first lines to look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SHOWN = 5
"""Lines kept for each reason: enough to look at, few enough to print."""


@dataclass(frozen=True, slots=True)
class Count:
    """One reason, how often it came up, where first, and one example."""

    reason: str
    count: int
    lines: tuple[int, ...]
    example: str

    def to_dict(self) -> dict[str, Any]:
        """The count as JSON has it."""
        return {"reason": self.reason, "count": self.count, "lines": list(self.lines), "example": self.example}

    def __str__(self) -> str:
        lines = ", ".join(map(str, self.lines)) + (", …" if self.count > len(self.lines) else "")
        where = f" (line {lines})" if self.lines else ""
        return f"{self.count:,} × {self.reason}{where}" + (f": {self.example}" if self.example else "")


@dataclass(slots=True)
class Tally:
    """Collects reasons while a log is read."""

    _counts: dict[str, Count] = field(default_factory=dict)

    def add(self, reason: str, line: int | None = None, example: str = "", times: int = 1) -> None:
        """One more row (or ticket) for this reason."""
        old = self._counts.get(reason) or Count(reason, 0, (), example)
        lines = (*old.lines, line) if line is not None and len(old.lines) < SHOWN else old.lines
        self._counts[reason] = Count(reason, old.count + times, lines, old.example)

    def counts(self) -> tuple[Count, ...]:
        """Every reason, the most frequent first."""
        return tuple(sorted(self._counts.values(), key=lambda count: (-count.count, count.reason)))

    def __len__(self) -> int:
        return sum(count.count for count in self._counts.values())
