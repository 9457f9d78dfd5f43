"""The race of tick and the bare driver, short: both do the same work, whatever it costs them on this machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.survey import REPOSITORY


@pytest.mark.slow
def test_tick_and_the_bare_driver_write_the_same_rows() -> None:
    command = [sys.executable, "-m", "tests.bench", "firing", "--waiting", "400", "--rounds", "1"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    databases = [name for name in ("SQLite", "PostgreSQL") if f"| {name}, 400 waiting" in done.stdout]
    assert "SQLite" in databases
    assert done.stdout.count("is the same, row by row") == len(databases)
    assert "DIFFERS" not in done.stdout
    assert done.stdout.count(": tick beside the bare driver, by CPU") == len(databases)
