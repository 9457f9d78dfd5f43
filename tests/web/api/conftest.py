from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.api.tenants import Tenant, neighbours


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with both tenants in it, to be copied."""
    file: Path = tmp_path_factory.mktemp("filled") / "store.db"
    with neighbours(f"sqlite:///{file}"):
        pass
    return file


@pytest.fixture
def tenants(tmp_path: Path, filled: Path) -> Iterator[dict[str, Tenant]]:
    shutil.copy(filled, tmp_path / "store.db")
    with neighbours(f"sqlite:///{tmp_path}/store.db", empty=False) as found:
        yield found


@pytest.fixture
def north(tenants: dict[str, Tenant]) -> Tenant:
    return tenants["north"]


@pytest.fixture
def south(tenants: dict[str, Tenant]) -> Tenant:
    return tenants["south"]
