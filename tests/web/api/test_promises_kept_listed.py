from __future__ import annotations

from typing import Any

from slaclock.instant import HOUR, format_instant
from slaclock.store import ledger
from tests.web.api.tenants import Tenant


def promised(tenant: Tenant, number: int, fate: str, **more: Any) -> None:
    """A promise of an hour ago for now, and an answer half an hour before."""
    now = tenant.app.now()
    row = {"ticket": tenant.ticket(1), "metric": "first_response", "cycle": 1, "number": number, "policy": "p"}
    row |= {"via": "reply", "told_at": now - HOUR, "deadline": now, "shown": now, "text": "We will.", "locale": "en"}
    row |= {"zone": "UTC", "zone_known": True, "formula": "f", "fate": fate, "judged_at": now}
    with tenant.app.store.unit() as unit:
        ledger.write(unit, tenant.app.desk(None).place, row | {"answered_at": now - HOUR // 2} | more)


def test_how_promises_were_kept_first_and_latest(north: Tenant, south: Tenant) -> None:
    promised(north, 1, "broken", priority="urgent", shown=north.app.now() - HOUR)
    promised(north, 2, "kept", priority="urgent")
    promised(south, 1, "open", answered_at=None)
    now = north.app.now()
    window = {"start": format_instant(now - 2 * HOUR), "end": format_instant(now + HOUR)}
    told = north.ask("/reports/promises", **window)
    assert [(row["priority"], row["promised"], row["told_later"]) for row in told["rows"]] == [
        ("urgent", 1, 1),
        ("all", 1, 1),
    ]
    row = told["rows"][0]
    assert (row["first"]["broken"], row["first"]["share"]) == (1, 0.0)
    assert (row["latest"]["kept"], row["latest"]["share"]) == (1, 1.0)
    assert 1790 < row["answer_after_promise"]["p50"] < 1810
    assert north.ask("/reports/promises", start=format_instant(now - 9 * HOUR), end=window["start"])["rows"] == []
    assert south.ask("/reports/promises", **window)["rows"][0]["first"]["open"] == 1


def test_a_window_has_to_be_one(north: Tenant) -> None:
    at = format_instant(north.app.now())
    answer = north.client.get(
        "/api/v1/reports/promises", params={"start": at, "end": at}, headers=north.shown("viewer")
    )
    assert answer.status_code == 422
    assert "it is not after start" in answer.text
