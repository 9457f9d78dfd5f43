"""Whatever is asked of the API in any role, by any tenant: no stumble, answers as described, nothing of the other's.

`make api` asks each operation 500 things (SLACLOCK_API_CASES) in five roles of two tenants; the slow suite a few.
SLACLOCK_API_STORE names another store than a SQLite file of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from slaclock.connectors.secret import Secret
from slaclock.connectors.signature import standard_headers
from slaclock.desk import Notice
from slaclock.instant import HOUR, format_instant
from tests.web.api.straight import at_once
from tests.web.api.tenants import NAMES, ROLES, Tenant, life, neighbours, unopened

CASES = int(os.environ.get("SLACLOCK_API_CASES", "5"))
FIGURES = os.environ.get("SLACLOCK_API_FIGURES")
"""A file that gets a line for each operation and tenant: how often what was answered."""
UNTROUBLED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
OTHER = {"north": "south", "south": "north"}
TELLING = {"tell_events", "take_delivery"}
"""What is told here is kept under the names it came with."""


def operations() -> list[str]:
    """Every operation by its id, from the app of a service that nobody opened."""
    described = unopened().openapi()
    return sorted(each["operationId"] for path in described["paths"].values() for each in path.values())


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    with asyncio.Runner() as runner:
        yield runner.get_loop()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Tenant]]:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    with neighbours(os.environ.get("SLACLOCK_API_STORE") or f"sqlite:///{folder}/store.db") as found:
        yield found


def known(both: dict[str, Tenant], name: str) -> dict[str, list[Any]]:
    """Values that mean something, by the parameter they are for: mine, and the other tenant's."""
    pair = (both[name], both[OTHER[name]])
    return {
        "ticket": [tenant.ticket(number) for tenant in pair for number in (0, 1, 3)],
        "helpdesk": [tenant.desk for tenant in pair],
        "policy": [tenant.policy for tenant in pair],
        "customer": [tenant.customer for tenant in pair],
        "name": [tenant.calendar for tenant in pair] + ["always"],
        "metric": ["first_response", "resolution"],
        "target": ["first_response"],
        "budget": ["4 business hours", "2bd", "24h", "eobd+1"],
        "token": [token for tenant in pair for token in (token_of(tenant), link_of(tenant))],
        "cursor": [cursor for tenant in pair if (cursor := cursor_of(tenant))],
        "message": [message for tenant in pair for message in messages_of(tenant)],
        "zone": ["Asia/Tokyo", "America/Los_Angeles"],
        "locale": ["de", "ja", "pt-BR", "ar"],
        "at": [format_instant(pair[0].app.now() - hours * HOUR) for hours in (0, 1, 200)],
        "start": ["2026-03-02T10:00:00+01:00"],
        "end": ["2026-03-09T10:00:00+01:00"],
    }


def token_of(tenant: Tenant) -> str:
    feed: str = tenant.ask(f"/calendars/{tenant.calendar}")["feed"]
    return feed.partition("token=")[2]


def link_of(tenant: Tenant) -> str:
    notice = Notice("sla-1", tenant.ticket(1), "lead", {"metric": "first_response", "step": "first_response 50%"})
    assert tenant.app.links is not None
    return str(tenant.app.links.make(tenant.desk, notice, tenant.app.now())).rpartition("/")[2]


def visitor_of(tenant: Tenant) -> str:
    told = {"ticket": tenant.ticket(1)}
    made = tenant.client.post("/widget/tokens", json=told, headers=tenant.shown("agent"))
    return str(made.json()["token"])


def cursor_of(tenant: Tenant) -> str | None:
    found: str | None = tenant.ask("/readings", limit=1)["next"]
    return found


def messages_of(tenant: Tenant) -> list[str]:
    return [each["id"] for each in tenant.ask("/outbox", limit=3)["items"]]


def choices(case: Any, data: st.DataObject, values: dict[str, list[Any]]) -> dict[str, int]:
    """Which of the made-up values are to mean something instead, and what."""
    bodies = case.body if isinstance(case.body, list) else [case.body]
    names = {name for place in (case.query, case.path_parameters, *bodies) if isinstance(place, dict) for name in place}
    meant = {name: data.draw(st.integers(-2, 5), label=f"{name} means") for name in sorted(values.keys() & names)}
    return {name: number for name, number in meant.items() if number >= 0}


def own(values: dict[str, list[Any]], tenant: Tenant) -> dict[str, list[Any]]:
    """Without the other tenant's names: whoever is told of the other's ticket rightly shows it from then on."""
    foreign = f"{OTHER[tenant.name]}-canary"
    return {name: [value for value in each if foreign not in value] for name, each in values.items()}


def put(
    case: Any,
    made: dict[str, Any],
    chosen: dict[str, int],
    values: dict[str, list[Any]],
    told: dict[str, list[Any]],
    further: list[dict[str, Any]],
) -> None:
    """The question as it was made up, with values that mean something to one tenant and some events of its own."""
    for name, value in made.items():
        setattr(case, name, deepcopy(value))
    if isinstance(case.body, list) and case.operation.path.endswith("/events"):
        case.body += further
    bodies = case.body if isinstance(case.body, list) else [case.body]
    for place, meaning in [(case.query, values), (case.path_parameters, values), *((body, told) for body in bodies)]:
        for name in chosen.keys() & {*place} if isinstance(place, dict) else ():
            if meaning[name]:
                place[name] = meaning[name][chosen[name] % len(meaning[name])]


@pytest.mark.slow
@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("operation", operations())
def test_nothing_asked_does_harm(both: dict[str, Tenant], loop: asyncio.AbstractEventLoop, operation: str) -> None:
    found = schemathesis.openapi.from_dict(both["north"].web.openapi()).find_operation_by_id(operation)
    good = found.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
    bad = found.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
    values = {name: known(both, name) for name in NAMES}
    tokens = {name: visitors(both, name) for name in NAMES}
    answered = {name: Counter[int]() for name in NAMES}

    @settings(
        max_examples=CASES, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=UNTROUBLED
    )
    @given(data=st.data(), turn=st.integers(0, 2), signed=st.booleans(), number=st.integers(20, 24))
    def ask(data: st.DataObject, turn: int, signed: bool, number: int) -> None:
        case = data.draw(good if turn or not refusable(found) else bad)
        chosen = choices(case, data, values["north"])
        parts = {"query": case.query, "path_parameters": case.path_parameters, "body": case.body}
        made = {name: deepcopy(value) for name, value in parts.items() if isinstance(value, (dict, list))}
        for name in NAMES:
            tenant = both[name]
            body = own(values[name], tenant) if operation in TELLING else values[name]
            put(case, made, chosen, values[name], body, life(tenant, number) if number % 2 else [])
            sent = [request_of(case, tenant, role, signed, tokens[name]) for role in ROLES]
            for answer in at_once(loop, tenant.web, sent):
                answered[name][answer.status_code] += 1
                case.validate_response(answer, checks=list(CHECKS))
                assert both[OTHER[name]].canary not in without(answer.text, case, values[name]), answer.text

    ask()
    while answered["north"].total() < CASES * len(ROLES):  # an operation without parameters has little to be asked
        ask()
    tell(operation, answered)


def tell(operation: str, answered: dict[str, Counter[int]]) -> None:
    """What came of it, for whoever wants the figures."""
    if FIGURES is not None:
        with Path(FIGURES).open("a", encoding="utf-8") as file:
            for name, counts in answered.items():
                told = ", ".join(f"{count:,} × {int(status)}" for status, count in sorted(counts.items()))
                file.write(f"{operation:<24} {name}  {counts.total():>7,} requests: {told}\n")


def visitors(both: dict[str, Tenant], name: str) -> dict[str, str]:
    """Who asks the widget shows no key: a token of his own tenant's, one of the other's, or nothing."""
    return dict.fromkeys(ROLES, "") | {"agent": visitor_of(both[name]), "manager": visitor_of(both[OTHER[name]])}


def request_of(case: Any, tenant: Tenant, role: str, signed: bool, tokens: dict[str, str]) -> httpx.Request:
    """The request as it is sent; of deliveries some are proven, so that not every one is refused at the door."""
    told = case.as_transport_kwargs(base_url="http://service")
    headers = {**(told.get("headers") or {}), **tenant.shown(role)}
    if case.operation.path == "/widget/promise":
        del headers["Authorization"]
        headers |= {"Authorization": f"Widget {shown}"} if (shown := tokens[role]) else {}
    content = {name: told[name] for name in ("json", "content", "data", "files") if told.get(name)}
    if isinstance(content.get("data"), (bytes, str)):
        content["content"] = content.pop("data")
    request = httpx.Request(told["method"], told["url"], params=told.get("params"), headers=headers, **content)
    if signed and case.operation.path == "/hooks/{helpdesk}":
        request.headers.update(standard_headers("m", tenant.app.now(), request.content, Secret(hook_of(tenant))))
    return request


def hook_of(tenant: Tenant) -> str:
    return f"{tenant.name} hook secret"


def refusable(found: Any) -> bool:
    """Whether there is something in a request that can be wrong."""
    return bool([*found.query, *found.path_parameters, *found.body])


def without(answer: str, case: Any, values: dict[str, list[Any]]) -> str:
    """An answer without what the request itself said: to repeat that is no leak."""
    sent = json.dumps([case.query, case.path_parameters, str(case.body)], default=str)
    for value in (value for each in values.values() for value in each):
        if value in sent:
            answer = answer.replace(value, "")
    return answer
