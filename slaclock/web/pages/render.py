"""Pages out of templates: everything that is shown is text, nothing comes from elsewhere, and no page is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse

from slaclock import __version__
from slaclock.app import App
from slaclock.explain.picture import style
from slaclock.settings import ApiKey, Role
from slaclock.web.pages.phrase import Phrases, direction, languages
from slaclock.web.pages.said import SAID

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)


class Renderer:
    """Templates and what belongs to them, read once."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._templates = Environment(
            loader=PackageLoader("slaclock.web.pages"),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
        )
        self._templates.filters.update(SAID)

    @cached_property
    def assets(self) -> dict[str, bytes]:
        """The files pages are made with, by name."""
        folder = files("slaclock.web.pages") / "static"
        found = {each.name: each.read_bytes() for each in folder.iterdir() if Path(each.name).suffix in TYPES}
        return {**found, "strip.css": style().encode()}

    @cached_property
    def version(self) -> str:
        """Changes with the pages and with what they show: an open page with another one loads itself again."""
        told = hashlib.sha256(__version__.encode())
        for name, content in sorted(self.assets.items()):
            told.update(name.encode() + content)
        told.update("".join(desk.config_id for desk in self._app.desks.values()).encode())
        return told.hexdigest()[:12]

    async def page(
        self, request: Request, template: str, key: ApiKey | None, facts: Mapping[str, Any], status: int = 200
    ) -> HTMLResponse:
        """A page, in the language asked for with `?lang=`."""
        return await run_in_threadpool(self._page, request, template, key, facts, status)

    def _page(
        self, request: Request, template: str, key: ApiKey | None, facts: Mapping[str, Any], status: int
    ) -> HTMLResponse:
        asked = self._language(request)
        language = asked if asked in languages() else "en"
        html = self._templates.get_template(template).render(
            here=request.url.path,
            root=request.scope.get("root_path", ""),
            version=self.version,
            language=language,
            direction=direction(asked),
            kept_language="" if asked == "en" else f"?lang={asked}",
            lang=asked,
            say=Phrases(language),
            key=key,
            may_act=key is not None and key.role.may(Role.AGENT),
            sees_tickets=key is not None and key.role.may(Role.VIEWER),
            **facts,
        )
        return HTMLResponse(html, status, HEADERS)

    def mirrored(self, request: Request) -> bool:
        """Whether a page runs from right to left."""
        return direction(self._language(request)) == "rtl"

    @staticmethod
    def _language(request: Request) -> str:
        asked = request.query_params.get("lang", "")
        return asked if _LANGUAGE.fullmatch(asked) else "en"


def renderer_of(request: Request) -> Renderer:
    """Who makes these pages."""
    found: Renderer = request.app.state.renderer
    return found
