"""Everything in config/ is ready to copy: it loads without a complaint."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from slaclock.policy.load import load_config
from tests.house.survey import REPOSITORY, tracked

CONFIG = REPOSITORY / "config"


def files(suffix: str) -> list[Path]:
    return [path for path in tracked() if path.is_relative_to(CONFIG) and path.suffix == suffix]


def table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def configurations() -> list[Path]:
    """TOML files that hold calendars or policies (a folder's files may refer to each other and load together)."""
    return [path for path in files(".toml") if {"calendars", "policies"} & table(path).keys()]


def name(path: Path) -> str:
    return str(path.relative_to(CONFIG))


@pytest.mark.parametrize("path", files(".toml"), ids=name)
def test_every_file_is_toml(path: Path) -> None:
    assert table(path)


@pytest.mark.parametrize("path", configurations(), ids=name)
def test_every_configuration_loads(path: Path) -> None:
    assert load_config(path).calendars


@pytest.mark.parametrize("path", files(".jsonl"), ids=name)
def test_every_event_file_is_read(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert json.loads(line)
