"""How promises to customers are kept: the first ones, the latest ones, and by how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from slaclock.clock.reading import Reading
from slaclock.instant import format_instant
from slaclock.policy.policy import Kind
from slaclock.promise.fate import PromiseFate
from slaclock.replay.attainment import ALL, priority_of, row_order
from slaclock.replay.trail import PromiseTrail
from slaclock.reports.duration import percentile

EXPORTED = (
    "promised_first",
    "promised_latest",
    "promise_first",
    "promise_latest",
    "promises_told_later",
    "answer_after_promise",
)
"""What an export says of a promise beside its reading."""


class Kept(Protocol):
    """What became of the promises about one run of a clock: of the first, of the latest, and when the answer came."""

    @property
    def metric(self) -> str:
        """What was promised."""
        ...

    @property
    def priority(self) -> str:
        """The ticket's; `none` without one."""
        ...

    @property
    def told(self) -> int:
        """Messages that told a later promise."""
        ...

    @property
    def first(self) -> PromiseFate:
        """What became of the first."""
        ...

    @property
    def latest(self) -> PromiseFate:
        """What became of the latest."""
        ...

    @property
    def gap(self) -> timedelta | None:
        """How long after the first promise the answer came; negative before it."""
        ...


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """What would have become of the promises about one run of a clock in a log."""

    trail: PromiseTrail
    reading: Reading
    first: PromiseFate
    latest: PromiseFate
    gap: timedelta | None

    @property
    def metric(self) -> str:
        """What was promised."""
        return self.trail.metric

    @property
    def priority(self) -> str:
        """The ticket's when the clock was read."""
        return priority_of(self.reading)

    @property
    def told(self) -> int:
        """Messages that told a later promise."""
        return self.trail.told

    def to_dict(self) -> dict[str, Any]:
        """What an export says of it beside the reading."""
        latest = self.trail.latest
        said = (
            format_instant(self.trail.first),
            format_instant(latest) if latest is not None else None,
            self.first.value,
            self.latest.value,
            self.trail.told,
            _seconds(self.gap),
        )
        return dict(zip(EXPORTED, said, strict=True))


@dataclass(frozen=True, slots=True)
class Keeping:
    """How the promises of one metric were kept for one priority, or for all of them."""

    metric: str
    priority: str
    promised: int
    told: int
    """Messages that told a later promise."""
    first: Mapping[PromiseFate, int]
    latest: Mapping[PromiseFate, int]
    p50: timedelta | None
    """Half of all answers came by so long after their first promise; negative before it."""
    p90: timedelta | None

    @classmethod
    def of(cls, metric: str, priority: str, kept: Iterable[Kept]) -> Keeping:
        """The sum of some promises."""
        kept = list(kept)
        first, latest = (Counter(getattr(each, name) for each in kept) for name in ("first", "latest"))
        gaps = sorted(each.gap for each in kept if each.gap is not None)
        told = sum(each.told for each in kept)
        return cls(metric, priority, len(kept), told, first, latest, percentile(gaps, 50), percentile(gaps, 90))

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON has it."""
        return {
            "metric": self.metric,
            "priority": self.priority,
            "promised": self.promised,
            "told_later": self.told,
            "first": _counts(self.first),
            "latest": _counts(self.latest),
            "answer_after_promise": {"p50": _seconds(self.p50), "p90": _seconds(self.p90)},
        }


def share_kept(fates: Mapping[PromiseFate, int]) -> float | None:
    """Kept of kept and broken; None where nothing was judged."""
    judged = fates.get(PromiseFate.KEPT, 0) + fates.get(PromiseFate.BROKEN, 0)
    return fates.get(PromiseFate.KEPT, 0) / judged if judged else None


def judged(trails: Iterable[PromiseTrail], readings: Iterable[Reading], now: int) -> tuple[PromiseKept, ...]:
    """What became of every trail; those whose clock is gone are left out."""
    clocks = {(each.ticket, each.metric, each.cycle): each for each in readings if each.kind == Kind.CUSTOMER}
    pairs = ((trail, clocks.get((trail.ticket, trail.metric, trail.cycle))) for trail in trails)
    return tuple(
        PromiseKept(trail, reading, trail.kept_first(now), trail.kept_latest(now), trail.gap(now))
        for trail, reading in pairs
        if reading is not None
    )


def keeping(kept: Iterable[Kept]) -> tuple[Keeping, ...]:
    """One row for each metric and priority, and one for each metric over all priorities."""
    groups: dict[tuple[str, str], list[Kept]] = {}
    for each in kept:
        for priority in (each.priority, ALL):
            groups.setdefault((each.metric, priority), []).append(each)
    return tuple(Keeping.of(*key, groups[key]) for key in sorted(groups, key=row_order))


def _counts(fates: Mapping[PromiseFate, int]) -> dict[str, Any]:
    return {fate.value: fates.get(fate, 0) for fate in PromiseFate} | {"share": share_kept(fates)}


def _seconds(length: timedelta | None) -> float | None:
    return length.total_seconds() if length is not None else None
