"""Live tests: a real Request Tracker and a real Znuny on loopback, whose clocks are moved. `make live` runs them.

Their start scripts stand beside the repository: `../shared/helpdesks/rt/start` (or where SLACLOCK_SHARED says, or the
one SLACLOCK_RT_START names). Such a program is called `start PORT FOLDER`, installs nothing but a private instance into
the folder, serves it on 127.0.0.1, reads its wall clock from FOLDER/clock, and prints `base_url=` and `token_USER=`
lines; `stop FOLDER` and `due FOLDER`, the helpdesk's own arithmetic, lie beside it.

With SLACLOCK_RT_URL and SLACLOCK_RT_TOKEN a Request Tracker that runs already is used: its clock is not ours to move,
so only what can be seen within seconds is tried there, and the rest is skipped.
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from slaclock.store import open_store
from tests.live.desks import HOOK, LADDER, SERVICE
from tests.live.rt_server import RtServer, start
from tests.live.service import REPOSITORY, Service

ServiceOf = Callable[..., Service]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here takes a server and minutes: only when asked for, as `make live` does."""
    asked = os.environ.get("SLACLOCK_LIVE", "") not in {"", "0"}
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            for mark in ("live", "slow"):
                item.add_marker(mark)
            item.add_marker(pytest.mark.timeout(3000))
            if not asked:
                item.add_marker(pytest.mark.skip(reason="starts helpdesk servers and moves their clocks: make live"))


def script(name: str, told: str | None = None) -> Path:
    """The start script of a helpdesk; skips where there is none."""
    shared = Path(os.environ.get("SLACLOCK_SHARED") or REPOSITORY.parent / "shared")
    found = Path(told) if told else shared / "helpdesks" / name / "start"
    if not found.is_file():
        pytest.skip(
            f"no start script at {found} (say where the folder of helpdesks is: SLACLOCK_SHARED=/path/to/shared)"
        )
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RtServer]:
    """A Request Tracker of our own, whose clock is moved."""
    if os.environ.get("SLACLOCK_RT_URL"):
        pytest.skip("the clock of the Request Tracker at SLACLOCK_RT_URL is not ours to move: unset it for this test")
    begin, folder = script("rt", os.environ.get("SLACLOCK_RT_START")), tmp_path_factory.mktemp("rt")
    try:
        server = start(begin, free_port(), folder)
        yield server
        server.close()
    except subprocess.CalledProcessError as error:
        pytest.fail(f"{begin} could not: {error.stderr}")
    finally:
        subprocess.run([str(begin.with_name("stop")), str(folder)], check=True, capture_output=True)


@pytest.fixture
def service_of(server: RtServer, tmp_path: Path) -> Iterator[ServiceOf]:
    """Makes a slaclock beside the server, not started yet; all of it is ended with the test, and was sound."""
    made: list[Service] = []

    def make(policies: str = LADDER, url: str = "", options: str = "") -> Service:
        made.append(beside(server, tmp_path, policies, url or server.url, options))
        return made[-1]

    server.forget()
    if not server.clock.environment():
        pytest.skip(
            "libfaketime is not installed: slaclock cannot live by the helpdesk's clock (apt install libfaketime)"
        )
    yield make
    for service in made:
        with ended(service):
            found = service.run("doctor")
        assert found.returncode == 0, found.stdout + found.stderr


def beside(server: RtServer, folder: Path, policies: str, url: str, options: str = "") -> Service:
    """A slaclock beside a server, not started yet."""
    store = open_store(f"sqlite:///{folder}/slaclock.db")
    store.migrate()
    environ = {"RT_TOKEN": server.tokens["agent1"], "RT_HOOK": HOOK}
    service = Service(folder, server.clock, store, environ)
    config = SERVICE.format(url=url, folder=folder, options=options) + policies
    service.config.write_text(config, encoding="utf-8")
    return service


@contextmanager
def ended(service: Service) -> Generator[None]:
    try:
        yield
    finally:
        service.end()
        service.store.close()
