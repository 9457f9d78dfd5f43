"""One target laid on one run of a clock: how much is used, and when it runs out (laws L13, L19)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slaclock.clock.waits import MANUAL, SOLVED_GAP, Wait
from slaclock.hours.calendar import Calendar
from slaclock.policy.budget import Budget
from slaclock.policy.metric import Metric
from slaclock.policy.target import Target

Cut = Wait
"""A wait that this target honours; cuts are in order and never overlap."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """Counts a budget from a start on a calendar, the cuts left out; all instants and lengths in microseconds."""

    budget: Budget
    calendar: Calendar
    """The hours the budget is counted in (around the clock for wall time)."""
    start: int
    cuts: Sequence[Cut]

    def elapsed(self, until: int) -> int:
        """Time used from the start until an instant."""
        used = self.calendar.index.between(self.start, until)
        return used - self.paused(until) if self.cuts else used

    def paused(self, until: int) -> int:
        """Counted time that the cuts leave out before an instant."""
        between = self.calendar.index.between
        total = 0
        for cut in self.cuts:
            if cut.start >= until:
                break
            total += between(cut.start, until if cut.end is None or cut.end > until else cut.end)
        return total

    def deadline(self, until: int) -> int:
        """When the budget runs out as known at `until`: cuts before it move the end, a running one as far as it got.

        A cut that begins exactly where the budget ends moves nothing: the time was used up before it.
        """
        due = self.budget.due(self.calendar, self.start)
        if not self.cuts:
            return due
        between = self.calendar.index.between
        paused = 0
        for cut in self.cuts:
            if cut.start >= due or cut.start >= until:
                break
            length = between(cut.start, until if cut.end is None or cut.end > until else cut.end)
            if length:
                paused += length
                due = self.budget.due(self.calendar, self.start, paused)
        return due

    def days_left(self, until: int) -> int:
        """Open time left of a budget counted in days, negative when overdue."""
        return self.calendar.index.between(until, self.budget.due(self.calendar, self.start, self.paused(until)))

    def with_budget(self, budget: Budget) -> Gauge:
        """The same run measured by another budget, as for a share of it."""
        return Gauge(budget, self.calendar, self.start, self.cuts)

    def cut_at(self, at: int) -> Cut | None:
        """The cut an instant lies in: the clock waits then."""
        for cut in reversed(self.cuts):
            if cut.start <= at:
                return cut if cut.end is None or cut.end > at else None
        return None

    def runs_after(self, at: int, before: int) -> int | None:
        """The first instant from `at` on at which the clock runs, if it does so for any time before `before`."""
        for cut in self.cuts:
            if cut.start > at:
                break
            if cut.end is None:
                return None
            at = max(at, cut.end)
        return at if at < before else None


def honoured(metric: Metric, target: Target, waits: Iterable[Wait]) -> list[Wait]:
    """The waits for which this target's clock waits."""
    statuses = metric.pauses if target.pauses is None else target.pauses
    manual = metric.manual or target.pauses is not None
    return [wait for wait in waits if (manual if wait.kind == MANUAL else wait.kind in statuses)]


def capped(waits: Iterable[Wait], cap: Budget, calendar: Calendar) -> list[Wait]:
    """The same waits, none of them longer than the cap: after it the clock runs on."""
    on = cap.on(calendar)
    cut = ((wait, cap.due(on, wait.start)) for wait in waits)
    return [wait if wait.end is not None and wait.end <= end else wait._replace(end=end) for wait, end in cut]


def merged(waits: Iterable[Wait]) -> list[Cut]:
    """Waits that overlap or touch as one cut, so that nothing is left out twice; the reason of the first is kept."""
    cuts: list[Cut] = []
    for wait in waits:
        if wait.end is not None and wait.end <= wait.start:
            continue
        last = cuts[-1] if cuts else None
        if last is None or (last.end is not None and last.end < wait.start):
            cuts.append(wait)
        elif last.end is not None and (wait.end is None or wait.end > last.end):
            cuts[-1] = last._replace(end=wait.end)
    return cuts


def gap_waits(gaps: Iterable[tuple[int, int]]) -> list[Wait]:
    """Solved gaps as waits."""
    return [Wait(start, end, SOLVED_GAP, "solved") for start, end in gaps]
