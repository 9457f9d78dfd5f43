"""The pictures of the documentation, taken of a desk at a fixed time; `make browser PICTURES=1` renews them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from slaclock.complaints import Complaints
from slaclock.instant import MINUTE, parse_instant, to_us
from slaclock.policy.source import read_documents
from slaclock.promise.fate import PromiseFate
from slaclock.rounds import ROUNDS
from slaclock.store import heartbeats, ledger
from tests.browser.conftest import Visit, until
from tests.browser.served import Served, config, driven

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPOSITORY = Path(__file__).parents[2]
PICTURES = REPOSITORY / "docs" / "pictures"
NOW = to_us(parse_instant("2026-04-07T10:30:00+02:00"))
LARGEST = 150_000
WIDE, TELEVISION = {"width": 1200, "height": 800}, {"width": 1280, "height": 720}
SHOTS: Mapping[str, tuple[str, Mapping[str, int], Mapping[str, Any]]] = {
    "wallboard": ("wallboard", TELEVISION, {}),
    "wallboard-dark-arabic": ("wallboard?lang=ar", TELEVISION, {"color_scheme": "dark"}),
    "at-risk": ("risk", {"width": 1200, "height": 620}, {}),
    "ticket": ("tickets/desk/T-4711?metric=resolution&cycle=1", {"width": 1200, "height": 900}, {}),
    "ticket-telephone": (
        "tickets/desk/T-4711?metric=resolution&cycle=1",
        {"width": 360, "height": 740},
        {"color_scheme": "dark"},
    ),
    "calendar": ("calendar?name=berlin&year=2026", {"width": 1200, "height": 900}, {}),
    "playground": (
        "playground?customer=ACME&priority=high&language=de&zone=America/New_York&at=2026-04-02T11:30",
        {"width": 1200, "height": 900},
        {},
    ),
    "service-levels": ("levels", {"width": 1200, "height": 860}, {}),
    "sync-health": ("sync", {"width": 1200, "height": 700}, {}),
}


@pytest.fixture(scope="module")
def desk(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: ARG001 - skips first
    """The sample desk on the Tuesday after Easter, half past ten in Berlin."""
    (document,) = read_documents(REPOSITORY / "config" / "demo" / "desk.toml", Complaints())
    table: dict[str, Any] = {name: document.table[name] for name in ("calendars", "policies")}
    policies = [
        {**policy, "escalations": [{**step, "do": [{"tag": "late"}]} for step in policy.get("escalations", ())]}
        for policy in table["policies"]
    ]
    goal = {"name": "answered in time", "metric": "first_response", "share": "90%", "period": "month"}
    folder = tmp_path_factory.mktemp("pictures")
    with driven(config(folder, **table | {"policies": policies, "objectives": [goal]}), lambda: NOW) as served:
        _told(served)
        yield served


def _told(desk: Served) -> None:
    lines = (PICTURES / "easter.jsonl").read_text(encoding="utf-8").splitlines()
    desk.tell(*map(json.loads, lines))
    asked = [("ACME", "high"), ("Initech", "normal"), ("ACME", "urgent")]
    for number in range(18):
        ticket, (customer, priority) = f"T-{4720 + number}", asked[number % 3]
        facts = {"customer": customer, "priority": priority, "group": ("support", "billing")[number % 2]}
        desk.tell(desk.created(ticket, 90, **facts), desk.answered(ticket, minutes_ago=85 - 4 * number))
        desk.tell(desk.event(ticket, 3, "status", 2, to="solved" if number % 4 else "pending"))
    waiting = [("T-4751", 75, "ACME", "urgent"), ("T-4752", 42, "Initech", "urgent"), ("T-4753", 95, "ACME", "high")]
    for ticket, minutes, customer, priority in (
        *waiting,
        ("T-4754", 12, "ACME", "high"),
        ("T-4755", 50, "Initech", "low"),
    ):
        desk.tell(desk.created(ticket, minutes, customer=customer, priority=priority, group="support"))
    with desk.app.store.unit() as unit:
        for name in ROUNDS:
            heartbeats.beat(unit, desk.app.settings.tenant, "desk-1", name, NOW)
        for number in range(14):
            ledger.write(unit, desk.app.desk(None).place, _promised(f"T-{4720 + number}", kept=number != 5))
    for name in ("tick", "sync"):
        ROUNDS[name].make(desk.app)


def _promised(ticket: str, *, kept: bool) -> dict[str, Any]:
    told = {"ticket": ticket, "metric": "first_response", "cycle": 1, "number": 1, "policy": "europe", "via": "email"}
    shown = {"told_at": NOW - 90 * MINUTE, "deadline": NOW, "shown": NOW, "judged_at": NOW - MINUTE}
    words = {"text": "By 12:00.", "locale": "en", "zone": "Europe/Berlin", "zone_known": True, "formula": "europe"}
    return {**told, **shown, **words, "fate": PromiseFate.KEPT if kept else PromiseFate.BROKEN}


@pytest.mark.parametrize("name", SHOTS)
def test_a_picture_is_taken(desk: Served, visit: Visit, tmp_path: Path, name: str) -> None:
    path, size, options = SHOTS[name]
    page = visit(viewport=size, reduced_motion="reduce", timezone_id="UTC", **options).sign_in("agent")
    page.goto(f"{desk.url}/desk/{path}")
    _settled(page)
    folder = PICTURES if os.environ.get("PICTURES") else tmp_path
    file = folder / f"{name}.png"
    page.screenshot(path=file)
    assert 5_000 < file.stat().st_size <= LARGEST
    assert (PICTURES / f"{name}.png").stat().st_size <= LARGEST


def _settled(page: Page) -> None:
    """Painted: a board by its first frame, everything by its fonts."""
    if page.locator("#pulse").count():
        until(lambda: page.locator("#pulse").get_attribute("data-state") in ("live", "silent"), "live", 10, page)
    page.evaluate("() => document.fonts.ready.then(() => true)")
