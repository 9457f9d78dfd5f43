"""Two tenants on one store, each with tickets, steps, messages and names that must never be seen by the other."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from sqlalchemy import update
from starlette.testclient import TestClient

from slaclock.app import App, load_plan, open_app
from slaclock.instant import HOUR, MINUTE, format_instant
from slaclock.policy.load import load_config
from slaclock.rounds import ROUNDS
from slaclock.settings import Settings
from slaclock.settings.key import written
from slaclock.store import heartbeats, open_store
from slaclock.store.tables import outbox
from slaclock.web import create_app

ROLES = ("viewer", "agent", "manager", "admin", "ingest")
NAMES = ("north", "south")
ALWAYS = {"timezone": "UTC", "hours": "always"}
UNBOUNDED = (1e9, 10**9)


@dataclass(frozen=True, slots=True)
class Tenant:
    """One tenant: its service, its door, and a client at it."""

    name: str
    app: App
    web: FastAPI
    client: TestClient

    def key(self, role: str) -> str:
        return f"slk_{self.name}-canary-{role}-0123456789"

    def shown(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key(role)}"}

    def ask(self, path: str, role: str = "viewer", **asked: Any) -> Any:
        """What a GET is answered, as JSON."""
        answer = self.client.get(f"/api/v1{path}", params=asked, headers=self.shown(role))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, role: str, **told: Any) -> Any:
        headers = self.shown(role) | told.pop("headers", {})
        return self.client.post(f"/api/v1{path}", headers=headers, **told)

    @property
    def desk(self) -> str:
        return f"{self.name}-canary-desk"

    @property
    def calendar(self) -> str:
        return f"{self.name}-canary-hours"

    @property
    def policy(self) -> str:
        return f"{self.name}-canary-gold"

    @property
    def customer(self) -> str:
        return f"{self.name}-canary-customer"

    def ticket(self, number: int) -> str:
        return f"{self.name}-canary-{number}"

    @property
    def canary(self) -> str:
        """Stands in every name of this tenant, and in no other's."""
        return f"{self.name}-canary"


def config(tenant: str, store: str) -> dict[str, Any]:
    """Around the clock but for a Monday-to-Friday calendar; gold customers are answered within the hour."""
    ladder = [{"target": "first_response", "at": "50%", "do": [{"notify": "lead"}, {"tag": "late"}]}]
    return {
        "calendars": {
            f"{tenant}-canary-hours": {
                "timezone": "Europe/Berlin",
                "hours": {"mon-fri": "09:00-17:00"},
                "special": {"2026-12-24": {"hours": "09:00-12:00", "name": "Christmas Eve"}, "2026-12-28": "closed"},
            },
            "always": ALWAYS,
        },
        "policies": [
            {
                "name": f"{tenant}-canary-gold",
                "calendar": "always",
                "when": {"customer": [f"{tenant}-canary-customer"]},
                "targets": {
                    "first_response": {"urgent": "30 minutes", "default": "1 hour"},
                    "resolution": {"default": "24 hours"},
                },
                "escalations": ladder,
            },
            {
                "name": f"{tenant}-canary-rest",
                "calendar": f"{tenant}-canary-hours",
                "targets": {"first_response": {"default": "2 business days"}},
            },
        ],
        "helpdesks": {
            f"{tenant}-canary-desk": {
                "connector": "plain",
                "url": "http://127.0.0.1:9/x",
                "secrets": [{"env": "HOOK"}],
            },
        },
        "notify": {"lead": {"kind": "webhook", "url": f"http://127.0.0.1:9/{tenant}-canary-lead"}},
        "store": {"url": store, "tenant": tenant},
        "server": {
            "networks": ["127.0.0.1"],
            "since": "2000-01-01",
            "public_url": f"https://{tenant}.example.com",
            "link_secret": {"env": "LINKS"},
            "keys": {
                f"{tenant}-canary-{role}": {
                    "role": role,
                    "hash": written(f"slk_{tenant}-canary-{role}-0123456789"),
                }
                for role in ROLES
            },
        },
    }


@contextmanager
def neighbours(store: str, *, empty: bool = True) -> Generator[dict[str, Tenant]]:
    """Both tenants, open, with something in every table: put there now if the store is empty."""
    with ExitStack() as stack:
        yield {name: _opened(stack, name, store, empty) for name in NAMES}


def _opened(stack: ExitStack, name: str, store: str, empty: bool) -> Tenant:
    app = open_app(load_plan(config(name, store), {"HOOK": f"{name} hook secret", "LINKS": f"{name} link secret"}))
    stack.callback(app.close)
    web = create_app(app, calls=UNBOUNDED, knocks=UNBOUNDED, visits=UNBOUNDED)
    tenant = Tenant(name, app, web, stack.enter_context(TestClient(web, raise_server_exceptions=False)))
    if empty:
        fill(tenant)
    return tenant


def unopened() -> FastAPI:
    """The door of a service whose store nobody has opened: enough to be described."""
    return create_app(
        App(load_config({"calendars": {"always": ALWAYS}}), Settings(), open_store("sqlite://"), {}, None, ())
    )


def fill(tenant: Tenant) -> None:
    """Twelve tickets, some late, some answered, their steps fired, a message given up, a worker at work."""
    app = tenant.app
    told = [event for number in range(12) for event in life(tenant, number)]
    assert tenant.post("/events", "ingest", json=told).status_code == 200
    ROUNDS["tick"].make(app)
    with app.store.unit() as unit:
        mine = (outbox.c.tenant == tenant.name, outbox.c.kind == "tag")
        unit.run(update(outbox).where(*mine).values(state="dead", error=f"{tenant.canary} said no"))
        for name in ("tick", "sync", "read"):
            heartbeats.beat(unit, tenant.name, f"{tenant.canary}-worker", name, app.now() + HOUR)


def life(tenant: Tenant, number: int) -> list[dict[str, Any]]:
    """One ticket: some minutes old, every third answered, every fourth somebody else's."""
    ticket, now = tenant.ticket(number), tenant.app.now()
    facts = {"priority": ("urgent", "normal")[number % 2], "group": f"{tenant.name}-canary-group"}
    facts |= {"customer": tenant.customer} if number % 4 else {}

    def at(minutes: int) -> str:
        return format_instant(now - minutes * MINUTE)

    told: list[dict[str, Any]] = [
        {"ticket": ticket, "id": "e1", "at": at(10 * number + 5), "type": "created", "channel": "email", **facts}
    ]
    if number % 3 == 0:
        told.append({"ticket": ticket, "id": "e2", "at": at(4), "type": "message", "author": "agent", "public": True})
    return told
