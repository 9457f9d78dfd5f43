"""Writes what the commands in a page print, anew; the test of the documents compares it afterwards.

python -m tests.cli.renew_pages docs/explanation/five-tickets.md …
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.house.survey import REPOSITORY

ENV = os.environ | {"PYTHONPATH": str(REPOSITORY)}
CONSOLE = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def renewed(block: str, desk: Path) -> str:
    """A console block with the output its commands have now, typed in the folder `desk`."""
    told = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        typed = re.match(r"(?:.*\\\n)*.*\n", part)
        command = typed.group() if typed else part
        words = shlex.split(command.replace("\\\n", " "))[1:]
        command_line = [sys.executable, "-m", "slaclock", *words]
        outcome = subprocess.run(command_line, cwd=desk, env=ENV, capture_output=True, text=True, check=False)
        told.append(f"$ {command}{outcome.stdout}{outcome.stderr}")
    return "".join(told)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        page = Path(name)
        text = page.read_text(encoding="utf-8")
        with TemporaryDirectory() as folder:
            desk = Path(folder)
            (desk / "config").symlink_to(REPOSITORY / "config")
            text = CONSOLE.sub(lambda found, desk=desk: renewed(found[1], desk), text)  # type: ignore[misc]
        page.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{page}\n")
