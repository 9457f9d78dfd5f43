"""Recovering a real desk's own rules from its verdicts: at least 99 % of those the search never saw."""

from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path

import pytest

from slaclock.fit import FitResult, run_fit
from slaclock.fit.result import percent
from slaclock.replay import run_replay

LOG = Path("data") / "servicenow-incidents.csv.gz"


@pytest.fixture(scope="module", name="fitted")
def _fitted(shared: Path, repository: Path) -> FitResult:
    return run_fit(shared / LOG, repository / "config" / "examples" / "servicenow-map.toml", seed=1)


@pytest.mark.slow
def test_the_unseen_half_agrees(fitted: FitResult) -> None:
    assert fitted.unseen.tickets == 5_192
    assert fitted.unseen.share is not None
    assert fitted.unseen.share >= 0.998
    shares = {row.priority: row.share for row in fitted.agreement}
    assert all(share is not None and share >= 0.98 for share in shares.values()), shares


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_other_halves_tell_the_same_rule(shared: Path, repository: Path, seed: int) -> None:
    other = run_fit(shared / LOG, repository / "config" / "examples" / "servicenow-map.toml", seed=seed)
    opening, stop = other.rule.candidate.opening, other.rule.candidate.stop
    assert (opening.days, opening.start, opening.country) == ("mon-fri", 14 * 60, "")
    assert (stop.status, stop.resumes, other.rule.candidate.pauses) == ("closed", False, frozenset())
    assert other.unseen.share is not None
    assert other.unseen.share >= 0.997


@pytest.mark.slow
def test_the_example_is_what_the_search_writes(fitted: FitResult, repository: Path) -> None:
    example = repository / "config" / "examples" / "servicenow-fitted.toml"
    assert example.read_text(encoding="utf-8") == fitted.to_toml()


@pytest.mark.slow
def test_the_guide_tells_what_the_search_found(fitted: FitResult, repository: Path) -> None:
    guide = (repository / "docs" / "how-to" / "find-your-own-rules.md").read_text(encoding="utf-8")
    for row in fitted.agreement:
        assert f"| {row.priority} | {percent(row.share)} ({row.agreeing:,} of {row.tickets:,}) |" in guide
    for rival in fitted.rivals[-6:]:
        assert f"| {percent(rival.fitted)} | {percent(rival.unseen)} |" in guide
    assert f"{fitted.judged:,} policies tried" in guide


def test_the_example_agrees_with_a_sample_of_the_verdicts(shared: Path, repository: Path, tmp_path: Path) -> None:
    """The first six thousand rows, replayed through the engine under the example."""
    examples = repository / "config" / "examples"
    sample = tmp_path / "sample.csv"
    with gzip.open(shared / LOG, "rt", encoding="utf-8") as rows:
        sample.write_text("".join(islice(rows, 6_001)), encoding="utf-8")
    result = run_replay(sample, examples / "servicenow-map.toml", examples / "servicenow-fitted.toml", worst=0)
    total = next(row for row in result.agreement if row.priority == "all")
    assert total.tickets > 800
    assert total.tickets - total.agreeing <= total.tickets // 100
