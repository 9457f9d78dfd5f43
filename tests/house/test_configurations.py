"""Everything in config/ is ready to copy: it loads without a complaint."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from slaclock.policy.load import load_config
from slaclock.replay.mapping import load_map
from slaclock.timeline.read import read_events
from tests.house.survey import REPOSITORY, tracked

CONFIG = REPOSITORY / "config"


def files(suffix: str) -> list[Path]:
    return [path for path in tracked() if path.is_relative_to(CONFIG) and path.suffix == suffix]


def table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def configurations() -> list[Path]:
    """TOML files that hold a desk's calendars and policies."""
    return [path for path in files(".toml") if {"calendars", "policies"} & table(path).keys()]


def maps() -> list[Path]:
    """TOML files that say how an export is read."""
    return [path for path in files(".toml") if "columns" in table(path)]


def name(path: Path) -> str:
    return str(path.relative_to(CONFIG))


@pytest.mark.parametrize("path", files(".toml"), ids=name)
def test_every_file_is_toml(path: Path) -> None:
    assert table(path)


@pytest.mark.parametrize("path", configurations(), ids=name)
def test_every_configuration_loads(path: Path) -> None:
    assert load_config(path).calendars


@pytest.mark.parametrize("path", maps(), ids=name)
def test_every_map_loads(path: Path) -> None:
    assert load_map(path).columns


@pytest.mark.parametrize("path", files(".jsonl"), ids=name)
def test_every_event_file_is_read(path: Path) -> None:
    assert read_events(path)


def test_everything_is_looked_at() -> None:
    """What is no configuration, no map and no event file is a log that some map reads."""
    known = {*configurations(), *maps(), *files(".jsonl"), *files(".csv")}
    assert {path for path in tracked() if path.is_relative_to(CONFIG)} == known
