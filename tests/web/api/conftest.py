from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from slaclock.instant import MINUTE
from slaclock.store import open_store, tickets
from slaclock.store.place import Place
from tests.web.api.tenants import Tenant, neighbours


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("filled")


@pytest.fixture
def filled(folder: Path) -> Path:
    """A store with both tenants in it, to be copied; a young one, for its tickets are some minutes old."""
    file = folder / "store.db"
    if not file.exists() or aged(file):
        file.unlink(missing_ok=True)
        with neighbours(f"sqlite:///{file}"):
            pass
    return file


def aged(file: Path) -> bool:
    store = open_store(f"sqlite:///{file}")
    try:
        with store.reading() as unit:
            begun = tickets.first_seen(unit, Place("north", "north-canary-desk"))
        return begun is None or store.now() - begun > MINUTE
    finally:
        store.close()


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
