"""How the promises of the ledger were kept: for each run of a clock the first one, the latest one, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from slaclock.instant import to_length
from slaclock.ledger.entry import REPLY, Row
from slaclock.promise.fate import PromiseFate
from slaclock.replay.attainment import NO_PRIORITY


@dataclass(frozen=True, slots=True)
class ClockPromised:
    """What became of the promises about one run of a clock, as the ledger has it."""

    metric: str
    priority: str
    told: int
    first: PromiseFate
    latest: PromiseFate
    gap: timedelta | None

    @classmethod
    def of(cls, rows: Sequence[Row]) -> ClockPromised:
        """Of everything that was said about it, the first first."""
        first, latest = rows[0], rows[-1]
        fate = PromiseFate(first["fate"])
        told = sum(row["via"] == REPLY for row in rows[1:])
        answer = None if fate is PromiseFate.WITHDRAWN else first["answered_at"]
        gap = to_length(answer - first["shown"]) if answer is not None else None
        return cls(first["metric"], first["priority"] or NO_PRIORITY, told, fate, PromiseFate(latest["fate"]), gap)


def kept(rows: Iterable[Row]) -> list[ClockPromised]:
    """One for each run of a clock; the rows stand clock by clock and in the order they were told."""
    runs = groupby(rows, key=lambda row: (row["ticket"], row["metric"], row["cycle"]))
    return [ClockPromised.of(list(run)) for _, run in runs]
