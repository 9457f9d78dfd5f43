"""What tests in a browser may ask for: the system's Chromium, a service to look at, a page that must keep quiet."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.served import KEYS, Served, config, process

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Page

Launch = Callable[..., "Browser"]
"""Begins a browser."""

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """These run by `make browser` only, which brings what they need."""
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in mine:
        item.add_marker(pytest.mark.browser)
    if mine and not os.environ.get("SLACLOCK_BROWSER"):
        config.hook.pytest_deselected(items=mine)
        items[:] = [item for item in items if item not in mine]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's browser; without one, or without playwright, these tests are skipped and say so."""
    pytest.importorskip("playwright", reason="playwright is not installed; `make browser` installs it")
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("no Chromium is installed; on Debian: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def launch(chromium: str) -> Iterator[Launch]:
    """Begin a browser, perhaps in another environment: a locale, a zone."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        begun: list[Browser] = []

        def begin(**environ: str) -> Browser:
            begun.append(playwright.chromium.launch(executable_path=chromium, env={**os.environ, **environ}))
            return begun[-1]

        yield begin
        for each in begun:
            each.close()


@pytest.fixture(scope="session")
def browser(launch: Launch) -> Browser:
    return launch()


@dataclass
class Watched:
    """A browser context in which nothing may go wrong unseen: dialogs, errors, refusals of the policy."""

    context: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)
    allowed: tuple[str, ...] = ()

    def page(self) -> Page:
        """A new page of this context, watched."""
        page = self.context.new_page()
        page.on("dialog", self._asked)
        page.on("pageerror", self._stumbled)
        page.on("console", self._said)
        return page

    def _asked(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _stumbled(self, error: Error) -> None:
        self.complaints.append(f"error: {error}")

    def _said(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def sign_in(self, role: str = "viewer") -> Page:
        """A page at the wallboard, after the key was handed in."""
        page = self.page()
        page.goto(f"{self.url}/desk/sign-in")
        page.fill("#key", KEYS[role])
        page.click("main button")
        page.wait_for_url("**/desk/wallboard")
        return page

    def quiet(self) -> None:
        """Nothing went wrong, but for what a test provoked."""
        unexpected = [each for each in self.complaints if not any(part in each for part in self.allowed)]
        assert not unexpected


Visit = Callable[..., Watched]
"""Begins a visit of a browser to a service."""


@pytest.fixture
def visit(browser: Browser, desk: Served) -> Iterator[Visit]:
    """Begin a visit, with the options of a browser context; at the end nothing may have been complained of."""
    begun: list[Watched] = []

    def begin(served: Served = desk, **options: Any) -> Watched:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        begun.append(Watched(browser.new_context(**options), served.url))
        return begun[-1]

    yield begin
    for each in begun:
        each.context.close()
    for each in begun:
        each.quiet()


@pytest.fixture(scope="module")
def desk(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: ARG001 - skips first
    """`slaclock serve` with its worker, as a process of its own, at real time."""
    folder = tmp_path_factory.mktemp("desk")
    with process(folder, config(folder)) as found:
        yield found


def until(check: Callable[[], bool], what: str, seconds: float, page: Page | None = None) -> float:
    """Wait for something to be so; answers after how many seconds it was."""
    began = time.monotonic()
    while not check():
        assert time.monotonic() - began < seconds, f"not within {seconds} s: {what}"
        if page is not None:
            page.wait_for_timeout(25)
    return time.monotonic() - began


def figure(page: Page, tile: str) -> str:
    return page.locator(f"#{tile} .figure").inner_text()
