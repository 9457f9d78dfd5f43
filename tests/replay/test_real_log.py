"""A real desk's log of ten thousand incidents, read with the example map and configuration."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from slaclock.engine import Engine
from slaclock.replay import load_map, read_log, run_replay
from slaclock.replay.story import Log

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
CHECKED = "INC0021086"
LOG = Path("data") / "servicenow-incidents.csv.gz"


@pytest.fixture(scope="session", name="examples")
def _examples(repository: Path) -> Path:
    return repository / "config" / "examples"


@pytest.fixture(scope="session", name="sample")
def _sample(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first three thousand rows."""
    file = tmp_path_factory.mktemp("real") / "sample.csv"
    with gzip.open(shared / LOG, "rt", encoding="utf-8") as rows:
        file.write_text("".join(islice(rows, 3_001)), encoding="utf-8")
    return file


@pytest.fixture(scope="module", name="log")
def _log(shared: Path, examples: Path) -> Log:
    return read_log(shared / LOG, load_map(examples / "servicenow-map.toml"))


@pytest.mark.slow
def test_every_incident_is_read_and_nothing_lost(log: Log) -> None:
    assert (log.rows, len(log.stories), log.unusable) == (59_369, 10_385, ())
    assert {note.reason: note.count for note in log.notes} == {
        "row dated before the ticket was opened, read as at its opening": 3,
        "status not in the map, the clock keeps running": 2,  # the state "-100"
    }
    assert all(story.verdict is not None for story in log.stories.values())


def test_a_sample_gives_a_reading_for_every_incident(sample: Path, examples: Path) -> None:
    result = run_replay(sample, examples / "servicenow-map.toml", examples / "servicenow.toml")
    assert result.uncovered == 0
    total = next(row for row in result.attainment if (row.metric, row.priority) == ("resolution", "all"))
    assert total.tally.cycles >= len(result.log.stories) > 400
    assert all(miss.reading.stopped_at is not None for miss in result.misses)


@pytest.mark.slow
def test_the_guide_tells_what_the_replay_says(shared: Path, examples: Path, repository: Path) -> None:
    """Its table of resolutions, and the miss it checks against a wall calendar."""
    guide = (repository / "docs" / "how-to" / "replay-a-log.md").read_text(encoding="utf-8")
    engine = Engine.from_config(examples / "servicenow.toml")
    result = run_replay(shared / LOG, examples / "servicenow-map.toml", engine)
    assert len({reading.ticket for reading in result.readings}) == 10_385
    for row in result.attainment:
        counts = f"{row.tally.cycles:,} +{row.tally.in_time:,} +{row.tally.late:,} "
        assert re.search(rf"{row.metric} +{row.priority} +{counts}", guide)
    told = engine.explain(result.log.stories[CHECKED].events, "resolution", result.at)
    assert str(told) in guide


@pytest.mark.slow
def test_the_miss_of_the_guide_by_hand(log: Log, examples: Path) -> None:
    """INC0021086: Tuesday 19 to Wednesday 27 April 2016, over Tiradentes (Thursday 21), a weekend and a pause."""
    engine = Engine.from_config(examples / "servicenow.toml")
    (reading,) = [
        each
        for each in engine.read(log.stories[CHECKED].events, datetime(2016, 6, 1, tzinfo=UTC))
        if each.metric == "resolution"
    ]
    # Tue 17:40-18:00, Wed, Fri and Mon whole, Tue 8:00-16:03, Wed from 8:23
    before_the_pause = timedelta(minutes=20) + 3 * timedelta(hours=10) + timedelta(hours=8, minutes=3)
    assert before_the_pause == timedelta(hours=38, minutes=23)
    assert reading.deadline is not None
    due = datetime(2016, 4, 27, 8, 23, tzinfo=SAO_PAULO) + timedelta(hours=40) - before_the_pause
    assert (reading.deadline, due.hour, due.minute) == (due, 10, 0)
    assert reading.elapsed == before_the_pause + timedelta(hours=1, minutes=48)
    assert reading.outcome == "missed"
