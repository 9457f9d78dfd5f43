"""What every test may ask for: how hard hypothesis looks, and the material that lies beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parent.parent

# No deadline for a single example: a busy machine is not a bug. Choose with HYPOTHESIS_PROFILE.
settings.register_profile("quick", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=2_000, deadline=None, print_blob=True)
settings.register_profile("nightly", max_examples=50_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "quick")


SERVICE = frozenset({"connectors", "hostile", "notify", "service", "settings", "slaclock_integrations", "store", "web"})
"""Rooms of the service and its vendors: some four thousand tests that the quick run leaves to `make test SLOW=1`."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Not even read what the quick run leaves out: reading it takes as long as running a thousand of the others."""
    return True if config.option.markexpr == "not slow" and collection_path.name in SERVICE else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the service's tests slow, so that `make test` stays under a minute on two cores."""
    for item in items:
        if SERVICE.intersection(item.path.relative_to(REPOSITORY).parts):
            item.add_marker(pytest.mark.slow)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes in a test's name help nobody, and a compressed file's differ from second to second."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material (conformance samples, a real ticket log): `../shared` or $SLACLOCK_SHARED.

    A test that needs it is skipped where it is missing, and fails there when SLACLOCK_REQUIRE_SHARED is set.
    """
    folder = Path(os.environ.get("SLACLOCK_SHARED") or REPOSITORY.parent / "shared")
    if not folder.is_dir():
        absent = f"no shared material at {folder} (say where it is: SLACLOCK_SHARED=/path/to/shared)"
        if os.environ.get("SLACLOCK_REQUIRE_SHARED", "0") not in {"", "0"}:
            pytest.fail(absent)
        pytest.skip(absent)
    return folder
