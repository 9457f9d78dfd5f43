"""Calendars: whether somebody is there, the hours day by day, and sums on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from slaclock.app import App
from slaclock.errors import InvalidInput, NeverCloses, NeverOpens
from slaclock.explain import Line
from slaclock.explain.reckon import reckon
from slaclock.hours.calendar import Calendar
from slaclock.instant import DAY, from_us
from slaclock.policy.budget import Budget
from slaclock.store.place import LONGEST
from slaclock.web.api.asked import AtInstant, Instant, OfDesk, moment_of
from slaclock.web.api.feed_token import feed_path
from slaclock.web.api.tickets import LineShown
from slaclock.web.guard import Service, Viewer
from slaclock.web.problem import declared

router = APIRouter(tags=["calendars"])

LINES = 1_000
"""Stretches of one reckoning; of a longer one the middle is left out."""
WIDEST = 3653 * DAY
"""The longest time that is summed up at once."""
_REFUSED = declared(401, 403, 404, 422, 429)


class DayShown(BaseModel):
    """One date: its hours, what decided them, and the name of the holiday or special day."""

    date: str
    hours: list[str] = Field(description="Like `09:00-17:30`; empty on a closed day.")
    decided_by: str = Field(description="`weekday`, `season`, `holiday` or `special`.")
    name: str


class CalendarNamed(BaseModel):
    """A calendar of the configuration."""

    name: str
    zone: str
    open: bool
    reason: str
    fingerprint: str = Field(description="Another one as soon as the hours may have changed.")


class CalendarsShown(BaseModel):
    """Every calendar."""

    calendars: list[CalendarNamed]


class CalendarShown(CalendarNamed):
    """A calendar at an instant: whether somebody is there, what comes next, and the week around it."""

    at: str
    next_opening: str | None = Field(
        description="The opening after the next closing while open; null within ten years."
    )
    next_closing: str | None
    week: list[DayShown] = Field(description="Monday to Sunday.")
    warnings: list[str]
    feed: str = Field(description="The hours to subscribe to: opens without a key, as long as yours is good.")


class BudgetShown(BaseModel):
    """When a budget runs out, and the stretches it was counted from."""

    calendar: str
    zone: str
    at: str
    budget_text: str
    unit: str
    due: str
    due_local: str
    lines: list[LineShown]
    lines_left_out: int


class OpenTimeShown(BaseModel):
    """The open time between two instants, in seconds; negative if they are reversed."""

    calendar: str
    zone: str
    start: str
    end: str
    open_seconds: float
    lines: list[LineShown]
    lines_left_out: int


class BudgetAsked(AtInstant):
    """When does a budget run out?"""

    budget: str = Field(min_length=1, max_length=60, examples=["4 business hours"])


class StretchAsked(OfDesk):
    """How much open time is there?"""

    start: Instant
    end: Instant


CalendarName = Annotated[str, Path(max_length=LONGEST, description="The calendar's name in the configuration.")]


@router.get("/calendars", response_model=CalendarsShown, responses=declared(401, 403, 422, 429))
def list_calendars(asked: Annotated[AtInstant, Query()], app: Service, _key: Viewer) -> dict[str, Any]:
    """Every calendar, and whether somebody is there."""
    at = asked.moment(app.now())
    calendars = app.desk(asked.helpdesk).config.calendars.values()
    return {"calendars": [_named(calendar, at) for calendar in calendars]}


@router.get("/calendars/{name}", response_model=CalendarShown, responses=_REFUSED)
def show_calendar(
    name: CalendarName, asked: Annotated[AtInstant, Query()], request: Request, app: Service, key: Viewer
) -> dict[str, Any]:
    """Whether somebody is there at an instant, what comes next, and the week around it."""
    calendar = calendar_of(app, name, asked.helpdesk)
    us = asked.moment(app.now())
    at = from_us(us, calendar.zone)
    open_now = calendar.is_open(at)
    monday = at.date() - timedelta(at.weekday())
    return {
        **_named(calendar, us),
        "at": moment_of(at),
        "next_opening": _turn(_after_closing(calendar) if open_now else calendar.next_opening, at),
        "next_closing": _turn(calendar.next_closing, at),
        "week": [day_of(calendar, monday + timedelta(number)) for number in range(7)],
        "warnings": list(calendar.warnings),
        "feed": feed_path(app, request, key, calendar.name, asked.helpdesk),
    }


@router.get("/calendars/{name}/add", response_model=BudgetShown, responses=_REFUSED)
def add_budget(
    name: CalendarName, asked: Annotated[BudgetAsked, Query()], app: Service, _key: Viewer
) -> dict[str, Any]:
    """When a budget runs out, as `slaclock due` says it, with the stretches it was counted from."""
    calendar = calendar_of(app, name, asked.helpdesk)
    budget = Budget.parse(asked.budget)
    start = asked.moment(app.now())
    due = budget.due(calendar, start)
    begin, end = from_us(start, calendar.zone), from_us(due, calendar.zone)
    return {
        "calendar": calendar.name,
        "zone": calendar.zone.key,
        "at": moment_of(begin),
        "budget_text": budget.text,
        "unit": budget.unit.value,
        "due": moment_of(end),
        "due_local": end.isoformat(),
        **_shortened(reckon(budget.on(calendar), begin, end)),
    }


@router.get("/calendars/{name}/between", response_model=OpenTimeShown, responses=_REFUSED)
def sum_open_time(
    name: CalendarName, asked: Annotated[StretchAsked, Query()], app: Service, _key: Viewer
) -> dict[str, Any]:
    """How much open time lies between two instants, at most ten years apart."""
    calendar = calendar_of(app, name, asked.helpdesk)
    if abs(asked.end - asked.start) > WIDEST:
        raise InvalidInput("start and end are more than ten years apart; ask for less at once")
    start, end = from_us(asked.start, calendar.zone), from_us(asked.end, calendar.zone)
    return {
        "calendar": calendar.name,
        "zone": calendar.zone.key,
        "start": moment_of(start),
        "end": moment_of(end),
        "open_seconds": calendar.between(start, end).total_seconds(),
        **_shortened(reckon(calendar, start, end)),
    }


def calendar_of(app: App, name: str, helpdesk: str | None) -> Calendar:
    """The calendar meant; 404 if there is none of that name."""
    found = app.desk(helpdesk).config.calendars.get(name)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"There is no calendar {name[:80]!r}.")
    return found


def day_of(calendar: Calendar, day: date) -> dict[str, Any]:
    """A date as JSON has it."""
    reason = calendar.reason_on(day)
    hours = [str(shift) for shift in calendar.shifts_on(day)]
    return {"date": day.isoformat(), "hours": hours, "decided_by": reason.by, "name": reason.name}


def _named(calendar: Calendar, at: int) -> dict[str, Any]:
    here = next(calendar.stretches(at, at + 1))
    told = {"name": calendar.name, "zone": calendar.zone.key, "fingerprint": calendar.fingerprint}
    return told | {"open": here.open, "reason": here.reason}


def _after_closing(calendar: Calendar) -> Callable[[datetime], datetime]:
    return lambda at: calendar.next_opening(calendar.next_closing(at))


def _turn(turn: Callable[[datetime], datetime], at: datetime) -> str | None:
    """The next turn of the hours, or None where there is none within ten years."""
    try:
        return moment_of(turn(at))
    except (NeverOpens, NeverCloses):
        return None


def _shortened(told: Iterable[Line]) -> dict[str, Any]:
    lines = list(told)
    left_out = max(len(lines) - LINES, 0)
    shown = [*lines[: LINES // 2], *lines[-LINES // 2 :]] if left_out else lines
    return {"lines": [line.to_dict() for line in shown], "lines_left_out": left_out}
