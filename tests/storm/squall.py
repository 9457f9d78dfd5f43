"""A squall: a storm of seconds on SQLite, just long enough to find one sabotage, or to show that there is none."""

from __future__ import annotations

from pathlib import Path

from tests.storm.checker import Judge, Judgement
from tests.storm.crew import ROOT
from tests.storm.evidence import gather
from tests.storm.sabotage import Sabotage
from tests.storm.storm import gale, lull, siege, storm

RATES = {("acme", "gold"): 2.0, ("umbra", "gold"): 0.7, ("acme", "bulk"): 0.4}
SPEED = 40
GENERAL = Sabotage("", "nothing is broken", ())
EACH = 4
"""Kills at each place."""
ALTOGETHER = 12
"""Kills where there are few places: not every one of them falls where the sabotage shows."""


def squall(folder: Path, sabotage: Sabotage, package: Path = ROOT, patience: float = 5) -> Judgement:
    """One squall over the service as it stands in a folder, and what the judge says to it."""
    rate = 0.0 if sabotage.stops else 0.05
    url = f"sqlite:///{folder}/store.db"
    with storm(folder, url, speed=SPEED, rate=rate, rates=RATES, seed=7, package=package) as here:
        if sabotage.stops:
            lull(here, sabotage.places[0], 2 * sabotage.lasts)
        elif sabotage.web:
            gale(here, kills=20, patience=sabotage.lasts + 10, life=0.7)
        else:
            each = max(EACH, ALTOGETHER // max(len(sabotage.places), 1))
            siege(here, sabotage.places, each, least=sabotage.lasts, patience=90)
        here.end(patience)
    return Judge(gather(folder)).judge()
