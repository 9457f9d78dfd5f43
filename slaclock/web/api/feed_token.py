"""Feed tokens: a calendar program shows no key, so the address it subscribes to opens one feed and nothing else."""

from __future__ import annotations

import base64
import hmac
from urllib.parse import quote, urlencode

from fastapi import Request

from slaclock.app import App
from slaclock.settings import ApiKey


def token_of(key: ApiKey, tenant: str, calendar: str) -> str:
    """The token that opens a calendar's feed for as long as a key is good.

    It is made from the hash that the configuration has of the key: who knows that knows the hours already, for they
    stand beside it. Take the key out of the configuration, and every address made with it is closed.
    """
    told = f"feed\0{tenant}\0{calendar}".encode()
    return base64.urlsafe_b64encode(hmac.digest(key.digest, told, "sha256")).decode().rstrip("=")


def owner_of(app: App, token: str, calendar: str, now: int) -> ApiKey | None:
    """Whose key a token was made with. Every key is tried, in constant time, so that the time taken tells nothing."""
    given = token.encode("utf-8", "replace")
    tenant = app.settings.tenant
    found = [key for key in app.settings.keys if hmac.compare_digest(token_of(key, tenant, calendar).encode(), given)]
    return next((key for key in found if key.until is None or now < key.until), None)


def feed_path(app: App, request: Request, key: ApiKey, calendar: str, helpdesk: str | None) -> str:
    """The address to subscribe to; without a `public_url` only its path, for a Host header is anybody's word."""
    asked = {"token": token_of(key, app.settings.tenant, calendar)} | ({"helpdesk": helpdesk} if helpdesk else {})
    base = app.settings.public_url or request.scope.get("root_path", "")
    return f"{base}/api/v1/calendars/{quote(calendar, safe='')}/feed.ics?{urlencode(asked)}"
