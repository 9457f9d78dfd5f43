"""What docs/how-to/back-up.md and docs/how-to/deploy.md tell operators to type and to copy, typed and parsed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from slaclock.app import App, load_plan, open_app
from slaclock.ingest import ingest
from slaclock.instant import MINUTE, format_instant
from slaclock.rounds import ROUNDS
from slaclock.store import tickets
from slaclock.timeline.event import TicketEvent
from tests.cli.typed import typed
from tests.house.survey import REPOSITORY

PAGES = REPOSITORY / "docs" / "how-to"
SECRETS = {"SLACLOCK_HOOK_SECRET": "h" * 64, "SLACLOCK_KEY": f"slk_{'k' * 64}"}
ADDRESS = re.compile(r'url = "sqlite:///slaclock.db".*')


def blocks(page: str, language: str) -> list[str]:
    text = (PAGES / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


class Place:
    """A service in a folder, with a folder for its copies."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        (folder / "copies").mkdir()
        typed("init", folder / "slaclock.toml", "--service")
        config = folder / "slaclock.toml"
        text = config.read_text(encoding="utf-8")
        config.write_text(ADDRESS.sub('url = { env = "DATABASE_URL" }', text), encoding="utf-8")
        self.environ = {**SECRETS, "DATABASE_URL": url}

    def open(self) -> App:
        return open_app(load_plan(self.folder / "slaclock.toml", self.environ))

    def tell(self, ticket: str) -> int:
        """A ticket that has waited for a minute: both its steps fire."""
        app = self.open()
        at = format_instant(app.now() - MINUTE)
        told = {"ticket": ticket, "id": "e", "at": at, "type": "created", "channel": "email"}
        new = ingest(app.store, app.desk(None), [TicketEvent.from_mapping(told)], app.now()).new
        ROUNDS["tick"].make(app)
        app.close()
        return new

    def knows(self) -> list[str]:
        app = self.open()
        with app.store.reading() as unit:
            found = [name for name in ("A", "B") if tickets.find(unit, app.desk(None).place, name) is not None]
        app.close()
        return found

    def type(self, block: str) -> str:
        """A block as it stands on the page; only where copies are kept, and of which day, is another matter."""
        script = block.replace("/backup", str(self.folder / "copies")).replace("2026-11-20", "$(date +%F)")
        script = script.replace("/etc/slaclock", str(self.folder))
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environ = {**os.environ, **self.environ, "PATH": path, "TZ": "UTC"}
        done = subprocess.run(
            ["bash", "-euc", script], cwd=self.folder, env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def restored(place: Place, copy: str, restore: str) -> None:
    """Told of A, copied, told of B, restored: A is there as it was, B is told again, and all is well."""
    assert place.tell("A") == 1
    place.type(copy)
    assert place.tell("B") == 1
    assert place.knows() == ["A", "B"]
    assert " 0 broken" in place.type(restore)
    assert place.knows() == ["A"]
    assert (place.tell("A"), place.tell("B")) == (0, 1)
    assert place.knows() == ["A", "B"]
    assert " 0 broken" in place.type("slaclock doctor")


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="needs sqlite3")
def test_sqlite_is_copied_while_it_is_used_and_restored(tmp_path: Path) -> None:
    copy, restore, *_ = blocks("back-up.md", "sh")
    restored(Place(tmp_path, f"sqlite:///{tmp_path}/slaclock.db"), copy, restore)


@pytest.mark.postgres
@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="needs pg_dump")
def test_postgresql_is_dumped_and_restored(tmp_path: Path, cluster: Any) -> None:
    *_, copy, restore = blocks("back-up.md", "sh")
    restored(Place(tmp_path, cluster.copy()), copy, restore)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    (text,) = blocks("deploy.md", "ini")
    unit = tmp_path / "slaclock.service"
    # the program need not be installed here, nor the account be there
    unit.write_text(text.replace("/opt/slaclock/bin/slaclock", shutil.which("true") or ""), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "slaclock" in line] == []
    words = re.findall(r"slaclock (serve|worker) (.*)", text)
    assert words == [("serve", "--config /etc/slaclock")]


def test_the_compose_file_calls_slaclock_as_it_can_be_called() -> None:
    (text,) = blocks("deploy.md", "yaml")
    services = yaml.safe_load(text)["services"]
    assert set(services) == {"database", "door", "worker"}
    for name in ("door", "worker"):
        command, *options = services[name]["command"]
        known = typed(command, "--help").out
        assert all(option in known for option in options if option.startswith("--")), options
