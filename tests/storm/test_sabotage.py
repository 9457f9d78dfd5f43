"""Each of the thirteen invariants, broken on purpose in a copy of the service, turns a squall red for that reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storm.sabotage import SABOTAGES, Sabotage, copy
from tests.storm.squall import GENERAL, squall

pytestmark = [pytest.mark.storm, pytest.mark.slow, pytest.mark.timeout(600)]


def test_every_invariant_has_its_sabotage() -> None:
    assert [each.invariant for each in SABOTAGES] == [f"I{number}" for number in range(1, 14)]


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda each: each.invariant)
def test_a_sabotage_is_found_out(sabotage: Sabotage, tmp_path: Path) -> None:
    package = copy(tmp_path / "copy", sabotage.edits)
    (tmp_path / "storm").mkdir()
    found = squall(tmp_path / "storm", sabotage, package, patience=90 if sabotage.drained else 3)
    print(f"{sabotage.invariant}: {sabotage.what}: {found.violations.get(sabotage.invariant, ['not found'])[0]}")
    assert sabotage.invariant in found.violations
    if not sabotage.drained:  # what the squall left undone, and unread with the names in it, is no wonder
        found.violations.pop("I1", None)
        found.violations.pop("I13", None)
    assert found.violations.keys() <= {sabotage.invariant, *sabotage.also}, found.violations


@pytest.mark.parametrize(
    "kind",
    [GENERAL, *(each for each in SABOTAGES if each.stops or each.web)],
    ids=lambda each: "stopped" if each.stops else "web" if each.web else "killed",
)
def test_without_sabotage_nothing_is_found(kind: Sabotage, tmp_path: Path) -> None:
    package = copy(tmp_path / "copy")
    (tmp_path / "storm").mkdir()
    found = squall(tmp_path / "storm", kind, package, patience=300)
    assert not found.violations
    assert found.due > 100
    assert found.fired >= found.due
