"""MAP.toml: the grammar, and a sentence for everything wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from slaclock.errors import InvalidConfig
from slaclock.replay.mapping import load_map

SMALL: dict[str, Any] = {
    "rows": "snapshot",
    "zone": "Europe/Berlin",
    "times": ["%d.%m.%Y %H:%M"],
    "columns": {"ticket": "Nr", "at": "Stand", "status": "Status"},
    "values": {"status": {"Aktiv": "open", "Wartet": {"to": "pending", "reason": "Kunde"}}},
}


def test_a_small_map() -> None:
    log_map = load_map(SMALL)
    assert log_map.zone.key == "Europe/Berlin"
    assert log_map.needed == {"columns.ticket": "Nr", "columns.at": "Stand", "columns.status": "Status"}
    assert log_map.words["status"]["wartet"].to == "pending"
    assert log_map.words["status"]["wartet"].more == {"reason": "Kunde"}


def test_the_examples_load(repository: Path) -> None:
    log_map = load_map(repository / "config" / "examples" / "servicenow-map.toml")
    assert log_map.words["status"]["awaiting vendor"].to == "hold"
    assert log_map.verdict is not None
    assert log_map.verdict.read(" FALSE ") is False


@pytest.mark.parametrize(
    "change, found, wanted",
    [
        ({"row": "snapshot"}, "map: unknown key 'row'", "did you mean 'rows'?"),
        ({"rows": "lines"}, "map: rows: found 'lines'", "snapshot, event"),
        ({"zone": None}, "map: zone: no zone", "Europe/Berlin"),
        ({"zone": "Europe/Berlín"}, "map: zone: unknown zone", "name the time zone"),
        ({"zone": "../etc/passwd"}, "map: zone: unknown zone", "name the time zone"),
        ({"times": ["%d.%m."]}, "map: times: '%d.%m.' does not tell year, month and day", "strptime"),
        ({"times": ["%Q"]}, "map: times: '%Q' is no time format", "strptime"),
        ({"times": []}, "map: times: no time format", "iso"),
        ({"missing": "?"}, "map: missing: found '?'", "write a list of text"),
        ({"columns": {"at": "Stand"}}, "map: columns.ticket: no ticket column", "ticket's number"),
        ({"columns": {"ticket": "Nr"}}, "map: columns.at: no time column", "or `created`"),
        ({"columns": {"ticket": "Nr", "at": 7}}, "map: columns.at: found 7", "header"),
        ({"columns": {"ticket": "Nr", "at": "A", "stat": "S"}}, "unknown key 'stat'", "did you mean 'status'?"),
        ({"values": {"status": {"Aktiv": "aktiv"}}}, "map: values.status.Aktiv: found 'aktiv'", "new, open, pending"),
        ({"values": {"status": {"W": {"to": "hold", "why": "x"}}}}, "unknown key 'why'", "known here: to, reason"),
        ({"values": {"prioritaet": {}}}, "map: values: unknown key 'prioritaet'", "did you mean 'priority'?"),
        ({"values": {"priority": {"1": ""}}}, "map: values.priority.1: found ''", "not empty"),
        ({"defaults": {"public": "yes"}}, "map: defaults.public: found 'yes'", "true or false"),
        ({"verdict": {"column": "v", "met": ["y"]}}, "map: verdict.missed: no words", "list the words"),
        ({"verdict": {"column": "v", "met": ["y"], "missed": ["Y"]}}, "map: verdict: 'y' means met and missed", "one"),
        ({"verdict": {"met": ["y"], "missed": ["n"]}}, "map: verdict.column: no column", "verdict"),
        ({"format": "xlsx"}, "map: format: found 'xlsx'", "csv, jsonl"),
        ({"delimiter": ";;"}, "map: delimiter: found ';;'", "one character"),
        ({"encoding": "klingon"}, "map: encoding: found 'klingon'", "latin-1"),
    ],
)
def test_a_broken_map_is_refused_with_one_sentence(change: dict[str, Any], found: str, wanted: str) -> None:
    with pytest.raises(InvalidConfig) as refusal:
        load_map({**SMALL, **change})
    (complaint,) = refusal.value.complaints
    assert found in f"{complaint.where}: {complaint.found}"
    assert wanted in complaint.wanted


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidConfig) as refusal:
        load_map({"rows": 1, "zone": "Mars", "columns": {}, "values": {"status": {"A": "b"}}})
    assert len(refusal.value.complaints) == 5


@pytest.mark.parametrize(
    "content, sentence",
    [(b"rows = ", "no TOML"), (b"\xff\xfe\x00", "UTF-8"), (None, "cannot read it")],
)
def test_a_file_that_is_no_map(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    file = tmp_path / "map.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InvalidConfig, match=sentence):
        load_map(file)
