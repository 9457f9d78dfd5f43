"""The hours as an iCalendar feed: every opening as an event, every closed holiday as a whole day, to subscribe to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from heapq import merge
from http import HTTPStatus
from itertools import islice
from operator import itemgetter
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from icalendar import Calendar as Feed
from icalendar import Event, vText
from pydantic import Field
from starlette.exceptions import HTTPException

from slaclock import __version__
from slaclock.hours.calendar import Calendar
from slaclock.hours.wall import midnight
from slaclock.instant import from_us
from slaclock.settings import Role
from slaclock.web.api.asked import OfDesk
from slaclock.web.api.calendars import CalendarName, calendar_of
from slaclock.web.api.feed_token import owner_of
from slaclock.web.guard import Service, guard_of
from slaclock.web.problem import declared

router = APIRouter(tags=["calendars"])

TYPE = "text/calendar"
BEFORE, LONGEST = 4, 106
"""Weeks before this one that a feed still has, and the most it may have."""
MOST = 5_000
"""Events of one feed; the hours of a calendar that has more end sooner."""
KEPT = "private, max-age=3600"
_ANSWERS = {
    200: {"content": {TYPE: {"schema": {"type": "string"}}}, "description": "The feed."},
    304: {"description": "The feed is as `If-None-Match` says."},
}


class FeedAsked(OfDesk):
    """How far ahead a feed goes, and the token that opens it."""

    token: str | None = Field(
        None, max_length=100, description="What `feed` of the calendar holds; a key in the header will do as well."
    )
    weeks: int = Field(26, ge=1, le=LONGEST - BEFORE, description="How many weeks ahead the feed goes.")


@router.get(
    "/calendars/{name}/feed.ics",
    response_class=Response,
    responses={**_ANSWERS, **declared(401, 403, 404, 422, 429)},  # type: ignore[dict-item]
    openapi_extra={"security": [{"key": ["viewer"]}, {"feed": []}]},
)
def subscribe_to_calendar(
    name: CalendarName,
    asked: Annotated[FeedAsked, Query()],
    request: Request,
    app: Service,
    if_none_match: Annotated[str | None, Header(max_length=1_000)] = None,
) -> Response:
    """The open hours and the closures by name, four weeks back and some weeks ahead, for any calendar program."""
    now, guard = app.now(), guard_of(request)
    if asked.token is None:
        guard.key(request, Role.VIEWER)
    else:
        owner = owner_of(app, asked.token, name, now)
        if owner is None:
            guard.knock(request)
            raise HTTPException(
                HTTPStatus.UNAUTHORIZED,
                "This feed's address is not good, or not any more.",
                {"WWW-Authenticate": "Bearer"},
            )
        guard.admitted(request, owner, Role.VIEWER)
    calendar = calendar_of(app, name, asked.helpdesk)
    first = _monday(from_us(now, calendar.zone).date()) - timedelta(weeks=BEFORE)
    last = first + timedelta(weeks=BEFORE + asked.weeks)
    tag = _tag(app.settings.tenant, calendar, first, last)
    headers = {"ETag": tag, "Cache-Control": KEPT}
    if tag in [each.strip().removeprefix("W/") for each in (if_none_match or "").split(",")]:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(feed_of(calendar, app.settings.tenant, first, last), media_type=TYPE, headers=headers)


def feed_of(calendar: Calendar, tenant: str, first: date, last: date) -> bytes:
    """The hours from one date until before another; the same bytes for the same hours."""
    feed = Feed()
    feed.add("prodid", f"-//slaclock//{__version__}//EN")
    feed.add("version", "2.0")
    feed["x-wr-calname"] = vText(calendar.name)
    feed["x-wr-timezone"] = vText(calendar.zone.key)
    feed.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    start, end = _midnight(calendar, first), _midnight(calendar, last)
    told = merge(_openings(calendar, start, end), _closures(calendar, first, last), key=itemgetter(0))
    for at, kind, begin, until, said in islice(told, MOST):
        event = Event()
        named = hashlib.sha256(f"{tenant}\0{calendar.name}\0{kind}\0{at}".encode()).hexdigest()[:32]
        event.add("uid", f"{named}@slaclock")
        event.add("dtstamp", from_us(start))
        event.add("dtstart", begin)
        event.add("dtend", until)
        event.add("summary", f"{calendar.name}: {said}")
        event.add("transp", "TRANSPARENT")
        feed.add_component(event)
    return bytes(feed.to_ical())


Told = tuple[int, str, date, date, str]
"""What a feed tells: the instant it stands at, its kind, from when until when, and in words."""


def _openings(calendar: Calendar, start: int, end: int) -> Iterator[Told]:
    for begin, until in calendar.index.spans(start, end):
        reason = next(calendar.stretches(begin, begin + 1)).reason
        yield begin, "open", from_us(begin), from_us(until), reason


def _closures(calendar: Calendar, first: date, last: date) -> Iterator[Told]:
    for number in range((last - first).days):
        day = first + timedelta(number)
        reason = calendar.reason_on(day)
        if reason.by in ("holiday", "special") and not calendar.shifts_on(day):
            said = f"closed ({reason.name or 'special day'})"
            yield _midnight(calendar, day), "closed", day, day + timedelta(days=1), said


def _tag(tenant: str, calendar: Calendar, first: date, last: date) -> str:
    told = repr((tenant, calendar.name, calendar.fingerprint, first, last, __version__))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _midnight(calendar: Calendar, day: date) -> int:
    return midnight(calendar.zone, day.toordinal())
