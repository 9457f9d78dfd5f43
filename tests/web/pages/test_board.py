"""The board: six figures, by hand; and the hub that tells them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from slaclock.app import App, load_plan, open_app
from slaclock.instant import HOUR, MINUTE, SECOND, format_instant, parse_instant, to_us
from slaclock.web.pages.board import Board, board_of
from slaclock.web.pages.bubble import chart, most, place
from slaclock.web.pages.hub import Hub
from slaclock.web.pages.level import Bubble, bubbles
from slaclock.web.pages.said import ago, countdown
from tests.browser.served import ENVIRON, config
from tests.web.pages.visits import tell

MONDAY = to_us(parse_instant("2026-03-02T10:00:00Z"))


@pytest.fixture
def app(tmp_path: Path, url: str) -> Iterator[App]:
    """A desk on SQLite, and on PostgreSQL."""
    found = open_app(load_plan(config(tmp_path, store={"url": url}), ENVIRON))
    yield found
    found.close()


def created(ticket: str, at: int, **facts: Any) -> dict[str, Any]:
    return {"ticket": ticket, "id": "1", "at": format_instant(at), "type": "created", "channel": "email", **facts}


def answered(ticket: str, at: int) -> dict[str, Any]:
    return {"ticket": ticket, "id": "2", "at": format_instant(at), "type": "message", "author": "agent", "public": True}


def told(app: App) -> Board:
    """At 10:00: T-1 due 10:20, T-2 late since 09:50, T-3 answered in time, T-4 answered late."""
    tell(app, created("T-1", MONDAY - 40 * MINUTE), created("T-2", MONDAY - 70 * MINUTE), now=MONDAY)
    tell(app, created("T-3", MONDAY - 50 * MINUTE), answered("T-3", MONDAY - 20 * MINUTE), now=MONDAY)
    tell(app, created("T-4", MONDAY - 90 * MINUTE), answered("T-4", MONDAY - 10 * MINUTE), now=MONDAY)
    return board_of(app, MONDAY)


def test_six_figures(app: App) -> None:
    board = told(app)
    assert (board.at_risk, board.breached) == (1, 1)
    assert board.next_due is not None
    assert (board.next_due.ticket, board.next_due.due_at) == ("T-1", MONDAY + 20 * MINUTE)
    assert board.next_due.risk_at == MONDAY - 10 * MINUTE
    assert board.waiting == ("T-2", MONDAY - 70 * MINUTE)
    # one in time of: one in time, one late, one overdue
    assert (board.level.figure.formula, board.level.figure.numerator, board.level.figure.denominator) == ("V9", 1, 3)
    assert board.kept is None


def test_an_empty_desk_has_no_service_level(app: App) -> None:
    board = board_of(app, MONDAY)
    assert (board.level.figure.value, board.waiting, board.next_due, board.alive) == (None, None, None, False)


def test_a_board_names_nobody(app: App) -> None:
    tell(app, created("T-1", MONDAY, customer="Secret Ltd", requester="r-77", assignee="a-88", group="g-99"))
    wire = json.dumps(board_of(app, MONDAY).to_dict())
    assert not [name for name in ("Secret", "r-77", "a-88", "g-99") if name in wire]


def test_thirty_business_minutes_are_counted_in_the_clocks_own_hours(tmp_path: Path) -> None:
    """Due on Monday at 09:10 with hours from 09:00: at risk since Friday 16:40, twenty minutes before it closed."""
    berlin = {"timezone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}
    policy = {"name": "p", "calendar": "c", "targets": {"first_response": {"default": "1 business hour"}}}
    app = open_app(load_plan(config(tmp_path, calendars={"c": berlin}, policies=[policy]), ENVIRON))
    try:
        friday = to_us(parse_instant("2026-02-27T16:35:00Z"))
        tell(app, created("T-1", friday - 25 * MINUTE), now=friday)
        due = board_of(app, friday).next_due
        assert due is not None
        assert format_instant(due.due_at) == "2026-03-02T09:10:00Z"
        assert format_instant(due.risk_at) == "2026-02-27T16:40:00Z"
    finally:
        app.close()


def test_only_clocks_that_turn_within_the_hour_are_told_one_by_one(app: App) -> None:
    """Thirty answers are due in an hour, thirty solutions in eight."""
    tell(app, *(created(f"T-{n}", MONDAY) for n in range(30)), now=MONDAY)
    assert [each.metric for each in board_of(app, MONDAY).clocks] == ["first_response"] * 30


def frames(text: bytes) -> list[dict[str, Any]]:
    lines = [line for line in text.decode().splitlines() if line.startswith("data: ")]
    return [json.loads(line.removeprefix("data: ")) for line in lines]


def test_who_comes_back_is_told_what_he_missed_and_nothing_twice(app: App) -> None:
    async def watch() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        hub = Hub(app, "v1")
        first = hub.stream("")
        (whole,) = frames(await anext(first))
        await first.aclose()
        tell(app, created("T-1", app.now()))
        await asyncio.sleep(1.1)
        await hub.snapshot()
        await asyncio.sleep(0.3)
        again = hub.stream(whole["id"])
        missed = frames(await anext(again))
        await again.aclose()
        stranger = hub.stream("0000-1")
        anew = frames(await anext(stranger))
        await stranger.aclose()
        return [whole, *missed], anew

    (whole, missed), (anew,) = asyncio.run(watch())
    assert (whole["kind"], missed["kind"], anew["kind"]) == ("snapshot", "delta", "snapshot")
    assert whole["board"]["clocks"] == {}
    assert [each["ticket"] for each in missed["clocks"].values()] == ["T-1"]
    assert anew["board"]["clocks"] == missed["clocks"]
    assert anew["id"] == missed["id"]
    assert {"version", "heartbeat", "now"} <= anew.keys()
    assert missed["now"] > whole["now"] + 1_350  # the time it is told at, not that of the change


def test_streams_end_when_the_service_does(app: App) -> None:
    async def watch() -> int:
        hub = Hub(app, "v1")
        stream = hub.stream("")
        await anext(stream)
        hub.ending.set()
        return len([frame async for frame in stream])

    assert asyncio.run(watch()) == 0


BUBBLES = [Bubble("high", 40, 0.75, 9), Bubble("low", 10, 1.0, 0)]


def test_bubbles_stand_where_their_numbers_are() -> None:
    """The axis ends at 50: forty is at four fifths of it, 75 % at three quarters of the height."""
    assert most(BUBBLES) == 50
    assert [round(each, 3) for each in place(BUBBLES[0], 50)] == [752.8, 122.5, 17.0]
    assert chart(BUBBLES).count("<circle") == 2


def test_bubbles_are_the_report(app: App) -> None:
    told(app)
    assert bubbles(app, MONDAY, "first_response", "priority") == [Bubble("none", 3, 1 / 3, 2)]
    assert bubbles(app, MONDAY, "resolution", "policy") == []  # nothing of it was judged yet


@pytest.mark.parametrize(
    "seconds, text",
    [(0, "0:00"), (65, "1:05"), (-65, "−1:05"), (3_845, "1:04:05"), (183_600, "2 d 3 h"), (172_799, "47:59:59")],
)
def test_a_countdown(seconds: int, text: str) -> None:
    assert countdown(seconds * SECOND) == text


@pytest.mark.parametrize(
    "seconds, text", [(5, "5 s"), (119, "119 s"), (120, "2 min"), (7_200, "2 h"), (172_800, "2 d")]
)
def test_how_long_ago(seconds: int, text: str) -> None:
    assert ago(seconds * SECOND) == text


def test_a_clock_late_before_it_was_paused_is_late(app: App) -> None:
    """Due at 09:30, put on hold at 09:40: somebody waits too long, whoever has the next move."""
    held = {
        "ticket": "T-1",
        "id": "2",
        "at": format_instant(MONDAY - 20 * MINUTE),
        "type": "paused",
        "reason": "vendor",
    }
    tell(
        app,
        created("T-1", MONDAY - 510 * MINUTE),
        held,
        answered("T-1", MONDAY - 500 * MINUTE) | {"id": "3"},
        now=MONDAY,
    )
    board = board_of(app, MONDAY)
    assert (board.breached, board.paused) == (1, 0)


def test_a_calendar_that_never_opens_again_breaks_no_board(tmp_path: Path) -> None:
    """Open on one Monday only; half an hour of its time before the end of the day is 16:30."""
    once = {"timezone": "UTC", "hours": {}, "special": {"2026-03-02": "09:00-17:00"}}
    policy = {"name": "p", "calendar": "c", "targets": {"first_response": {"default": "7 business hours"}}}
    app = open_app(load_plan(config(tmp_path, calendars={"c": once}, policies=[policy]), ENVIRON))
    try:
        tell(app, created("T-1", MONDAY), now=MONDAY)
        due = board_of(app, MONDAY + 6 * HOUR + 50 * MINUTE).next_due
        assert due is not None
        assert format_instant(due.risk_at) == "2026-03-02T16:30:00Z"
    finally:
        app.close()
