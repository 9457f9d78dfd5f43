"""A small desk's exports, written out so that every line can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from slaclock.replay.log import read_log
from slaclock.replay.mapping import load_map
from slaclock.replay.story import Log

Read = Callable[..., Log]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads an export given as text with a map given as a table."""

    def reading(content: str | bytes, table: dict[str, Any], name: str = "log.csv") -> Log:
        file = tmp_path / name
        raw = content if isinstance(content, bytes) else dedent(content).lstrip().encode()
        file.write_bytes(raw)
        return read_log(file, load_map(table))

    return reading
