"""FitResult: the rule a desk seems to judge itself by, how well it does on verdicts it never saw, and its rivals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slaclock.errors import InvalidInput
from slaclock.fit.config import as_toml
from slaclock.fit.opening import Opening
from slaclock.fit.rule import Rule
from slaclock.replay.attainment import ALL
from slaclock.replay.verdict import VerdictMatch

SHOWN = 12
"""Hours that do as well that a file names: the rest is in the result."""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another policy, the best of its family: what it says, and what it explains of both halves."""

    says: str
    fitted: float
    unseen: float

    def to_dict(self) -> dict[str, Any]:
        """The rival as JSON has it."""
        return {"says": self.says, "fitted": self.fitted, "unseen": self.unseen}


@dataclass(frozen=True, slots=True)
class FitResult:
    """A fitted rule with its credentials; `agreement` is the engine's own, on the half kept from the search."""

    log: Path
    seed: int
    rule: Rule
    metric: str
    agreement: tuple[VerdictMatch, ...]
    searched: Rival
    """The rule as the search judged it, comparable with its rivals: every ticket by its last priority."""
    rivals: tuple[Rival, ...]
    alike: tuple[Opening, ...]
    map_changes: tuple[str, ...]
    remarks: str
    judged: int
    """Policies tried."""
    config: Mapping[str, Any]

    @property
    def unseen(self) -> VerdictMatch:
        """Agreement over all priorities on the half that was kept from the search."""
        return next(row for row in self.agreement if row.priority == ALL)

    @property
    def fitted(self) -> float:
        """The share of verdicts explained in the half that was searched."""
        return self.rule.hits / self.rule.count

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON has it."""
        return {
            "log": str(self.log),
            "seed": self.seed,
            "says": str(self.rule.candidate),
            "metric": self.metric,
            "budgets": {priority: limit.to_dict() for priority, limit in self.rule.limits.items()},
            "fitted": {"tickets": self.rule.count, "share": self.fitted},
            "unseen": [row.to_dict() for row in self.agreement],
            "searched": self.searched.to_dict(),
            "rivals": [rival.to_dict() for rival in self.rivals],
            "alike": [str(opening) for opening in self.alike],
            "map_changes": list(self.map_changes),
            "remarks": self.remarks,
            "policies_tried": self.judged,
            "config": dict(self.config),
        }

    def to_toml(self) -> str:
        """The fitted configuration as a file that loads as it is."""
        return as_toml(self.config, self._comments())

    def save(self, path: Path | str) -> None:
        """Write the fitted configuration."""
        file = Path(path)
        try:
            file.write_text(self.to_toml(), encoding="utf-8")
        except OSError as error:
            why = error.strerror or error
            raise InvalidInput(f"{file}: cannot write it: {why}; name a file in a folder of yours") from None

    def _comments(self) -> Iterator[str]:
        yield f"Fitted by `slaclock fit` to {self.log.name}: the policy that best explains the verdicts in the log."
        yield ""
        yield f"{self.rule.candidate}."
        yield ""
        found = f"Seed {self.seed}: found on {self.rule.count:,} tickets"
        yield f"{found} ({percent(self.fitted)} of their verdicts explained)"
        yield f"and judged on {self.unseen.tickets:,} others that the search had not seen:"
        yield ""
        for row in self.agreement:
            yield f"  {row.priority:<10} {percent(row.share):>9}  ({row.agreeing:,} of {row.tickets:,})"
        yield ""
        yield from _wrapped(self.remarks)
        yield ""
        yield "Any budget in these bounds explains the fitted half as well:"
        for priority, limit in self.rule.limits.items():
            yield f"  {priority:<10} {_bounds(limit.low, limit.high)}"
        if self.alike:
            more = ", …" if len(self.alike) > SHOWN else "."
            yield ""
            yield from _wrapped(
                "Hours of the day that do as well: " + ", ".join(hours.shift for hours in self.alike[:SHOWN]) + more
            )
        yield ""
        yield "The rule and its rivals as the search judged them, every ticket by its last priority"
        yield "(share of the fitted half, of the unseen half):"
        for rival in (self.searched, *self.rivals):
            yield f"  {percent(rival.fitted):>8} {percent(rival.unseen):>8}  {rival.says}"
        for change in self.map_changes:
            yield from ("", f"In the map: {change}")


def percent(share: float | None) -> str:
    """A share as people read it; never rounded up to a hundred."""
    if share is None:
        return "none"
    return "100 %" if share == 1 else f"{int(share * 10_000) / 100:.2f} %"


def _bounds(low: int, high: int | None) -> str:
    upper = f"less than {_length(high)}" if high is not None else "anything more"
    return f"from {_length(low)} to {upper}"


def _length(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} s"
    odd = f":{seconds % 60:02d}" if seconds % 60 else ""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}{odd} h"


def _wrapped(text: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, 112)
