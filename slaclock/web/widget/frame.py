"""The frame: a page of one sentence that any page may show, and the files that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files

from slaclock.promise.promise import Promise

FRAME_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors *"
    ),
    "Cache-Control": "public, max-age=30",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_MEDIA = {"widget.js": "text/javascript", "frame.js": "text/javascript", "frame.css": "text/css"}


@cache
def given() -> Mapping[str, tuple[bytes, str]]:
    """The files, each with its kind, read once."""
    folder = files("slaclock.web.widget") / "static"
    return {name: ((folder / name).read_bytes(), f"{kind}; charset=utf-8") for name, kind in _MEDIA.items()}


def frame(told: Promise) -> str:
    """The page; whatever stands in it is text."""
    return (
        f'<!doctype html><html lang="{escape(told.language)}" dir="{escape(told.direction)}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(told.text)}</title>"
        '<link rel="stylesheet" href="frame.css"><script src="frame.js" defer></script></head>'
        f'<body><p id="promise" role="status">{escape(told.text)}</p></body></html>'
    )
