"""Every test of the service runs on both databases, and leaves a store in which the doctor finds nothing broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from slaclock.store import Store, open_store
from tests.databases import cluster, sqlite_template, url
from tests.service.rest import broken

__all__ = ["cluster", "sqlite_template", "store", "url"]


@pytest.fixture
def store(request: pytest.FixtureRequest, url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    if request.node.get_closest_marker("wounded") is None:
        assert not any(broken(opened).values()), broken(opened)
    opened.close()
