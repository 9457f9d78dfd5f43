from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from slaclock.app import App
from tests.web.service import opened


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[App, TestClient]]:
    with opened(tmp_path) as found:
        yield found
