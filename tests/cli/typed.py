"""What a person types, run in this process: the installed app with its exit code, output and complaints."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from slaclock.cli.app import app
from tests.house.survey import REPOSITORY

CONFIG = REPOSITORY / "config"
BARE = {"SLACLOCK_CONFIG": None, "COLUMNS": None, "FORCE_COLOR": None}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def complaints(self) -> list[str]:
        return self.err.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def typed(*words: object, stdin: str | bytes | None = None, env: Mapping[str, str | None] | None = None) -> Answer:
    """Run `slaclock WORDS…`."""
    result = CliRunner().invoke(app, [str(word) for word in words], input=stdin, env={**BARE, **(env or {})})
    return Answer(result.exit_code, result.stdout, result.stderr)


def refused(answer: Answer, lines: int | None = 1) -> str:
    """The complaints of a command that refused its input: exit 2, nothing else printed, no traceback."""
    assert answer.code == 2, answer
    assert answer.out == ""
    assert "Traceback" not in answer.err
    assert answer.complaints
    assert lines is None or len(answer.complaints) == lines, answer.err
    assert all(line.strip() and len(line) < 1_000 for line in answer.complaints)
    return answer.err


def write(path: Path, *lines: str) -> Path:
    """A file with these lines."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def unprivileged() -> bool:
    """Whether this machine lets us be refused a file: the superuser never is."""
    return os.geteuid() != 0
