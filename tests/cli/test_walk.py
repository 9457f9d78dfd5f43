"""The first quarter of an hour: init, check, due, read, explain, as somebody new would."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from tests.cli.typed import write
from tests.house.survey import REPOSITORY


class Newcomer:
    """Somebody in an empty folder with the command at hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def types(self, line: str) -> tuple[int, str]:
        """The exit code and everything on the screen."""
        env = {key: value for key, value in os.environ.items() if not key.startswith("SLACLOCK")}
        command = [sys.executable, "-m", "slaclock", *shlex.split(line)]
        env["PYTHONPATH"] = str(REPOSITORY)
        outcome = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        return outcome.returncode, outcome.stdout + outcome.stderr


def test_from_nothing_to_an_explained_deadline(tmp_path: Path) -> None:
    newcomer = Newcomer(tmp_path)

    code, said = newcomer.types("check")
    assert (code, said) == (
        2,
        "slaclock.toml: there is no such file or folder; name a .toml file or a folder of them\n",
    )

    code, said = newcomer.types("init")
    assert code == 0
    assert "wrote slaclock.toml" in said
    assert newcomer.types("init")[0] == 2

    code, said = newcomer.types("check")
    assert code == 0
    assert "0 warnings" in said

    code, said = newcomer.types("open --at 2026-11-20T16:30+01:00")
    assert code == 1
    assert "next opening  Mon 23 Nov 2026 09:00" in said

    code, said = newcomer.types('due --at 2026-11-20T14:30+01:00 --budget "4 business hours"')
    assert code == 0
    assert said.startswith("due Mon 23 Nov 2026 11:30")

    created = '{"ticket": "T-1", "id": "1", "at": "2026-11-20T14:30:00+01:00", "type": "created"'
    write(tmp_path / "events.jsonl", f'{created}, "channel": "email", "customer": "ACME"}}')
    code, said = newcomer.types("read --events events.jsonl --at 2026-11-23T09:30+01:00")
    assert code == 0
    assert "first_response" in said
    # 1:30 on Friday and 0:30 on Monday
    assert "2:00:00" in said
    assert "Mon 23 Nov 2026 11:30 CET" in said

    code, said = newcomer.types("explain --events events.jsonl --metric first_response --at 2026-11-23T09:30+01:00")
    assert code == 0
    assert "running: used 2:00:00 of 4 business hours, 2:00:00 left; deadline Mon 23 Nov 2026 11:30" in said
    assert "Sat 21 Nov" in said

    mistyped = (tmp_path / "slaclock.toml").read_text(encoding="utf-8").replace("4 business hours", "1 day")
    write(tmp_path / "slaclock.toml", mistyped)
    code, said = newcomer.types("read --events events.jsonl")
    assert code == 2
    assert "slaclock.toml: policies[1].targets.first_response.default: found '1 day'; a day means three things" in said
    assert "Traceback" not in said
