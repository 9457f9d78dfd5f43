"""The wallboard at real time: what happens shows, what does not happen shows, what was missed is made up for."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from slaclock.instant import SECOND, parse_instant, to_us
from tests.browser.conftest import Launch, Visit, figure, until
from tests.browser.served import KEYS, Served, config, free_port, process

if TYPE_CHECKING:
    from playwright.sync_api import Page

HEARTBEAT = 5


def live(page: Page) -> None:
    """Wait until the board is live: its worker has made a round, and the stream has told the first frame."""
    until(lambda: page.locator("#pulse").get_attribute("data-state") == "live", "live", 15, page)


def test_a_value_changes_within_two_seconds(desk: Served, visit: Visit) -> None:
    page = visit().sign_in()
    live(page)
    before = figure(page, "waiting")
    desk.tell(desk.created("OLD-1", minutes_ago=3_000))
    took = until(
        lambda: figure(page, "waiting") != before and figure(page, "waiting").startswith("2 d"), "2 d 2 h", 5, page
    )
    assert took < 2
    desk.tell(desk.answered("OLD-1"))
    assert until(lambda: not figure(page, "waiting").startswith("2 d"), "answered", 5, page) < 2


def test_a_breach_turns_the_tile_at_its_instant_without_an_event(desk: Served, visit: Visit) -> None:
    """The network is cut before the deadline: the page alone knows when it is due, by the server's clock."""
    watched = visit()
    watched.allowed = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "network error", "ERR_NETWORK")
    page = watched.sign_in()
    live(page)
    desk.tell(desk.created("DUE-1", minutes_ago=59 + 54 / 60))
    until(lambda: figure(page, "risk") != "0", "at risk", 3, page)
    before = int(figure(page, "breached"))
    watched.context.set_offline(True)
    assert figure(page, "breached") == str(before)
    due = _due(desk, "DUE-1")
    until(lambda: figure(page, "breached") == str(before + 1), "breached", 9, page)
    late = (desk.app.now() - due) / SECOND
    assert -0.3 <= late <= 0.8
    assert page.locator("#breached").get_attribute("data-mood") == "act"
    assert "▲" in page.locator("#breached .state").inner_text()
    watched.context.set_offline(False)
    desk.tell(desk.answered("DUE-1"))


def _due(desk: Served, ticket: str) -> int:
    from slaclock.store import clocks

    with desk.app.store.reading() as unit:
        rows = clocks.of(unit, desk.app.desk(None).place, ticket)
    return next(int(row["deadline"]) for row in rows if row["metric"] == "first_response")


def test_it_counts_by_the_servers_clock(desk: Served, visit: Visit) -> None:
    """A television whose clock is wrong by three hours shows the same countdown."""
    desk.tell(desk.created("CLK-1", minutes_ago=30))
    right, wrong = visit().sign_in(), visit()
    wrong.context.add_init_script("const now = Date.now; Date.now = () => now() + 3 * 3600 * 1000;")
    page = wrong.sign_in()
    live(right)
    live(page)
    assert abs(_seconds(figure(right, "next")) - _seconds(figure(page, "next"))) <= 1
    desk.tell(desk.answered("CLK-1"))


def _seconds(text: str) -> int:
    total = 0
    for part in text.split(":"):
        total = total * 60 + int(part)
    return total


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Served, int]]:
    """A service that may be ended and begun again at the same place."""
    port = free_port()
    with process(tmp_path, config(tmp_path), port) as served:
        yield served, port


def test_stale_is_said_within_two_heartbeats_and_the_board_comes_back(
    own: tuple[Served, int], visit: Visit, tmp_path: Path
) -> None:
    served, port = own
    watched = visit(served)
    watched.allowed = ("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED", "ERR_EMPTY", "ERR_CONNECTION_RESET")
    page = watched.sign_in()
    live(page)
    assert served.process is not None
    served.process.send_signal(signal.SIGKILL)
    served.process.wait(5)
    took = until(lambda: page.locator("#pulse").get_attribute("data-state") == "stale", "stale", 12, page)
    assert took <= 2 * HEARTBEAT + 0.5
    assert "▲ Stale" in page.locator("#pulse").inner_text()
    with process(tmp_path, config(tmp_path), port):
        until(lambda: page.locator("#pulse").get_attribute("data-state") == "live", "live again", 15, page)


def test_sigterm_ends_open_streams_at_once(own: tuple[Served, int], visit: Visit, tmp_path: Path) -> None:
    served, _ = own
    watched = visit(served)
    watched.allowed = ("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED", "ERR_CONNECTION_RESET")
    live(watched.sign_in())
    assert served.process is not None
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(8) == 0
    log = (tmp_path / "service.log").read_text(encoding="utf-8")
    assert "incomplete" not in log.lower()
    assert "Traceback" not in log
    assert json.loads(log.splitlines()[-1])["message"] == "worker stopped"


def test_coming_back_loses_nothing_and_repeats_nothing(desk: Served, visit: Visit) -> None:
    """Every frame is recorded in the page; the line is cut while things happen, then mended."""
    watched = visit()
    watched.allowed = ("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK", "network error")
    page = watched.sign_in()
    page.goto(f"{watched.url}/desk/tv")  # a page without a key of its own: this test reads the stream itself
    page.evaluate(RECORDER, f"Bearer {KEYS['tv']}")
    until(lambda: page.evaluate("() => told.length") >= 1, "the first frame", 5, page)
    for number in range(3):
        desk.tell(desk.created(f"RES-{number}", minutes_ago=5))
        until(lambda: page.evaluate("() => told.length") >= 2 + number, "a change", 5, page)  # noqa: B023
    page.evaluate("() => cut()")
    for number in range(3, 9):
        desk.tell(desk.created(f"RES-{number}", minutes_ago=5))
        page.wait_for_timeout(600)
    page.evaluate("() => { resume(); }")
    until(
        lambda: page.evaluate("() => Object.keys(state).filter(k => k.includes('RES-')).length") == 9, "nine", 8, page
    )
    kinds: list[str] = page.evaluate("() => told.map(f => f.kind)")
    numbers: list[int] = page.evaluate("() => told.map(f => Number(f.id.split('-')[1]))")
    assert kinds[0] == "snapshot"
    assert set(kinds[1:]) == {"delta"}
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    desk.tell(*(desk.answered(f"RES-{number}") for number in range(9)))


RECORDER = """(key) => {
  window.told = [];
  window.state = {}; let stop = null;
  const read = async () => {
    stop = new AbortController();
    const last = window.told.at(-1)?.id ?? '';
    const headers = { Authorization: key, ...(last ? { 'Last-Event-ID': last } : {}) };
    const answer = await fetch('/desk/stream', { signal: stop.signal, headers });
    const reader = answer.body.getReader(); const decoder = new TextDecoder(); let text = '';
    try {
      for (;;) {
        const { done, value } = await reader.read(); if (done) return;
        text += decoder.decode(value, { stream: true });
        const blocks = text.split('\\n\\n'); text = blocks.pop();
        for (const block of blocks) {
          const frame = JSON.parse(block.split('\\n').find((line) => line.startsWith('data: ')).slice(6));
          if (frame.kind === 'ping') continue;
          window.told.push(frame);
          if (frame.kind === 'snapshot') window.state = frame.board.clocks;
          else { for (const key of frame.gone) delete window.state[key]; Object.assign(window.state, frame.clocks); }
        }
      }
    } catch { /* cut */ }
  };
  window.cut = () => stop.abort(); window.resume = read; read();
}"""


def test_seven_pages_are_all_live_over_one_stream(desk: Served, visit: Visit) -> None:
    watched = visit()
    asked: list[str] = []
    watched.context.on("request", lambda request: asked.append(request.url))
    first = watched.sign_in()
    live(first)
    pages = [first]
    for _ in range(6):
        pages.append(watched.page())
        pages[-1].goto(f"{watched.url}/desk/wallboard", timeout=8_000)
        live(pages[-1])
    assert len([url for url in asked if url.endswith("/stream")]) == 1
    desk.tell(desk.created("SEV-1", minutes_ago=9_000))
    for page in pages:
        until(lambda: figure(page, "waiting").startswith("6 d"), "told to all", 4, page)  # noqa: B023
    pages[0].close()  # whoever read the stream leaves; another takes over
    desk.tell(desk.answered("SEV-1"))
    for page in pages[1:]:
        until(lambda: not figure(page, "waiting").startswith("6 d"), "told on", 8, page)  # noqa: B023


def test_seven_pages_without_locks_poll(desk: Served, visit: Visit) -> None:
    """Where a browser offers no locks (plain http on another host), nobody holds a connection open."""
    watched = visit()
    watched.context.add_init_script("delete Navigator.prototype.locks;")
    pages = [watched.sign_in()]
    for _ in range(6):
        pages.append(watched.page())
        pages[-1].goto(f"{watched.url}/desk/wallboard", timeout=8_000)
    desk.tell(desk.created("POL-1", minutes_ago=9_000))
    for page in pages:
        until(lambda: figure(page, "waiting").startswith("6 d"), "polled", 6, page)  # noqa: B023
        assert "polling" in page.locator("#pulse").inner_text()
    desk.tell(desk.answered("POL-1"))


POSIX = """for (const name of ['language', 'languages']) {
  const told = name === 'language' ? 'en-US@posix' : ['en-US@posix'];
  Object.defineProperty(Navigator.prototype, name, { get: () => told });
}"""


def test_a_browser_in_the_posix_locale(desk: Served, launch: Launch) -> None:
    """There `navigator.language` is `en-US@posix`, and whatever asks `Intl` for it falls over."""
    posix = launch(LANG="C", LC_ALL="POSIX")
    context = posix.new_context(extra_http_headers={"Authorization": f"Bearer {KEYS['viewer']}"})
    context.add_init_script(POSIX)  # playwright gives its pages a locale of their own
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{desk.url}/desk/wallboard")
    live(page)
    assert page.evaluate("() => navigator.language") == "en-US@posix"
    assert figure(page, "breached").isdigit()
    assert not errors


def test_the_television_needs_its_token_and_no_cookie(desk: Served, visit: Visit) -> None:
    watched = visit()
    asked: list[str] = []
    watched.context.on("request", lambda request: asked.append(request.url))
    page = watched.page()
    page.goto(f"{watched.url}/desk/tv#{KEYS['tv']}")
    live(page)
    assert watched.context.cookies() == []
    assert KEYS["tv"] not in page.url
    assert not [url for url in asked if KEYS["tv"] in url]
    assert page.locator(".top").is_hidden()
    desk.tell(desk.created("TV-1", minutes_ago=6_000, customer="Nobody Knows Ltd"))
    until(lambda: figure(page, "waiting").startswith("4 d"), "told", 4, page)
    assert "Nobody Knows" not in page.content()
    page.reload()
    live(page)
    desk.tell(desk.answered("TV-1"))


@pytest.mark.parametrize("token", ["", "slk_wrong", KEYS["ingest"]])
def test_a_television_without_a_good_token_shows_nothing(visit: Visit, token: str) -> None:
    watched = visit()
    watched.allowed = ("401", "403")
    page = watched.page()
    page.goto(f"{watched.url}/desk/tv#{token}")
    until(lambda: page.locator("#pulse").get_attribute("data-state") == "ended", "refused", 6, page)
    assert figure(page, "breached") == "—"


def test_a_new_version_loads_the_page_again_once(visit: Visit) -> None:
    page = visit().sign_in()
    live(page)
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.route("**/desk/stream", _other_version)
    page.reload()
    page.wait_for_timeout(4_000)
    assert len(loads) == 2  # the one asked for, and the one for the new version


def _other_version(route: Any) -> None:
    board: dict[str, Any] = {"breached": 7, "paused": 0, "waiting": None, "kept": None, "alive": True, "clocks": {}}
    level = {"metric": "first response", "value": None, "formula": "V9", "n": 0, "goal": None}
    now = to_us(parse_instant("2026-04-07T10:30:00Z")) / 1000
    frame = {"kind": "snapshot", "id": "x-1", "now": now, "version": "another", "heartbeat": 5}
    body = f"id: x-1\ndata: {json.dumps(frame | {'board': board | {'level': level}})}\n\n"
    route.fulfill(body=body, content_type="text/event-stream")
