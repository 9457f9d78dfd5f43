"""A page for a person who followed a link: a sentence and perhaps a button, no script, nothing from elsewhere."""

from __future__ import annotations

from html import escape

from fastapi.responses import HTMLResponse

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def page(title: str, sentence: str, *, button: str = "") -> HTMLResponse:
    """The page; whatever stands in it is text."""
    form = f'<form method="post"><button>{escape(button)}</button></form>' if button else ""
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        f"<body><h1>{escape(title)}</h1><p>{escape(sentence)}</p>{form}</body></html>"
    )
    return HTMLResponse(html, headers=HEADERS)
