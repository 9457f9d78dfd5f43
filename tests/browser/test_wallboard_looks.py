"""The wallboard as a thing to look at: on a television, mirrored, with nothing to judge, and its second page."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.browser.conftest import Visit, figure, until
from tests.browser.served import KEYS, Served, config, driven, present

TILES = ("risk", "breached", "next", "level", "waiting", "kept")
TELEVISION = {"width": 1920, "height": 1080}


def test_a_service_level_of_nothing_is_a_dash(visit: Visit, tmp_path: Path) -> None:
    with driven(config(tmp_path), present) as empty:
        page = visit(empty).sign_in()
        until(lambda: "n = 0" in page.locator("#level .below").inner_text(), "painted", 8, page)
        assert "V9" in page.locator("#level .below").inner_text()
        assert [figure(page, tile) for tile in ("level", "kept", "next", "waiting")] == ["—"] * 4
        page.context.close()


@pytest.mark.parametrize("language", ["en", "de", "ar", "he"])
@pytest.mark.parametrize("path", ["wallboard", "tv"])
def test_a_television_shows_it_all_at_once_and_large(visit: Visit, path: str, language: str) -> None:
    watched = visit(viewport=TELEVISION)
    page = watched.sign_in()
    page.goto(f"{watched.url}/desk/{path}?lang={language}#{KEYS['tv'] if path == 'tv' else ''}")
    until(lambda: page.locator("#content").get_attribute("data-pulse") == "live", "live", 8, page)
    size = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [1920, 1080]
    for tile in TILES:
        box = page.locator(f"#{tile} .figure").bounding_box()
        pixels = page.locator(f"#{tile} .figure").evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
        assert pixels >= 48
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1920


@pytest.mark.parametrize("language", ["ar", "he"])
def test_right_to_left_is_the_mirror(visit: Visit, language: str) -> None:
    page = visit(viewport=TELEVISION).sign_in()
    places = {}
    for lang in ("en", language):
        page.goto(page.url.split("?")[0] + f"?lang={lang}")
        places[lang] = {tile: page.locator(f"#{tile}").bounding_box() for tile in TILES}
    assert page.evaluate("() => [document.documentElement.dir, document.documentElement.lang]") == ["rtl", language]
    for tile in TILES:
        left, right = places["en"][tile], places[language][tile]
        assert left is not None
        assert right is not None
        assert right["x"] + right["width"] == pytest.approx(1920 - left["x"], abs=1)
    assert page.locator("h1").inner_text() != "Wallboard"


def test_bubbles_are_the_report(desk: Served, visit: Visit) -> None:
    """As many as the report has, each where its numbers say: 836 units for the axis of volume, 370 for the level."""
    for number, priority in enumerate(["high"] * 4 + ["low"] * 3 + ["urgent"]):
        ticket = f"BUB-{number}"
        desk.tell(
            desk.created(ticket, 100, priority=priority), desk.answered(ticket, minutes_ago=30 if number % 2 else 70)
        )
    page = visit().sign_in()
    page.goto(f"{desk.url}/desk/levels?by=priority")
    shown = {"Authorization": f"Bearer {KEYS['viewer']}"}
    report = httpx.get(f"{desk.url}/desk/levels?by=priority&format=json", headers=shown).json()
    api = httpx.get(f"{desk.url}/api/v1/reports/attainment", headers=shown)
    assert api.status_code in (200, 422)
    groups = page.locator(".chart-group")
    assert groups.count() == len(report["bubbles"]) == 3
    largest = max(each["n"] for each in report["bubbles"])
    end = next(step for step in (5, 10, 20, 50) if step >= largest)
    for place, told in enumerate(report["bubbles"]):
        circle = groups.nth(place).locator("circle")
        assert groups.nth(place).get_attribute("data-group") == told["group"]
        assert float(circle.get_attribute("cx") or "") == pytest.approx(84 + 836 * told["n"] / end, abs=0.001)
        assert float(circle.get_attribute("cy") or "") == pytest.approx(400 - 370 * told["value"], abs=0.001)
    rows = page.locator("tbody tr").all_inner_texts()
    assert [row.split()[:2] for row in rows] == [[each["group"], str(each["n"])] for each in report["bubbles"]]


def test_motion_stops_for_those_who_ask(visit: Visit) -> None:
    page = visit(reduced_motion="reduce").sign_in()
    until(lambda: page.locator("#pulse").get_attribute("data-state") == "live", "live", 8, page)
    assert page.locator(".lamp").evaluate("each => getComputedStyle(each).animationName") == "none"


def test_without_scripts_the_figures_are_there(desk: Served, visit: Visit) -> None:
    desk.tell(desk.created("PLAIN-1", 45))
    watched = visit(java_script_enabled=False)
    page = watched.sign_in()
    assert figure(page, "breached").isdigit()
    page.goto(f"{desk.url}/desk/risk")
    assert page.locator("table").count() == 1
