"""Calendars over the API: the hours, sums on them, and the feed as a calendar program reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar as Feed

from slaclock.hours.calendar import Calendar
from slaclock.web.api.feed import feed_of
from tests.web.api.tenants import Tenant

BERLIN = {
    "timezone": "Europe/Berlin",
    "hours": {"mon-fri": "09:00-12:00, 13:00-17:00"},
    "special": {"2026-12-24": {"hours": "09:00-12:00", "name": "Christmas Eve"}, "2026-12-28": "closed"},
    "holidays": ["DE-BE"],
}


def events(feed: bytes) -> list[tuple[Any, Any, str]]:
    found = Feed.from_ical(feed).walk("VEVENT")
    return [(each.decoded("dtstart"), each.decoded("dtend"), str(each["summary"])) for each in found]


def utc(day: int, hour: int, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_a_feed_has_every_opening_and_every_closure_by_name() -> None:
    told = events(feed_of(Calendar.from_config(BERLIN).named("berlin"), "main", date(2026, 12, 23), date(2026, 12, 30)))
    assert told == [
        (utc(23, 8), utc(23, 11), "berlin: open"),
        (utc(23, 12), utc(23, 16), "berlin: open"),
        (utc(24, 8), utc(24, 11), "berlin: open (half day: Christmas Eve)"),
        (date(2026, 12, 25), date(2026, 12, 26), "berlin: closed (Erster Weihnachtstag)"),
        (date(2026, 12, 26), date(2026, 12, 27), "berlin: closed (Zweiter Weihnachtstag)"),
        (date(2026, 12, 28), date(2026, 12, 29), "berlin: closed (special day)"),
        (utc(29, 8), utc(29, 11), "berlin: open"),
        (utc(29, 12), utc(29, 16), "berlin: open"),
    ]


def test_an_opening_keeps_its_place_on_the_wall_through_summer_time() -> None:
    told = events(feed_of(Calendar.from_config(BERLIN), "main", date(2026, 3, 27), date(2026, 3, 31)))
    assert [start for start, _, _ in told] == [utc(27, 8, 3), utc(27, 12, 3), utc(30, 7, 3), utc(30, 11, 3)]


def test_around_the_clock_is_one_opening() -> None:
    told = events(feed_of(Calendar.always("UTC"), "main", date(2026, 12, 1), date(2026, 12, 8)))
    assert told == [(utc(1, 0), utc(8, 0), "always: open")]


def test_the_same_hours_are_the_same_bytes_and_another_tenants_have_other_ids() -> None:
    days = (date(2026, 12, 1), date(2026, 12, 8))
    one, again, other = (feed_of(Calendar.from_config(BERLIN), name, *days) for name in ("a", "a", "b"))
    assert one == again
    ids = [{str(each["uid"]) for each in Feed.from_ical(feed).walk("VEVENT")} for feed in (one, other)]
    assert not ids[0] & ids[1]
    assert len(ids[0]) == len(events(one))


def test_a_name_of_a_calendar_stays_text() -> None:
    name = "x\r\nBEGIN:VEVENT;,\\"
    feed = feed_of(Calendar.always("UTC").named(name), "main", date(2026, 12, 1), date(2026, 12, 8))
    assert len(events(feed)) == 1
    assert b"\r\nBEGIN:VEVENT;" not in feed


def test_the_feed_is_subscribed_to_without_a_key_and_told_anew_only_when_it_changed(north: Tenant) -> None:
    told = north.ask(f"/calendars/{north.calendar}")["feed"]
    assert told.startswith("https://north.example.com/api/v1/calendars/north-canary-hours/feed.ics?token=")
    path = told.removeprefix("https://north.example.com")
    first = north.client.get(path)
    assert (first.status_code, first.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert first.headers["cache-control"] == "private, max-age=3600"
    assert len(events(first.content)) > 100
    again = north.client.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert north.client.get(path + "&weeks=30").headers["etag"] != first.headers["etag"]


def test_an_address_opens_one_feed_as_long_as_its_key_is_good(north: Tenant, south: Tenant) -> None:
    token = north.ask("/calendars/always")["feed"].partition("token=")[2]
    here = f"/api/v1/calendars/always/feed.ics?token={token}"
    assert north.client.get(here).status_code == 200
    for door, path in (
        (south, here),
        (north, f"/api/v1/calendars/{north.calendar}/feed.ics?token={token}"),
        (north, f"/api/v1/calendars/always?token={token}"),
        (north, here[:-1]),
        (north, here.replace("token=", "token=é")),
    ):
        answer = door.client.get(path)
        assert answer.status_code in (401, 422), path
        assert "BEGIN" not in answer.text


def test_a_key_that_is_taken_out_closes_its_feeds(north: Tenant) -> None:
    from dataclasses import replace

    from slaclock.web.api.feed_token import owner_of, token_of

    key = north.app.settings.keys[0]
    token = token_of(key, "north", "always")
    assert owner_of(north.app, token, "always", north.app.now()) == key
    without = replace(north.app, settings=replace(north.app.settings, keys=north.app.settings.keys[1:]))
    assert owner_of(without, token, "always", north.app.now()) is None
    ended = replace(north.app.settings, keys=(replace(key, until=1),))
    assert owner_of(replace(north.app, settings=ended), token, "always", north.app.now()) is None


def test_whether_somebody_is_there_and_the_week_around_it(north: Tenant) -> None:
    told = north.ask(f"/calendars/{north.calendar}", at="2026-12-24T12:30:00+01:00")
    assert (told["open"], told["reason"]) == (False, "closed: after hours")
    assert (told["next_opening"], told["next_closing"]) == ("2026-12-25T08:00:00Z", "2026-12-25T16:00:00Z")
    assert told["week"][3] == {
        "date": "2026-12-24",
        "hours": ["09:00-12:00"],
        "decided_by": "special",
        "name": "Christmas Eve",
    }
    assert [day["hours"] for day in told["week"]][5:] == [[], []]


def test_around_the_clock_never_closes(north: Tenant) -> None:
    told = north.ask("/calendars/always")
    assert (told["open"], told["next_opening"], told["next_closing"]) == (True, None, None)
    assert [each["name"] for each in north.ask("/calendars")["calendars"]] == [north.calendar, "always"]


def test_when_a_budget_runs_out(north: Tenant) -> None:
    """Wednesday 16:00, four hours: one until closing, three on the half day before Christmas."""
    told = north.ask(f"/calendars/{north.calendar}/add", at="2026-12-23T16:00:00+01:00", budget="4 business hours")
    assert (told["due"], told["due_local"]) == ("2026-12-24T11:00:00Z", "2026-12-24T12:00:00+01:00")
    assert [(each["reason"], each["counted"]) for each in told["lines"]] == [
        ("open", 3_600.0),
        ("closed: after hours", 0.0),
        ("open (half day: Christmas Eve)", 10_800.0),
    ]


def test_how_much_open_time_there_is(north: Tenant) -> None:
    asked = {"start": "2026-12-23T16:00:00+01:00", "end": "2026-12-29T10:00:00+01:00"}
    told = north.ask(f"/calendars/{north.calendar}/between", **asked)
    assert told["open_seconds"] == (1 + 3 + 8 + 1) * 3_600, "Christmas Day is no holiday of this calendar"
    back = north.ask(f"/calendars/{north.calendar}/between", start=asked["end"], end=asked["start"])
    assert (back["open_seconds"], back["lines"]) == (-told["open_seconds"], [])


@pytest.mark.parametrize(
    "path, asked, status, said",
    [
        ("/none", {}, 404, "There is no calendar 'none'."),
        ("/always/add", {"budget": "1 day"}, 422, "'1 day'"),
        (
            "/always/add",
            {"budget": "9999999 business hours"},
            422,
            "that is more than ten years; write what was really promised.",
        ),
        ("/always/add", {}, 422, "query.budget: nothing; it is needed."),
        (
            "/always/between",
            {"start": "1990-01-01T00:00:00Z", "end": "2026-01-01T00:00:00Z"},
            422,
            "Start and end are more than ten years apart; ask for less at once.",
        ),
    ],
)
def test_what_has_no_answer_is_said(north: Tenant, path: str, asked: dict[str, str], status: int, said: str) -> None:
    answer = north.client.get(f"/api/v1/calendars{path}", params=asked, headers=north.shown("viewer"))
    assert answer.status_code == status
    assert said in answer.json()["detail"]


def test_without_a_public_address_a_feed_is_named_by_its_path(north: Tenant) -> None:
    """A Host header is anybody's word, so it is not made an address to subscribe to."""
    from dataclasses import replace

    from fastapi import Request

    from slaclock.web.api.feed_token import feed_path

    app = replace(north.app, settings=replace(north.app.settings, public_url=None))
    request = Request({"type": "http", "headers": [(b"host", b"evil.example")], "root_path": "/sla"})
    path = feed_path(app, request, north.app.settings.keys[0], "a/b c", None)
    assert path.startswith("/sla/api/v1/calendars/a%2Fb%20c/feed.ics?token=")


def test_a_feed_is_cut_before_it_is_too_large() -> None:
    minutes = ", ".join(
        f"{hour:02}:{minute:02}-{hour:02}:{minute + 5:02}" for hour in range(24) for minute in (0, 20, 40)
    )
    busy = Calendar.from_config({"timezone": "UTC", "hours": {"every-day": minutes}})
    told = events(feed_of(busy, "main", date(2026, 1, 1), date(2027, 1, 1)))
    assert len(told) == 5_000
    assert told[-1][0].date() == date(2026, 3, 11)
