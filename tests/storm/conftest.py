"""Storms take minutes: those marked so are left to `make storm`. What a storm knows is checked on both stores."""

from __future__ import annotations

import os

import pytest

from tests.databases import cluster, sqlite_template, store, url

__all__ = ["cluster", "sqlite_template", "store", "url"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the storms out unless somebody asks for them."""
    if os.environ.get("SLACLOCK_STORM", "0") in {"", "0"}:
        left = [item for item in items if item.get_closest_marker("storm") is not None]
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=left)
