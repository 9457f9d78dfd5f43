"""The oracle must be right before anything is held against it: the design's sample cases, where they are at hand."""

from __future__ import annotations

import json
import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.fold import second_of
from tests.oracle.hours import Window
from tests.oracle.oracle import Oracle

SHARED = Path(os.environ.get("SLACLOCK_SHARED") or Path(__file__).parents[3] / "shared")
SAMPLES = SHARED / "conformance" / "tickets.jsonl"
INSTANTS = {"started_at", "stopped_at", "deadline", "breached_at"}
CASES: list[dict[str, Any]] = (
    [json.loads(line) for line in SAMPLES.read_text().splitlines()] if SAMPLES.exists() else []
)


def test_the_samples_are_at_hand() -> None:
    if not CASES:
        pytest.skip("the sample cases lie beside the repository, in ../shared/conformance")
    assert len(CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_oracle_agrees_with_the_samples(case: dict[str, Any]) -> None:
    first = min(datetime.fromisoformat(e["at"]).date() for e in case["events"]) - timedelta(days=3)
    got = Oracle(case["config"], Window(first, 60)).read(case["events"], case["at"])
    for expected in case["expect"]:
        want = dict(expected)
        metric, cycle, absent = want.pop("metric"), want.pop("cycle", None), want.pop("absent", False)
        found = [
            r
            for r in got
            if r["metric"] == metric and (cycle or 1 if not absent else cycle or r["cycle"]) == r["cycle"]
        ]
        assert len(found) == (0 if absent else 1), (metric, cycle, got)
        for name, value in want.items():
            wanted = second_of(str(value)) if name in INSTANTS and value is not None else value
            assert found[0][name] == wanted, (name, found[0])


def test_a_window_starts_at_midnight_utc() -> None:
    assert Window(date(1970, 1, 2), 1).start == 86_400
