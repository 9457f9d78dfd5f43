"""Live tests: a real Request Tracker on loopback, whose clock is moved; skipped where nobody says how to start one.

SLACLOCK_RT_START names a program that is called `start PORT FOLDER`, installs nothing but a private instance into the
folder, serves it on 127.0.0.1, reads its wall clock from FOLDER/clock, and prints `base_url=` and `token_USER=` lines.
`stop FOLDER` and `due FOLDER`, Request Tracker's own arithmetic, lie beside it.
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.rt_server import RtServer, start


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RtServer]:
    told = os.environ.get("SLACLOCK_RT_START")
    if not told:
        pytest.skip("set SLACLOCK_RT_START to a program that starts a private Request Tracker")
    script, folder = Path(told), tmp_path_factory.mktemp("rt")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    yield start(script, port, folder)
    subprocess.run([str(script.with_name("stop")), str(folder)], check=True, capture_output=True)
