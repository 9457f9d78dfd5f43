"""A service on a file in a folder, its door, and a helpdesk that signs what it tells."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from slaclock.app import App, load_plan, open_app
from slaclock.connectors.secret import Secret
from slaclock.connectors.signature import standard_headers
from slaclock.instant import MINUTE, format_instant
from slaclock.rounds import ROUNDS
from slaclock.settings.key import written
from slaclock.web import create_app

HOOK = "a secret for webhooks"
KEYS = {role: f"slk_key-of-the-{role}-0123456789" for role in ("viewer", "agent", "manager", "admin", "ingest")}


def config(folder: Path, **server: Any) -> dict[str, Any]:
    """Two helpdesks of one tenant, whose tickets want an answer within an hour."""
    ladder = [{"target": "first_response", "at": "50%", "do": [{"notify": "lead"}, {"tag": "late"}]}]
    return {
        "calendars": {"always": {"timezone": "UTC", "hours": "always"}},
        "policies": [
            {
                "name": "gold",
                "calendar": "always",
                "targets": {"first_response": {"default": "1 hour"}},
                "escalations": ladder,
            }
        ],
        "helpdesks": {
            name: {"connector": "plain", "url": "http://127.0.0.1:9/x", "secrets": [{"env": f"HOOK_{name.upper()}"}]}
            for name in ("desk", "shop")
        },
        "notify": {"lead": {"kind": "webhook", "url": "http://127.0.0.1:9/lead"}},
        "store": {"url": f"sqlite:///{folder}/store.db"},
        "server": {
            "networks": ["127.0.0.1"],
            "public_url": "https://sla.example.com",
            "link_secret": {"env": "LINKS"},
            "keys": {role: {"role": role, "hash": written(key)} for role, key in KEYS.items()},
            **server,
        },
    }


ENVIRON = {"HOOK_DESK": HOOK, "HOOK_SHOP": "another secret for the shop", "LINKS": "a secret for links"}


@contextmanager
def opened(folder: Path, **server: Any) -> Generator[tuple[App, TestClient]]:
    app = open_app(load_plan(config(folder, **server), ENVIRON))
    try:
        with TestClient(create_app(app), raise_server_exceptions=False) as client:
            yield app, client
    finally:
        app.close()


def shown(role: str) -> dict[str, str]:
    """The header that shows the key of a role."""
    return {"Authorization": f"Bearer {KEYS[role]}"}


def created(app: App, ticket: str = "T-1", minutes: int = 0, **further: Any) -> dict[str, Any]:
    """A ticket that came some minutes ago."""
    at = format_instant(app.now() - minutes * MINUTE)
    return {"ticket": ticket, "id": "e1", "at": at, "type": "created", "channel": "email", **further}


def signed(app: App, told: object, secret: str = HOOK, name: str = "m1") -> dict[str, Any]:
    """A delivery as `client.post` takes it."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return {"content": body, "headers": standard_headers(name, app.now(), body, Secret(secret))}


def make(app: App, *rounds: str) -> int:
    """Make some rounds, as a worker does."""
    return sum(ROUNDS[name].make(app) for name in rounds)
