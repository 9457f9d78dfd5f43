"""What was to be reached, and whether it was."""

from __future__ import annotations

from tests.bench.measure import number, table


class Goals:
    """Collected while measuring, printed at the end."""

    def __init__(self) -> None:
        self._rows: dict[str, list[str]] = {}
        self.missed = 0

    def at_least(self, what: str, found: float | None, goal: float) -> None:
        self._add(what, found, f"≥ {goal:g}", reached=found is not None and found >= goal)

    def at_most(self, what: str, found: float | None, goal: float) -> None:
        self._add(what, found, f"≤ {goal:g}", reached=found is not None and found <= goal)

    def _add(self, what: str, found: float | None, goal: str, *, reached: bool) -> None:
        self.missed += not reached
        self._rows[what] = ["not measured" if found is None else number(found), goal, "reached" if reached else "short"]

    def __str__(self) -> str:
        return table("goal", ["measured", "wanted", ""], self._rows)
