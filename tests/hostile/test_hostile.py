"""Every vendor's helpdesk on a hostile line: nothing lost, nothing twice, no minute over the quota, the doctor content.

A few hundred deliveries a vendor here; `make hostile` makes it 20,000 (HOSTILE_DELIVERIES), and prints a line for each.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.connectors.vendor_spec import VendorSpec, chatwoot_spec, zendesk_spec
from tests.hostile.chatwoot_room import ChatwootRoom
from tests.hostile.fake_room import FakeRoom
from tests.hostile.line import Mishap
from tests.hostile.plain_room import PlainRoom
from tests.hostile.room import Room
from tests.hostile.rt_room import RtRoom
from tests.hostile.run import Run, Terms, Verdict
from tests.hostile.sabotage import Blind, Careless, Hurried, Impatient, Stuttering
from tests.hostile.zendesk_room import ZendeskRoom

DELIVERIES = int(os.environ.get("HOSTILE_DELIVERIES") or 80)
FEW = Terms(tickets=6, acts=4, hours=0.1)
ROOMS = (RtRoom, ZendeskRoom, ChatwootRoom, FakeRoom, PlainRoom)
SAMPLED = 20
"""One call in so many is held against the vendor's own description, and the first of each kind."""

pytestmark = pytest.mark.timeout(3600)


def played(room: type[Room], folder: Path, terms: Terms) -> Verdict:
    return Run(room, folder / "store.db", terms).play()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_hostile_helpdesk(room: type[Room], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = DELIVERIES > 1_000
    terms = Terms(deliveries=DELIVERIES) if many else FEW
    verdict = played(room, tmp_path, terms)
    if many:
        with capsys.disabled():
            sys.stdout.write(f"\n{verdict}\n")
    assert verdict.deliveries >= DELIVERIES
    assert verdict.faults * 5 >= verdict.calls * terms.rate
    assert verdict.lost == []
    assert verdict.doubled == []
    assert (verdict.over, verdict.impatient) == (0, 0)
    assert verdict.ills == []


def watched(spec: VendorSpec) -> Callable[[httpx.Request], None]:
    """Holds calls against a vendor's own description."""
    seen = set[str]()
    count = 0

    def watch(request: httpx.Request) -> None:
        nonlocal count
        count += 1
        name, _ = spec.operation(request.method, request.url.path)
        if name not in seen or count % SAMPLED == 0:
            seen.add(name)
            spec.accept(request)

    return watch


@pytest.mark.parametrize("room, spec", [(ZendeskRoom, zendesk_spec), (ChatwootRoom, chatwoot_spec)])
def test_what_is_asked_on_a_hostile_line_is_accepted_too(
    room: type[Room], spec: Callable[[], VendorSpec], tmp_path: Path
) -> None:
    assert played(room, tmp_path, replace(FEW, seed=2, watch=watched(spec()))).clean


# ---------------------------------------------------------------------------------------- the run notices what is wrong

LOSING_ANSWERS = frozenset({Mishap.RESET_AFTER})
LAGGING = frozenset({Mishap.RESET_AFTER, Mishap.STALE})


def test_whoever_does_not_look_writes_twice(tmp_path: Path) -> None:
    verdict = played(FakeRoom, tmp_path, replace(FEW, kinds=LOSING_ANSWERS, rate=0.4, twist=Blind))
    assert verdict.doubled


def test_whoever_looks_at_once_writes_twice(tmp_path: Path) -> None:
    verdict = played(FakeRoom, tmp_path, replace(FEW, kinds=LAGGING, rate=0.7, doubt=0))
    assert verdict.doubled


def test_whoever_repeats_a_write_by_himself_writes_twice(tmp_path: Path) -> None:
    verdict = played(RtRoom, tmp_path, replace(FEW, kinds=LOSING_ANSWERS, rate=0.4, twist=Stuttering))
    assert verdict.doubled


def test_whoever_takes_silence_for_success_loses_what_he_wrote(tmp_path: Path) -> None:
    verdict = played(
        ZendeskRoom, tmp_path, replace(FEW, kinds=frozenset({Mishap.RESET_BEFORE}), rate=0.4, twist=Careless)
    )
    assert verdict.lost


def test_whoever_takes_half_a_timeline_for_the_whole_loses_facts(tmp_path: Path) -> None:
    assert played(FakeRoom, tmp_path, replace(FEW, kinds=frozenset(), twist=Hurried)).lost


def test_whoever_does_not_know_the_quota_breaks_it(tmp_path: Path) -> None:
    verdict = played(ChatwootRoom, tmp_path, replace(FEW, quota=30, believed=6_000))
    assert verdict.over > 0


def test_whoever_does_not_hear_how_long_to_wait_is_impatient(tmp_path: Path) -> None:
    verdict = played(RtRoom, tmp_path, replace(FEW, twist=Impatient))
    assert verdict.impatient > 0
