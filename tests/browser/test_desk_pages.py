"""Every page in a real browser: for everybody, to scale, and deaf to whatever tries to be more than text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

from slaclock.engine import Engine
from slaclock.explain import Explanation, LineKind
from slaclock.instant import format_instant, parse_instant, to_us
from slaclock.store import events
from tests.browser.conftest import Visit, until
from tests.browser.hostile import STRINGS
from tests.browser.served import Served, config, driven, present, process

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = (
    "wallboard",
    "levels",
    "risk",
    "tickets/desk/LIFE-1",
    "calendar",
    "playground?priority=urgent&language=de&zone=Asia/Tokyo",
    "sync",
    "sign-in",
    "tv",
    "none",
)


@pytest.fixture(scope="module")
def desk(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: ARG001 - skips first
    """A desk with office hours, a holiday, and tickets in every state."""
    folder = tmp_path_factory.mktemp("desk")
    office = {
        "timezone": "Europe/Berlin",
        "hours": {"every-day": "00:00-11:00, 12:00-24:00"},
        "special": {"2026-12-24": "09:00-12:00"},
    }
    targets = {"first_response": {"default": "1 business hour"}, "resolution": {"default": "30 business hours"}}
    ladder = [{"target": "first_response", "at": "50%", "do": [{"tag": "late"}]}]
    policy = {"name": "gold", "calendar": "office", "targets": targets, "escalations": ladder}
    with process(folder, config(folder, calendars={"office": office}, policies=[policy])) as served:
        served.tell(*life(served), served.created("LATE-1", 3_000), served.created("SOON-1", 45, priority="urgent"))
        served.tell(served.created("DONE-1", 400), served.answered("DONE-1", minutes_ago=390))
        yield served


def life(desk: Served) -> list[dict[str, Any]]:
    """Two days with an answer, a wait for the customer, and his reply."""
    return [
        desk.created(
            "LIFE-1", 2_900, customer="ACME", priority="high", group="support", assignee="agent-7", tags=["vip"]
        ),
        desk.answered("LIFE-1", 2, 2_880),
        desk.event("LIFE-1", 3, "status", 2_870, to="pending"),
        desk.event("LIFE-1", 4, "message", 1_300, author="customer", public=True),
        desk.event("LIFE-1", 5, "paused", 600, reason="vendor delivers a part"),
        desk.event("LIFE-1", 6, "resumed", 300, reason="vendor delivers a part"),
    ]


# ------------------------------------------------------------------------------------------------------- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Visit, path: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    watched = visit(color_scheme=scheme, reduced_motion="reduce")
    watched.allowed = ("404", "401", "403")
    page = watched.sign_in("agent")
    page.goto(f"{watched.url}/desk/{path}")
    page.wait_for_timeout(300)
    for each in page.locator("summary").all():
        each.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", ["ar", "he"])
def test_axe_finds_nothing_in_the_mirror(visit: Visit, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    watched = visit(reduced_motion="reduce")
    page = watched.sign_in("agent")
    for path in ("wallboard", "risk", "tickets/desk/LIFE-1"):
        page.goto(f"{watched.url}/desk/{path}?lang={language}")
        assert page.evaluate("() => document.documentElement.dir") == "rtl"
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PAGES)
def test_a_telephone_scrolls_down_and_never_sideways(visit: Visit, path: str) -> None:
    watched = visit(viewport={"width": 360, "height": 740})
    watched.allowed = ("404", "401", "403")
    page = watched.sign_in("agent")
    page.goto(f"{watched.url}/desk/{path}")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_the_keyboard_reaches_everything(visit: Visit) -> None:
    page = visit().sign_in("agent")
    page.goto(page.url.replace("wallboard", "tickets/desk/SOON-1"))
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("() => document.activeElement.textContent.trim().slice(0, 30)"))
    assert reached[0] == "Skip to content"
    assert {"Wallboard", "Sync health", "Sign out", "Line by line"} <= set(reached)
    assert any(each.startswith("Acknowledge") for each in reached)
    outlines = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outlines != "none"


def test_acknowledging_by_keyboard(desk: Served, visit: Visit) -> None:
    page = visit().sign_in("agent")
    page.goto(f"{desk.url}/desk/tickets/desk/SOON-1")
    page.get_by_role("button", name="Acknowledge first response").focus()
    page.keyboard.press("Enter")
    until(lambda: "acknowledged" in page.locator("main").inner_text(), "the page that follows says so", 5, page)


# ------------------------------------------------------------------------------------------------------------ to scale


def test_the_strip_is_the_reading(desk: Served, visit: Visit) -> None:
    """Each stretch lies where its instants say, on the screen too; what counted adds up to what is read."""
    page = visit(viewport={"width": 1280, "height": 1000}).sign_in()
    page.goto(f"{desk.url}/desk/tickets/desk/LIFE-1?metric=resolution&cycle=1")
    at = page.locator(".wide [data-moment=now]").get_attribute("data-at") or ""
    found = _explained(desk, at)
    rows = page.locator(".wide .strip-row").all()
    counted, drawn = 0, []
    for row in rows:
        first, last = (to_us(parse_instant(row.get_attribute(f"data-{edge}") or "")) for edge in ("start", "end"))
        whole = row.locator(".strip-outside").bounding_box()
        assert whole is not None
        for rect in row.locator("rect[data-sort]").all():
            start, end = (to_us(parse_instant(rect.get_attribute(f"data-{edge}") or "")) for edge in ("start", "end"))
            box = rect.bounding_box()
            assert box is not None
            assert box["x"] - whole["x"] == pytest.approx(whole["width"] * (start - first) / (last - first), abs=1.2)
            assert box["width"] == pytest.approx(whole["width"] * (end - start) / (last - first), abs=1.5)
            sort = rect.get_attribute("data-sort") or ""
            counted += end - start if sort in ("counted", "over") else 0
            drawn.append((start, end, sort))
    assert counted == found.reading.elapsed.total_seconds() * 1_000_000
    assert _merged(drawn, "paused") == _merged(
        [(to_us(line.start), to_us(line.end), line.kind.value) for line in found.lines if line.kind is LineKind.PAUSED],
        "paused",
    )
    deadline = page.locator(".wide [data-moment=deadline]").get_attribute("data-at")
    assert found.reading.deadline is not None
    assert deadline == format_instant(to_us(found.reading.deadline))
    assert len(page.locator(".wide [data-moment=event]").all()) == 6


def _explained(desk: Served, at: str) -> Explanation:
    with desk.app.store.reading() as unit:
        told = events.told(unit, desk.app.desk(None).place, ["LIFE-1"])
    return Engine(desk.app.config).explain(told, "resolution", parse_instant(at))


def _merged(spans: list[tuple[int, int, str]], sort: str) -> list[tuple[int, int]]:
    """Spans of one sort, those that touch as one: midnight cuts what is drawn."""
    merged: list[tuple[int, int]] = []
    for start, end, _ in sorted(each for each in spans if each[2] == sort):
        if merged and merged[-1][1] == start:
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return merged


def test_the_narrow_strip_takes_its_place_on_a_telephone(visit: Visit) -> None:
    page = visit(viewport={"width": 360, "height": 740}).sign_in()
    page.goto(page.url.replace("wallboard", "tickets/desk/LIFE-1"))
    assert page.locator(".wide").first.is_hidden()
    size = page.locator(".narrow .strip-said").first.evaluate("each => each.getBoundingClientRect().height")
    assert size >= 9  # letters as large as they were drawn


# ---------------------------------------------------------------------------------------------------------------- live


def test_a_list_and_a_ticket_keep_themselves_fresh(desk: Served, visit: Visit) -> None:
    watched = visit()
    risk = watched.sign_in()
    risk.goto(f"{desk.url}/desk/risk")
    desk.tell(desk.created("LIVE-1", 55))
    until(lambda: risk.get_by_role("link", name="LIVE-1").count() > 0, "listed", 8, risk)
    ticket = watched.page()
    ticket.goto(f"{desk.url}/desk/tickets/desk/LIVE-1?metric=first_response")
    ticket.locator("summary").click()
    desk.tell(desk.answered("LIVE-1"))
    until(lambda: "agent wrote" in ticket.locator("main").inner_text(), "shown", 15, ticket)


def test_the_playground_answers_as_one_chooses(desk: Served, visit: Visit) -> None:
    page = visit().sign_in()
    page.goto(f"{desk.url}/desk/playground?at=2026-11-20T16:30")
    assert "Friday" in page.locator(".promise").inner_text() or "hour" in page.locator(".promise").inner_text()
    page.select_option("[name=language]", "ar")
    until(lambda: page.locator(".promise").get_attribute("dir") == "rtl", "Arabic", 8, page)
    assert page.locator(".promise").get_attribute("lang") == "ar"
    page.fill("[name=zone]", "Nowhere/City")
    page.press("[name=zone]", "Enter")
    until(lambda: "there is no zone" in page.locator("#played").inner_text(), "a sentence", 8, page)


# ------------------------------------------------------------------------------------------------------------ but text

VIOLATIONS = """window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));"""


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Served]:
    """A desk of its own: two hundred hostile tickets would be in the way of the others."""
    with driven(config(tmp_path), present) as served:
        yield served


@pytest.mark.timeout(900)
def test_two_hundred_hostile_strings_in_every_field_do_nothing(target: Served, visit: Visit) -> None:
    assert len(STRINGS) >= 200
    for place, text in enumerate(STRINGS):
        ticket = f"{text}·{place}"
        facts = {"customer": text, "priority": text, "requester": text, "group": text, "assignee": text, "tags": [text]}
        told = target.created(ticket, 70, **facts)
        paused = target.event(ticket, 2, "paused", 5, reason=text)
        target.tell(told | {"id": f"{place}/1"}, paused | {"id": f"{place}/2"})
    watched = visit(target)
    watched.context.add_init_script(VIOLATIONS)
    page = watched.sign_in("admin")
    for path in ("risk", "levels?by=group", "levels?by=priority", "sync", "wallboard"):
        page.goto(f"{target.url}/desk/{path}")
        page.wait_for_timeout(800)
        _harmless(page)
    for place, text in enumerate(STRINGS):
        page.goto(f"{target.url}/desk/tickets/desk/{quote(f'{text}·{place}', safe='')}?metric=resolution")
        assert page.locator("h1").inner_text().endswith(f"·{place}")
        _harmless(page)


@pytest.mark.timeout(900)
def test_two_hundred_hostile_strings_in_every_question_do_nothing(desk: Served, visit: Visit) -> None:
    watched = visit()
    watched.context.add_init_script(VIOLATIONS)
    watched.allowed = ("404", "422", "401", "414")
    page = watched.sign_in("admin")
    names = ("channel", "priority", "customer", "group", "tags", "at", "zone", "language", "lang")
    for place, text in enumerate(STRINGS):
        if place % 2:
            page.goto(f"{desk.url}/desk/playground?{urlencode(dict.fromkeys(names[1:5], text))}")
        else:
            page.goto(f"{desk.url}/desk/playground?{urlencode(dict.fromkeys(names, text))}")
        _harmless(page)
    for text in STRINGS[::8]:
        for question in (
            "calendar?name=",
            "calendar?year=",
            "levels?by=",
            "levels?metric=",
            "risk?helpdesk=",
            "sign-in?next=",
            "x/",
        ):
            page.goto(f"{desk.url}/desk/{question}{quote(text, safe='')}")
            _harmless(page)


HANDLERS = """() => [...document.querySelectorAll('*')].flatMap((each) => [...each.attributes])
  .map((each) => each.name).filter((name) => name.startsWith('on'))"""


def _harmless(page: Page) -> None:
    """Nothing ran, nothing was refused by the policy because nothing tried, and no element came out of a text."""
    assert page.evaluate("() => window.violations") == []
    assert page.locator("main :is(script, iframe, base, math, object, embed, style, img, meta)").count() == 0
    assert page.evaluate(HANDLERS) == []


def test_a_page_in_another_site_shows_nothing(desk: Served, visit: Visit, tmp_path: Path) -> None:
    """Nobody can put a page of ours into a frame and have it clicked."""
    host = tmp_path / "host.html"
    host.write_text(f'<iframe src="{desk.url}/desk/sign-in"></iframe>', encoding="utf-8")
    watched = visit()
    watched.allowed = ("frame", "ERR_BLOCKED_BY_RESPONSE", "Refused")
    page = watched.page()
    page.goto(f"file://{host}")
    page.wait_for_timeout(500)
    assert not [frame for frame in page.frames if "sign-in" in frame.url and frame.locator("#key").count()]
