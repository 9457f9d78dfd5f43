"""The ready-to-copy files: the repository's `config/`, which an installed slaclock carries along."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """A file of `config/`: inside the package if installed from a wheel, else at the repository's top."""
    here = Path(__file__).parent
    carried = here / "config"
    return (carried if carried.is_dir() else here.parent.parent / "config") / name
