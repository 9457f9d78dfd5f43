"""The customer's widget on a page that means it no good: right words, right clock, nothing kept, nothing broken."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from slaclock.engine import Engine
from slaclock.instant import DAY, HOUR, from_us
from slaclock.web.widget.token import Subject, WidgetTokens
from tests.browser.conftest import Launch, Visit, Watched, until
from tests.browser.served import ENVIRON, Served, config, free_port, process

if TYPE_CHECKING:
    from playwright.sync_api import FrameLocator, Page

BROKEN = """
window.fetch = () => { throw new Error("no fetch here"); };
window.JSON = null; window.Intl = undefined; window.Promise = undefined; window.URLSearchParams = undefined;
Object.prototype.extra = "polluted"; Array.prototype.toJSON = () => "polluted";
Array.prototype.forEach = Array.prototype.map = () => { throw new Error("no arrays here"); };
String.prototype.trim = () => "trimmed";
"""
"""What old libraries and bad neighbours do to a page."""
UGLY = """
iframe, p, div { display: none !important; visibility: hidden !important; height: 0 !important; opacity: 0 !important;
  position: fixed !important; left: -9999px !important; transform: scale(0) !important; width: 3px !important }
body, #into { display: block !important; visibility: visible !important; opacity: 1 !important;
  transform: none !important;
  position: static !important; width: auto !important; height: auto !important; direction: rtl; font: 3px fantasy }
"""


@pytest.fixture(scope="module")
def desk(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: ARG001 - skips first
    """A desk in Berlin with office hours."""
    folder = tmp_path_factory.mktemp("desk")
    office = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}, "holidays": ["DE-BE"]}
    policy = {"name": "gold", "calendar": "office", "targets": {"first_response": {"default": "4 business hours"}}}
    with process(folder, config(folder, calendars={"office": office}, policies=[policy])) as served:
        served.tell(served.created("T-1", 5))
        yield served


class Host:
    """A page of somebody else, at another origin, with a policy of its own."""

    def __init__(self, tag: str, widget: str) -> None:
        policy = f"default-src 'none'; script-src 'nonce-x' {widget}; style-src 'nonce-x'; frame-src {widget}"
        page = (
            f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Shop</title><style nonce=x>{UGLY}</style>"
            f"<script nonce=x>{BROKEN}</script></head>"
            f"<body><main id=into>We reply within a day.</main>{tag}</body></html>"
        ).encode()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = self.path == "/"
                self.send_response(200 if found else 204)
                self.send_header("Content-Security-Policy", policy)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                if found:
                    self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def hosts() -> Iterator[list[Host]]:
    opened: list[Host] = []
    yield opened
    for host in opened:
        host.close()


def tag(desk: Served, **facts: str) -> str:
    said = "".join(f' data-{name}="{value}"' for name, value in facts.items())
    return f'<script src="{desk.url}/widget/widget.js"{said}></script>'


def wanted(desk: Served, zone: str, locale: str) -> str:
    now = from_us(desk.app.now())
    return Engine(desk.app.config).promise_for({"channel": "email"}, now, zone, locale).text


def shown(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
@pytest.mark.parametrize("locale", ["de-DE", "ja-JP", "ar-EG"])
def test_on_a_hostile_page_the_sentence_is_in_the_visitor_s_words_and_clock(
    desk: Served, visit: Visit, hosts: list[Host], locale: str, zone: str
) -> None:
    hosts.append(Host(tag(desk, channel="email", into="#into"), desk.url))
    visitor: Watched = visit(locale=locale, timezone_id=zone)
    page = visitor.page()
    page.goto(hosts[0].url)
    sentence = shown(page).locator("#promise")
    until(lambda: sentence.inner_text() == wanted(desk, zone, locale), "the visitor's own words", 10, page)
    html = shown(page).locator("html")
    language = locale[:2]
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, "rtl" if language == "ar" else "ltr")
    until(
        lambda: "We reply within a day" not in page.inner_text("#into"), "the page's own sentence makes room", 5, page
    )
    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["height"] >= 16
    assert sentence.evaluate(
        "it => it.scrollWidth <= it.clientWidth && parseFloat(getComputedStyle(it).fontSize) >= 12"
    )
    assert page.locator("iframe").get_attribute("title") == sentence.inner_text()
    assert visitor.context.cookies() == []


def test_a_customer_reads_what_his_own_ticket_was_promised(desk: Served, visit: Visit, hosts: list[Host]) -> None:
    """The promise of his ticket, not that of a letter of now; written down once, however often the page is opened."""
    token = WidgetTokens(ENVIRON["LINKS"].encode()).write(Subject("desk", "T-1"), desk.app.now() + HOUR)
    hosts.append(Host(tag(desk, token=token, into="#into"), desk.url))
    visitor = visit(locale="en-GB", timezone_id="Europe/Berlin")
    asked: list[str] = []
    visitor.context.on("request", lambda request: asked.append(request.url))
    for _ in range(2):
        page = visitor.page()
        page.goto(hosts[0].url)
        until(lambda: "We reply within a day" not in page.inner_text("#into"), "the sentence", 10, page)  # noqa: B023
    assert not any(token in each for each in asked if "#" not in each), "a token stands in no address that is logged"
    with desk.app.store.reading() as unit:
        told = unit.run(ledger_of("T-1")).all()
    assert [(row.via, row.number) for row in told] == [("widget", 1)]


def ledger_of(ticket: str) -> Any:
    from slaclock.store.tables import promises

    return promises.select().where(promises.c.ticket == ticket)


def test_a_service_that_is_away_leaves_the_page_s_own_sentence(visit: Visit, hosts: list[Host]) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    hosts.append(Host(f'<script src="{away}/widget/widget.js" data-into="#into"></script>', away))
    visitor = visit()
    visitor.allowed = ("ERR_CONNECTION_REFUSED",)
    page = visitor.page()
    page.goto(hosts[0].url)
    assert page.inner_text("#into") == "We reply within a day."


def test_without_any_script_the_frame_names_the_desk_s_clock(desk: Served, visit: Visit) -> None:
    page = visit(java_script_enabled=False, locale="fr-FR").page()
    page.goto(f"{desk.url}/widget/frame?channel=email")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.inner_text("#promise")


def test_a_browser_of_the_posix_locale_is_spoken_to_in_english(launch: Launch, desk: Served) -> None:
    posix = launch(LANG="C", LC_ALL="POSIX", LANGUAGE="")
    page = posix.new_page()
    page.goto(f"{desk.url}/widget/frame?channel=email")
    until(lambda: page.locator("html").get_attribute("lang") == "en", "English", 5, page)
    assert page.inner_text("#promise")
    posix.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(desk: Served, visit: Visit, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(color_scheme=scheme).page()
    page.goto(f"{desk.url}/widget/frame?channel=email")
    found = Axe().run(page, options={"rules": {rule: {"enabled": False} for rule in OF_WHOLE_PAGES}})
    assert found.violations_count == 0, found.generate_report()


OF_WHOLE_PAGES = ("landmark-one-main", "page-has-heading-one", "region")
"""What a page must have and a sentence in a frame need not: the page around it has it."""


def test_a_token_that_has_run_out_leaves_what_was_said(desk: Served, visit: Visit) -> None:
    old = WidgetTokens(ENVIRON["LINKS"].encode()).write(Subject("desk", "T-1"), desk.app.now() - DAY)
    visitor = visit()
    visitor.allowed = ("401",)
    page = visitor.page()
    with page.expect_response("**/widget/promise?*") as answer:
        page.goto(f"{desk.url}/widget/frame?channel=email#token={old}")
    assert answer.value.status == 401
    assert page.inner_text("#promise")


def test_what_a_page_loads_weighs_less_than_ten_kilobytes(desk: Served, visit: Visit) -> None:
    visitor = visit()
    sizes: list[int] = []
    visitor.context.on("response", lambda answer: sizes.append(len(answer.body())))
    page = visitor.page()
    page.goto(f"{desk.url}/widget/frame?channel=email", wait_until="networkidle")
    script = Path("slaclock/web/widget/static/widget.js").stat().st_size
    assert len(sizes) >= 4
    assert sum(sizes) + script < 10_000
