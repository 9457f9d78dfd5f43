"""A breath of the storm in the slow suite, so that it cannot rot between two runs of `make storm`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storm.checker import Judge
from tests.storm.evidence import gather
from tests.storm.storm import siege, storm

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

PLACES = (
    "ingest: events stored",
    "reread: timers put",
    "tick: fired",
    "sync: after the call",
    "poll: page read",
    "commit",
)


def test_hands_that_die_lose_nothing(tmp_path: Path) -> None:
    rates = {("acme", "gold"): 4.0, ("acme", "bulk"): 0.5}
    # one hand at a time: at this pace a busy machine could stand still for longer than a lease
    with storm(tmp_path, f"sqlite:///{tmp_path}/store.db", speed=120, rate=0.05, rates=rates, seed=3, hands=1) as here:
        deaths = siege(here, PLACES, 1, least=2, patience=60)
        here.end(patience=240)
    assert all(deaths[place] for place in PLACES)
    found = Judge(gather(tmp_path)).judge()
    assert not found.violations
    assert found.fired >= found.due > 20
