"""The door for people: the `slaclock` command."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> None:
    """Run what was typed; ends with 0 (fine), 1 (the answer is no) or 2 (wrong input)."""
    try:
        from slaclock.cli.app import app  # inside, so that Ctrl-C while Python still loads is no traceback either

        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
