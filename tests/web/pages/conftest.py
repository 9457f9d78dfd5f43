from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from slaclock.app import App
from tests.databases import cluster, sqlite_template, url
from tests.web.pages.visits import visited

__all__ = ["cluster", "desk", "sqlite_template", "url"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[App, TestClient]]:
    with visited(tmp_path) as found:
        yield found
