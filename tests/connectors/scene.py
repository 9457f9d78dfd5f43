"""Scenes: what is asked of a connector while a small helpdesk of ours answers, written down to be played again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import httpx

from slaclock.connectors.protocol import Connector
from slaclock.connectors.recording import Recorder, Recording


class Answering(Protocol):
    """A small helpdesk: every call ends at its transport."""

    def transport(self) -> httpx.BaseTransport:
        """Where calls end."""
        ...


Scene = tuple[str, str, str, Any, Answering]
"""The recording's name, what it is about, what is done and with what, and who answers."""


Opened = Callable[[httpx.Client], Connector]
"""A connector that speaks through a client."""


def record(scenes: Iterable[Scene], opened: Opened, folder: Path) -> None:
    """Play every scene once, and keep what was said."""
    for name, about, deed, asked, desk in scenes:
        keep(Recording(name, about, deed, asked, None), desk.transport(), opened, folder)


def keep(scene: Recording, transport: httpx.BaseTransport, opened: Opened, folder: Path) -> None:
    """Play one scene, and keep it with what it gives and everything that was said."""
    recorder = Recorder(transport)
    gives = scene.play(opened(httpx.Client(transport=recorder)))
    replace(scene, gives=gives, exchanges=tuple(recorder.exchanges)).save(folder)
