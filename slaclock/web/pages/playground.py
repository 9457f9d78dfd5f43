"""The playground: what would be promised to whom, when it runs out and why, before any ticket exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from slaclock.app import App
from slaclock.engine import Engine
from slaclock.errors import InvalidInput, SlaclockError
from slaclock.explain import Explanation
from slaclock.explain.picture import NARROW, draw
from slaclock.instant import from_us, to_us
from slaclock.policy.channel import CHANNELS
from slaclock.promise.promise import Promise
from slaclock.timeline.event import TicketEvent
from slaclock.web.pages.kept import first_zone
from slaclock.web.pages.render import renderer_of
from slaclock.web.pages.visitor import porter_of
from slaclock.web.usual import usual_of

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "ja", "ar", "he")
FACTS = ("channel", "priority", "customer", "group")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Played:
    """One try: the promise, its clocks explained, and the strip of each, wide and narrow."""

    promise: Promise | None
    explained: tuple[tuple[Explanation, str, str], ...]
    complaint: str


def play(app: App, asked: Mapping[str, str], at: datetime, *, mirrored: bool) -> Played:
    """What would be promised for a ticket created at an instant with these facts."""
    facts = {name: asked[name] for name in FACTS if asked.get(name)}
    if asked.get("tags"):
        facts["tags"] = [tag.strip() for tag in asked["tags"].split(",") if tag.strip()]  # type: ignore[assignment]
    told = {"ticket": "this ticket", "id": "1", "at": at.isoformat(), "type": "created", "channel": "email", **facts}
    engine = Engine(app.config)
    try:
        event = TicketEvent.from_mapping(told)
        promise = engine.promise_for(
            {"channel": "email", **facts},
            at,
            asked.get("zone") or None,
            asked.get("language") or "en",
            habit=usual_of(app),
        )
        readings = engine.read([event], at)
        found = [engine.explain([event], each.metric, at, kind=each.kind) for each in readings]
    except SlaclockError as error:
        return Played(None, (), str(error))
    return Played(promise, tuple(_drawn(each, event, number, mirrored) for number, each in enumerate(found)), "")


def _drawn(found: Explanation, event: TicketEvent, number: int, mirrored: bool) -> tuple[Explanation, str, str]:
    wide = draw(found, [event], mirrored=mirrored, alone=False, key=f"wide{number}")
    return found, wide, draw(found, [event], NARROW, mirrored=mirrored, alone=False, key=f"narrow{number}")


def moment(text: str, zone: str, now: int) -> datetime:
    """The instant typed into the form, as the wall clock of a zone shows it; now, if none was."""
    known = ZoneInfo(zone) if zone in available_timezones() else None
    if known is None:
        raise InvalidInput(f"there is no zone {zone[:60]!r}; write one like 'Europe/Berlin'")
    if not text:
        return from_us(now, known).replace(second=0, microsecond=0)
    try:
        at = datetime.fromisoformat(text[:40]).replace(tzinfo=None)
    except ValueError:
        raise InvalidInput(f"found {text[:40]!r}; write a date and a time like 2026-11-20T16:30") from None
    found = at.replace(tzinfo=known)
    to_us(found)
    return found


async def _playground(request: Request) -> Response:
    key = await porter_of(request).admit(request)
    app: App = request.app.state.slaclock
    asked: dict[str, Any] = {name: value[:LONGEST] for name, value in request.query_params.items()}
    zones = {calendar.zone.key for calendar in app.config.calendars.values()}
    desk = first_zone(app).key
    renderer = renderer_of(request)
    now = await run_in_threadpool(app.now)
    try:
        at = moment(asked.get("at", ""), asked.get("zone") or desk, now)
        played = await run_in_threadpool(lambda: play(app, asked, at, mirrored=renderer.mirrored(request)))
    except InvalidInput as error:
        at, played = from_us(now, ZoneInfo(desk)), Played(None, (), str(error))
    facts = {
        "asked": asked,
        "at": at.replace(tzinfo=None).isoformat(timespec="minutes"),
        "played": played,
        "channels": sorted(CHANNELS),
        "languages": LANGUAGES,
        "zones": sorted({*zones, "America/Los_Angeles", "Asia/Tokyo", "Europe/London", "Pacific/Auckland", "UTC"}),
        "desk_zone": desk,
        "priorities": _rows(app),
    }
    return await renderer.page(request, "playground.html", key, facts)


def _rows(app: App) -> list[str]:
    """The priorities that policies know."""
    tables = (table for policy in app.config.policies for table in policy.targets.values())
    return sorted({row for table in tables for row in table.rows} - {"default"})


ROUTES = (Route("/playground", _playground),)
