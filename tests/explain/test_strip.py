"""The strip as a picture: what is where, to the unit, and that nothing in it can do harm."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock.clock.reading import Reading
from slaclock.engine import Engine
from slaclock.explain.picture import NARROW, WIDE, Shape, draw
from slaclock.explain.picture.paper import clean
from slaclock.instant import parse_instant
from slaclock.timeline.event import TicketEvent, as_events
from tests.clock.story import BERLIN, asked, created, desk, engine_for, event, instant, told

SVG = "{http://www.w3.org/2000/svg}"
DESK = {
    "calendars": {
        "berlin": {
            "timezone": "Europe/Berlin",
            "hours": {"mon-fri": "09:00-17:00"},
            "holidays": [{"country": "DE", "subdivision": "BE", "language": "en_US"}],
        }
    },
    "policies": [{"name": "all", "calendar": "berlin", "targets": {"resolution": {"default": "10 business hours"}}}],
}
EASTER = [
    created("Wed 1 Apr 15:00"),
    event("Wed 1 Apr 16:00", "status", to="pending"),
    asked("Thu 2 Apr 10:00"),
]


def picture(
    events: list[dict[str, Any]],
    at: str,
    config: dict[str, Any] = DESK,
    metric: str = "resolution",
    shape: Shape = WIDE,
    **how: Any,
) -> tuple[Element, Reading]:
    happened = facts(events)
    found = Engine.from_config(config).explain(happened, metric, instant(at))
    return parsed(draw(found, happened, shape, **how)), found.reading


def parsed(drawn: str) -> Element:
    return fromstring(drawn)  # noqa: S314 - we drew it ourselves


def facts(events: list[dict[str, Any]]) -> list[TicketEvent]:
    return as_events(told(events))


def rows(root: Element) -> dict[str, Element]:
    found = root.findall(f"{SVG}g[@class='strip-row']")
    return {text.text or "": row for row in found for text in row.findall(f"{SVG}text[@class='strip-day']")}


def boxes(row: Element) -> list[tuple[str, float, float]]:
    return [
        (rect.attrib["data-sort"], float(rect.attrib["x"]), float(rect.attrib["width"]))
        for rect in row.iter(f"{SVG}rect")
        if "data-sort" in rect.attrib
    ]


def moments(row: Element) -> list[tuple[str, float]]:
    found = [(path.attrib["data-moment"], path.attrib["transform"]) for path in row.iter(f"{SVG}path")]
    return [(name, float(place.split("(")[1].split()[0])) for name, place in found]


def words(root: Element) -> str:
    return " ".join(text.text or "" for text in root.iter(f"{SVG}text"))


def test_a_pause_a_holiday_and_a_weekend() -> None:
    """30 units an hour from 112: 09:00 is at 382, 17:00 at 622; Tuesday after Easter 11:00 is at 442."""
    root, _ = picture(EASTER, "Tue 7 Apr 11:00")
    days = rows(root)
    assert list(days) == ["Wed 1 Apr", "Thu 2 Apr", "Fri 3 Apr", "Sat 4 Apr", "Sun 5 Apr", "Mon 6 Apr", "Tue 7 Apr"]
    assert boxes(days["Wed 1 Apr"]) == [("counted", 562, 30), ("paused", 592, 30), ("closed", 622, 210)]
    assert boxes(days["Thu 2 Apr"]) == [
        ("closed", 112, 270),
        ("paused", 382, 30),
        ("counted", 412, 210),
        ("closed", 622, 210),
    ]
    assert boxes(days["Fri 3 Apr"]) == [("holiday", 112, 720)]
    assert boxes(days["Tue 7 Apr"]) == [("closed", 112, 270), ("counted", 382, 60)]
    assert moments(days["Tue 7 Apr"]) == [("deadline", 442), ("now", 442)]
    assert {"Good Friday", "Easter Monday"} <= {text.text for text in root.iter(f"{SVG}text")}


def test_the_sum_of_each_day_is_written_beside_it() -> None:
    root, reading = picture(EASTER, "Tue 7 Apr 10:00")
    sums = [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "strip-sum"]
    assert [each for each in sums if each] == ["+1:00 = 1:00", "+7:00 = 8:00", "+2:00 = 10:00"]
    assert reading.elapsed == timedelta(hours=9)
    assert boxes(rows(root)["Tue 7 Apr"])[1:] == [("counted", 382, 30), ("ahead", 412, 30)]


def test_what_runs_on_after_the_deadline_is_over() -> None:
    root, _ = picture(EASTER, "Tue 7 Apr 13:00")
    assert boxes(rows(root)["Tue 7 Apr"])[1:] == [("counted", 382, 60), ("over", 442, 60)]


def test_narrow_and_mirrored() -> None:
    """14 units an hour from 12; mirrored, 09:00 lies as far from the right edge as it lay from the left."""
    narrow, _ = picture(EASTER, "Tue 7 Apr 10:00", shape=NARROW)
    assert boxes(rows(narrow)["Tue 7 Apr"])[1:] == [("counted", 138, 14), ("ahead", 152, 14)]
    mirrored, _ = picture(EASTER, "Tue 7 Apr 10:00", mirrored=True)
    assert boxes(rows(mirrored)["Tue 7 Apr"])[1:] == [("counted", 960 - 382 - 30, 30), ("ahead", 960 - 412 - 30, 30)]
    assert moments(rows(mirrored)["Tue 7 Apr"]) == [("now", 960 - 412), ("deadline", 960 - 442)]


def test_a_life_of_one_date_is_drawn_larger() -> None:
    """From 09:00 to the deadline at 11:00 over 720 units: half past nine is a quarter of the way."""
    config = desk(first_response="2 business hours")
    happened = facts([created("Mon 09:00"), event("Mon 09:30", "status", to="open")])
    found = engine_for(json.dumps(config)).explain(happened, "first_response", instant("Mon 10:00"))
    row = rows(parsed(draw(found, happened)))["Mon 2 Mar"]
    assert boxes(row) == [("counted", 112, 360), ("ahead", 472, 360)]
    assert moments(row) == [("event", 112), ("event", 292), ("now", 472), ("deadline", 832)]


def test_an_hour_that_autumn_has_twice_makes_the_day_longer() -> None:
    """25 hours on 720 units: 03:00 winter time is four hours after midnight."""
    always = {"calendars": {"c": {"timezone": "Europe/Berlin", "hours": "always"}}}
    policy = {"name": "all", "calendar": "c", "targets": {"resolution": {"default": "40 hours"}}}
    root, _ = picture([created("Sat 24 Oct 12:00")], "Sun 25 Oct 03:00", config={**always, "policies": [policy]})
    row = rows(root)["Sun 25 Oct"]
    ((sort, left, wide), *_) = boxes(row)
    assert (sort, left, round(wide, 3)) == ("counted", 112, 115.2)


def test_quiet_days_are_folded_and_their_names_kept() -> None:
    config = desk(resolution="2 business hours")
    config["calendars"]["main"] = BERLIN | {"special": {f"2026-03-{day:02}": "closed" for day in range(3, 14)}}
    root, _ = picture([created("Mon 16:00")], "Mon 16 Mar 09:30", config=config)
    assert list(rows(root)) == ["Mon 2 Mar", "Mon 16 Mar"]
    assert "Tue 3 Mar to Sun 15 Mar: 13 days, nothing counts" in words(root)


def test_a_life_of_months_has_no_more_rows_than_fit() -> None:
    root, _ = picture([created("Mon 09:00")], "Mon 1 Jun 12:00")
    assert len(rows(root)) == 24
    folds = root.findall(f"{SVG}g[@class='strip-fold']")
    assert len(folds) == 1
    first, last = (folds[0].attrib[f"data-{edge}"] for edge in ("start", "end"))
    assert (parse_instant(last) - parse_instant(first)).days > 50


def test_every_place_is_a_straight_function_of_its_instant() -> None:
    for shape in (WIDE, NARROW):
        root, reading = picture(EASTER, "Tue 7 Apr 13:00", shape=shape)
        counted = timedelta()
        for row in rows(root).values():
            first, last = (parse_instant(row.attrib[f"data-{edge}"]) for edge in ("start", "end"))
            for rect in (each for each in row.iter(f"{SVG}rect") if "data-sort" in each.attrib):
                start, end = (parse_instant(rect.attrib[f"data-{edge}"]) for edge in ("start", "end"))
                left, wide = float(rect.attrib["x"]), float(rect.attrib["width"])
                assert left == pytest.approx(_place(first, last, start, shape), abs=0.001)
                assert left + wide == pytest.approx(_place(first, last, end, shape), abs=0.002)
                counted += end - start if rect.attrib["data-sort"] in ("counted", "over") else timedelta()
        assert counted == reading.elapsed


def _place(first: datetime, last: datetime, at: datetime, shape: Shape) -> float:
    return shape.left + (shape.right - shape.left) * ((at - first) / (last - first))


def test_it_says_in_words_what_it_shows() -> None:
    root, _ = picture(EASTER, "Tue 7 Apr 10:00")
    title, description = (root.find(f"{SVG}{tag}") for tag in ("title", "desc"))
    assert title is not None
    assert description is not None
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], description.attrib["id"]]
    assert title.text == "T1: resolution, running"
    assert "used 9:00:00 of 10 business hours" in (description.text or "")


def test_a_page_brings_the_style_itself() -> None:
    assert picture(EASTER, "Tue 7 Apr 10:00")[0].find(f"{SVG}style") is not None
    assert picture(EASTER, "Tue 7 Apr 10:00", alone=False)[0].find(f"{SVG}style") is None


HOSTILE = ("<script>alert(1)</script>", '" onload="alert(1)', "]]>", "&lt;", "a" * 300, "名" * 90)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_in_it_can_do_harm(text: str) -> None:
    paused = event("Wed 1 Apr 16:00", "paused", reason=text)
    happened = facts([created("Wed 1 Apr 15:00"), paused])
    found = Engine.from_config(DESK).explain(happened, "resolution", instant("Wed 1 Apr 16:30"))
    drawn = draw(found, happened)
    root = parsed(drawn)
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        *("svg", "g", "rect", "line", "path", "text", "title", "desc", "style", "defs", "pattern")
    }
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]
    drawn.encode("utf-8")


def test_signs_that_xml_cannot_say_are_replaced() -> None:
    assert clean("a\x00b\x08c\ud800d\n") == "a\ufffdb\ufffdc\ufffdd\n"


def test_words_stay_on_the_paper() -> None:
    long = event("Wed 1 Apr 16:00", "paused", reason="waiting " * 60)
    root, _ = picture([created("Wed 1 Apr 15:00"), long], "Wed 1 Apr 16:30", shape=NARROW)
    said = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert max(map(len, said)) < 70


@given(st.lists(st.tuples(st.integers(0, 20_000), st.sampled_from(["pending", "open", "hold"])), max_size=6))
def test_whatever_happens_what_is_counted_is_what_is_read(changes: list[tuple[int, str]]) -> None:
    begin = instant("Mon 09:00")
    statuses = [
        {"at": (begin + timedelta(minutes=minute)).isoformat(), "type": "status", "to": to} for minute, to in changes
    ]
    root, reading = picture([created("Mon 09:00"), *statuses], "Mon 16 Mar 12:00")
    counted = sum(
        (
            parse_instant(rect.attrib["data-end"]) - parse_instant(rect.attrib["data-start"])
            for rect in root.iter(f"{SVG}rect")
            if rect.get("data-sort") in ("counted", "over")
        ),
        timedelta(),
    )
    assert counted == reading.elapsed
