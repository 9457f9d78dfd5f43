"""Reports: how often each promise was kept in a window, as `slaclock replay` tells it of a log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from slaclock.errors import InvalidInput
from slaclock.instant import DAY, format_instant
from slaclock.ledger.kept import kept
from slaclock.policy.metric import Outcome
from slaclock.replay.attainment import ALL, NO_PRIORITY, Attainment, row_order
from slaclock.replay.keeping import Keeping, keeping
from slaclock.reports.tally import Tally
from slaclock.show import attained as attained_objective
from slaclock.store import attainments, clocks, ledger
from slaclock.web.api.asked import Instant, Listed, Name, OfDesk
from slaclock.web.api.cursor import Cursor
from slaclock.web.guard import Service, Viewer
from slaclock.web.problem import declared

router = APIRouter(tags=["reports"])

WIDEST = 366 * DAY
"""The longest window of one report."""
_STOPPED = {
    Outcome.MET: "in_time",
    Outcome.MISSED: "late",
    Outcome.CLOSED_UNANSWERED: "unanswered",
    Outcome.ABANDONED: "left_in_time",  # attainment only asks how many left, not how soon
    Outcome.CANCELLED: "cancelled",
}


class AttainmentShown(BaseModel):
    """How the cycles of one metric went for one priority, or for `all` of them."""

    metric: str
    priority: str = Field(description="`none` for tickets without one, `all` for the sum.")
    cycles: int
    met: int
    missed: int
    open: int
    overdue: int
    closed_unanswered: int
    abandoned: int
    cancelled: int
    formula: str = Field(description="By which formula the share is worked out.")
    share: float | None = Field(description="From 0 to 1; null where nothing was judged.")


class AttainmentReport(BaseModel):
    """Attainment in a window, by metric and priority."""

    start: str
    end: str
    rows: list[AttainmentShown]


class FatesShown(BaseModel):
    """What became of promises."""

    kept: int
    broken: int
    withdrawn: int = Field(description="Neither: the ticket came to wait for somebody else, or nothing was owed.")
    open: int
    share: float | None = Field(description="Kept of kept and broken, from 0 to 1; null where nothing was judged.")


class GapShown(BaseModel):
    """How long after the first promise answers came, in seconds; negative before it."""

    p50: float | None
    p90: float | None


class KeepingShown(BaseModel):
    """How the promises about one metric were kept for one priority, or for `all` of them."""

    metric: str
    priority: str = Field(description="`none` for tickets without one, `all` for the sum.")
    promised: int = Field(description="Runs of clocks about which something was promised.")
    told_later: int = Field(description="Messages that told a later promise.")
    first: FatesShown = Field(description="What became of what was promised first.")
    latest: FatesShown = Field(description="What became of what was promised last.")
    answer_after_promise: GapShown


class KeepingReport(BaseModel):
    """How promises were kept that were first told in a window, by metric and priority."""

    start: str
    end: str
    rows: list[KeepingShown]


class WindowAsked(OfDesk):
    """Which window is meant: from one instant until before another."""

    start: Instant
    end: Instant

    def window(self) -> tuple[int, int]:
        """The window, once it is known to be one and not too wide."""
        if not self.start < self.end:
            raise InvalidInput("end: it is not after start; name a window that begins before it ends")
        if self.end - self.start > WIDEST:
            raise InvalidInput("end: the window is longer than 366 days; ask for less at once")
        return self.start, self.end


class AttainmentAsked(WindowAsked):
    """Which cycles are counted: those that entered the count in the window and fit everything that is said."""

    policy: Name | None = None
    metric: Name | None = None
    priority: Name | None = None
    customer: Name | None = None
    group: Name | None = None


class ObjectiveShown(BaseModel):
    """How an objective was kept over one stretch of time that has ended."""

    objective: str
    agreement: str | None
    period: str = Field(description="Like `2026-03`, `2026-W10` or `2026-Q1`.")
    metric: str
    policy: str = Field(description="`all` for every policy together.")
    priority: str = Field(description="`none` for tickets without one, `all` for every priority together.")
    formula: str = Field(description="By which formula the share is worked out.")
    wanted: float
    share: float | None = Field(description="From 0 to 1; null where nothing was judged.")
    reached: bool | None
    numerator: int
    denominator: int
    number: int = Field(description="1 as it was first reported; a later fact that changes it makes it 2, and so on.")
    found_at: str


class ObjectivesPage(BaseModel):
    """A page of the figures that stand."""

    items: list[ObjectiveShown]
    next: str | None = Field(description="The cursor of the next page; null behind the last one.")


class ObjectivesAsked(Listed):
    """Which figures are wanted."""

    objective: Name | None = None
    period: Name | None = None


@router.get("/reports/objectives", response_model=ObjectivesPage, responses=declared(401, 403, 422, 429))
def report_objectives(asked: Annotated[ObjectivesAsked, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """How objectives were kept over every day, week or month that has ended, as the service reported it.

    An hour after a stretch has ended in every zone at the latest. What is learnt later corrects it.
    """
    place = app.desk(asked.helpdesk).place
    cursor = Cursor((str, str, str, str), *place, "objectives", asked.objective, asked.period)
    behind, wanted = cursor.read(asked.cursor), asked.limit + 1
    with app.store.reading() as unit:
        rows = attainments.latest(unit, place, asked.objective, asked.period, behind=behind, limit=wanted)
    shown = rows[: asked.limit]
    place_behind = tuple(shown[-1][name] for name in attainments.PLACE) if len(rows) == wanted else None
    return {
        "items": [attained_objective(row) for row in shown],
        "next": cursor.write(place_behind) if place_behind is not None else None,
    }


@router.get("/reports/attainment", response_model=AttainmentReport, responses=declared(401, 403, 422, 429))
def report_attainment(asked: Annotated[AttainmentAsked, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """How often each promise was kept from one instant until before another, at most 366 days later.

    A cycle belongs where it entered the count: when it stopped or crossed its deadline, whichever came first; one that
    is open and in time belongs where it started. The figures are those of the tickets as they were last read.
    """
    start, end = asked.window()
    wanted = clocks.ClockFilter(**asked.model_dump(include={"policy", "metric", "priority", "customer", "group"}))
    with app.store.reading() as unit:
        rows = clocks.counted(unit, app.desk(asked.helpdesk).place, wanted, start, end)
    return _report(start, end, attained(rows))


@router.get("/reports/promises", response_model=KeepingReport, responses=declared(401, 403, 422, 429))
def report_promises(asked: Annotated[WindowAsked, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """How the promises that customers were told were kept: what was promised first, and what was promised last.

    A clock counts where it was first promised something: from one instant until before another, at most 366 days later.
    """
    start, end = asked.window()
    with app.store.reading() as unit:
        rows = ledger.between(unit, app.desk(asked.helpdesk).place, start, end)
    return _report(start, end, keeping(kept(rows)))


def _report(start: int, end: int, rows: Iterable[Attainment | Keeping]) -> dict[str, Any]:
    return {"start": format_instant(start), "end": format_instant(end), "rows": [row.to_dict() for row in rows]}


def attained(rows: Iterable[Mapping[str, Any]]) -> list[Attainment]:
    """Counts of the store as the rows of a table: one for each metric and priority, one for all priorities."""
    found: dict[tuple[str, str], Tally] = {}
    for row in rows:
        counted = Tally(**{_standing(row): row["cycles"]})
        for priority in (row["priority"] or NO_PRIORITY, ALL):
            key = (row["metric"], priority)
            found[key] = found.get(key, Tally()) + counted
    return [Attainment(*key, found[key]) for key in sorted(found, key=row_order)]


def _standing(row: Mapping[str, Any]) -> str:
    if row["outcome"] is not None:
        return _STOPPED[Outcome(row["outcome"])]
    return "overdue" if row["overdue"] else "open"
