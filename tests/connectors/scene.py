"""Scenes: what is asked of a connector while a small helpdesk of ours answers, written down to be played again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


def record(scenes: Iterable[Scene], opened: Callable[[httpx.Client], Connector], folder: Path) -> None:
    """Play every scene once, and keep what was said."""
    for name, about, deed, asked, desk in scenes:
        recorder = Recorder(desk.transport())
        gives = Recording(name, about, deed, asked, None).play(opened(httpx.Client(transport=recorder)))
        Recording(name, about, deed, asked, gives, tuple(recorder.exchanges)).save(folder)
