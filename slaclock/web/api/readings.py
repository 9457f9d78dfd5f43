"""Readings: the clocks of a desk in a list, found by what the store last knew and shown as they stand now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from slaclock.clock.reading import BreachCause, Reading, State
from slaclock.desk import Desk
from slaclock.instant import to_us
from slaclock.outlook import Outlook, outlook
from slaclock.policy.metric import Outcome
from slaclock.policy.policy import Kind
from slaclock.store import Unit, clocks, events
from slaclock.web.api.asked import Instant, Listed, Name
from slaclock.web.api.cursor import Cursor
from slaclock.web.guard import Service, Viewer
from slaclock.web.problem import declared

router = APIRouter(tags=["readings"])

PATIENCE = 5
"""Looks into the store for one page; a page that is short by then has a `next`."""


class ReadingShown(BaseModel):
    """One cycle of one clock on one ticket, looked at from an instant; lengths are seconds."""

    ticket: str
    metric: str
    target: str
    policy: str
    kind: Kind
    cycle: int
    state: State
    started_at: str
    stopped_at: str | None
    budget: float | None = Field(description="Seconds; null where it is counted in days (`budget_text` says it).")
    budget_text: str
    elapsed: float
    remaining: float = Field(description="Negative when overdue.")
    deadline: str | None = Field(description="Null while paused.")
    breached_at: str | None
    breach_cause: BreachCause | None
    outcome: Outcome | None


class ReadingsPage(BaseModel):
    """A page of readings."""

    items: list[ReadingShown]
    next: str | None = Field(description="The cursor of the next page; null behind the last one.")


class Sort(StrEnum):
    """In which order readings are listed."""

    TICKET = "ticket"
    DEADLINE = "deadline"
    """The earliest first; only clocks that have one."""


class ReadingsWanted(Listed):
    """Which readings are wanted; those that fit everything that is said."""

    ticket: Name | None = None
    state: list[State] = Field([], max_length=4, description="One of these states; any, if left out.")
    breached: bool | None = Field(None, description="Only those whose deadline has passed, or only the others.")
    at_risk_before: Instant | None = Field(
        None, description="Only clocks that have not stopped and whose deadline is at this instant or before."
    )
    policy: Name | None = None
    metric: Name | None = None
    priority: Name | None = None
    customer: Name | None = None
    group: Name | None = None
    sort: Sort = Sort.TICKET

    def fits(self, reading: Reading) -> bool:
        """Whether a reading is wanted, by how it stands now; who the ticket is of was asked of the store."""
        due = reading.deadline
        at_risk = reading.state is not State.STOPPED and due is not None
        return (
            (not self.state or reading.state in self.state)
            and (self.breached is None or reading.breached == self.breached)
            and (self.at_risk_before is None or (at_risk and due is not None and to_us(due) <= self.at_risk_before))
        )

    def stored(self) -> clocks.ClockFilter:
        """The same, as far as the store can tell without reading a ticket."""
        return clocks.ClockFilter(
            ticket=self.ticket,
            open=None if not self.state else _open(self.state),
            breached=self.breached,
            due_by=self.at_risk_before,
            policy=self.policy,
            metric=self.metric,
            priority=self.priority,
            customer=self.customer,
            group=self.group,
        )


@router.get("/readings", response_model=ReadingsPage, responses=declared(401, 403, 422, 429))
def list_readings(asked: Annotated[ReadingsWanted, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """The clocks of a desk: those of one ticket, those at risk, those of a customer, page by page.

    Every reading is worked out from the ticket's facts at this instant. Which tickets are looked at is decided by what
    the store last knew of them; it is brought up to date whenever something changes.
    """
    desk, now = app.desk(asked.helpdesk), app.now()
    by_deadline = asked.sort is Sort.DEADLINE
    kinds = (int, str, str, str, int) if by_deadline else (str, str, str, int)
    cursor = Cursor(kinds, *desk.place, asked.model_dump(exclude={"cursor", "limit"}))
    behind = cursor.read(asked.cursor)
    found = list[dict[str, Any]]()
    with app.store.reading() as unit:
        for _ in range(PATIENCE):
            size = asked.limit - len(found)
            rows = clocks.listed(unit, desk.place, asked.stored(), behind, size + 1, by_deadline=by_deadline)
            mine, more = rows[:size], len(rows) > size
            found += [reading.to_dict() for reading in read(unit, desk, mine, now) if asked.fits(reading)]
            behind = clocks.place_of(mine[-1], by_deadline=by_deadline) if more else None
            if behind is None or len(found) == asked.limit:
                break
    return {"items": found, "next": cursor.write(behind) if behind is not None else None}


def read(unit: Unit, desk: Desk, rows: Iterable[Mapping[str, Any]], now: int) -> Iterator[Reading]:
    """The readings behind stored clocks, as they stand now."""
    rows = list(rows)
    seen = looked_at(unit, desk, {row["ticket"] for row in rows}, now)
    known = {
        (name, reading.policy, reading.metric, reading.cycle): reading
        for name, each in seen.items()
        for reading in each.readings
    }
    for row in rows:
        found = known.get((row["ticket"], row["policy"], row["metric"], row["cycle"]))
        if found is not None:
            yield found


def looked_at(unit: Unit, desk: Desk, tickets: Iterable[str], now: int) -> dict[str, Outlook]:
    """Some tickets read from their facts, together with all that were merged with them."""
    told = events.told(unit, desk.place, sorted(events.family(unit, desk.place, tickets)))
    return outlook(desk.config, told, now)


def _open(states: Iterable[State]) -> bool | None:
    """Whether only clocks that go on are meant, or only stopped ones; None for both."""
    stopped = {state is State.STOPPED for state in states}
    return None if len(stopped) > 1 else not stopped.pop()
