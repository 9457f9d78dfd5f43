"""The engine against the oracle on random nasty lives: every field of every reading, to the second.

1,500 lives in every run, ORACLE_LIVES=20000 (as `make oracle` sets it) for more. A failing life is printed whole, so
that it can be told again by `random_case(era, seed)`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest

from slaclock import Engine
from tests.clock.story import as_facts
from tests.oracle.hours import BeyondTheWindow
from tests.oracle.lives import ERAS, Case, Tables, configs, random_case, text_of, window
from tests.oracle.oracle import Oracle

LIVES = int(os.environ.get("ORACLE_LIVES") or 1_500)
Reading = Mapping[str, Any]


class Judge:
    """One era: its calendars are marked and its engines built once."""

    def __init__(self, era: str) -> None:
        self.era = era
        self.tables: Tables = {}
        self.engines = {json.dumps(config): Engine.from_config(config) for config in configs(era)}
        self.readings = 0
        self.beyond = 0

    def compare(self, seed: int) -> None:
        """At the instants of the case, and at (or a second after) a deadline that is read at the first of them."""
        case = random_case(self.era, seed)
        oracle = Oracle(case.config, window(self.era), self.tables)
        try:
            wanted = {at: oracle.read(case.events, at) for at in case.asked}
            if deadlines := sorted({r["deadline"] for r in wanted[case.asked[0]] if r["deadline"]}):
                at = text_of(deadlines[seed % len(deadlines)] + seed % 2)
                wanted[at] = oracle.read(case.events, at)
        except BeyondTheWindow:
            self.beyond += 1
            return
        for at, readings in wanted.items():
            self.judge(case, at, seed, readings)

    def judge(self, case: Case, at: str, seed: int, wanted: list[dict[str, Any]]) -> None:
        found = self.engines[json.dumps(case.config)].read(case.events, datetime.fromisoformat(at))
        facts = sorted(map(as_facts, found), key=lambda r: (r["ticket"], r["metric"], r["cycle"], r["target"]))
        self.readings += len(facts)
        assert facts == wanted, report(case, at, f"random_case({self.era!r}, {seed})", facts, wanted)


def report(case: Case, at: str, told: str, found: Sequence[Reading], wanted: Sequence[Reading]) -> str:
    def key(reading: Reading) -> tuple[Any, ...]:
        return tuple(reading[name] for name in ("ticket", "metric", "cycle", "target"))

    lines = [f"{told}, asked at {at}"]
    lines += [f"  {json.dumps(event)}" for event in sorted(case.events, key=lambda e: (e["at"], e["id"]))]
    lines += [f"  {json.dumps(policy)}" for policy in case.config["policies"]]
    engine, oracle = ({key(r): r for r in readings} for readings in (found, wanted))
    for k in sorted(engine.keys() | oracle.keys(), key=str):
        a, b = engine.get(k), oracle.get(k)
        if a is None or b is None:
            lines.append(f"{k}: only the {'oracle' if a is None else 'engine'} reads it: {a or b}")
        elif a != b:
            lines += [f"{k}: {name} = {a[name]} (engine), {b[name]} (oracle)" for name in b if a[name] != b[name]]
    return "\n".join(lines)


@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("era", ERAS)
def test_the_engine_agrees_with_the_oracle(era: str) -> None:
    judge = Judge(era)
    for seed in range(LIVES // len(ERAS)):
        judge.compare(seed)
    assert judge.readings > LIVES // len(ERAS)
    assert judge.beyond < LIVES // len(ERAS) / 20
