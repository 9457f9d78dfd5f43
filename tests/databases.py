"""Stores to test on: SQLite in a file, and PostgreSQL started from what is installed. One suite runs on both."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import pytest

from slaclock.store import Store, open_store

HOST = "127.0.0.1"


@dataclass
class Cluster:
    """A PostgreSQL server of our own on the loopback, with a migrated database to copy from."""

    port: int
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, name: str) -> str:
        return f"postgresql://slaclock@{HOST}:{self.port}/{name}"

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def copy(self) -> str:
        name = f"store_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template_store")
        return self.url(name)


def binaries() -> Path | None:
    """Where PostgreSQL's programs are installed, the newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("postgres")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def account() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the account its package made, or as nobody."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@cache
def started() -> Cluster | None:
    """The server of this process, started when it is first asked for; None where none is installed."""
    programs = binaries()
    if programs is None:
        return None
    user = account()
    # sockets have short names, and another account must be able to go down to the data
    home = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    data = home / "data"
    if user is not None:
        shutil.chown(home, user)
    options = ("-U", "slaclock", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
    initdb: list[str | Path] = [programs / "initdb", "-D", data, *options]
    subprocess.run(initdb, user=user, check=True, capture_output=True, cwd=home)
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    settings = {"listen_addresses": HOST, "port": port, "unix_socket_directories": home, "fsync": "off"}
    command: list[str | Path] = [
        programs / "postgres",
        "-D",
        data,
        *(f"--{key}={value}" for key, value in settings.items()),
    ]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, user=user, stdout=log, stderr=log, cwd=home)
    atexit.register(end, server, home)
    ready: list[str | Path] = [programs / "pg_isready", "-q", "-h", HOST, "-p", str(port), "-U", "slaclock"]
    while subprocess.run(ready, check=False).returncode != 0:
        try:
            server.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail(f"PostgreSQL did not start: {(home / 'log').read_text()}")
    running = Cluster(port)
    running.run("CREATE DATABASE template_store")
    template = open_store(running.url("template_store"))
    template.migrate()
    template.close()
    return running


def end(server: subprocess.Popen[bytes], home: Path) -> None:
    server.send_signal(signal.SIGINT)
    server.wait(20)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    running = started()
    if running is None:
        pytest.skip("no PostgreSQL server is installed (Debian and Ubuntu: apt-get install postgresql)")
    return running


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "store.db"
    store = open_store(f"sqlite:///{file}")
    store.migrate()
    store.close()
    return file


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.slow])])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store with its tables and nothing in them."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("cluster").copy())
    file = tmp_path / "store.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), file)
    return f"sqlite:///{file}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()
