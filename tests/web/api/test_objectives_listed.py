from __future__ import annotations

from slaclock.store import attainments
from tests.web.api.tenants import Tenant


def figures(kept: int) -> list[dict[str, object]]:
    row = {"agreement": None, "metric": "first_response", "formula": "V9", "wanted": "9/10", "denominator": 10}
    return [{**row, "policy": policy, "priority": "", "numerator": kept} for policy in ("", "gold")]


def test_how_objectives_were_kept_page_by_page(north: Tenant, south: Tenant) -> None:
    with north.app.store.unit() as unit:
        for tenant, kept in ((north, 9), (south, 1)):
            place = tenant.app.desk(None).place
            for month in ("2026-01", "2026-02"):
                attainments.record(unit, place, "answers", month, figures(kept), tenant.app.now())
        attainments.record(unit, north.app.desk(None).place, "answers", "2026-02", figures(8), north.app.now())
    whole = north.ask("/reports/objectives")["items"]
    assert [(each["period"], each["policy"], each["share"], each["reached"]) for each in whole] == [
        ("2026-01", "all", 0.9, True),
        ("2026-01", "gold", 0.9, True),
        ("2026-02", "all", 0.8, False),
        ("2026-02", "gold", 0.8, False),
    ]
    first = north.ask("/reports/objectives", limit=3)
    rest = north.ask("/reports/objectives", limit=3, cursor=first["next"])
    assert [*first["items"], *rest["items"]] == whole
    assert rest["next"] is None
    assert len(north.ask("/reports/objectives", period="2026-02")["items"]) == 2
