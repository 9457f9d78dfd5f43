"""Where everything that can go wrong becomes one clear line and an exit code."""

from __future__ import annotations

import os
import sys
from typing import Any, cast

import typer
from typer.core import TyperGroup

from slaclock.cli.paper import complain, ready
from slaclock.errors import SlaclockError

FINE, NO, WRONG = 0, 1, 2
STUMBLED = 70
"""A fault of slaclock's own, so that no script takes it for an answer."""
UNHEARD = 141
"""Whoever read our output has left: what the shell says of a program ended by a broken pipe."""

# typer has no public name for it that all allowed releases share
_Misused = cast("type[Exception]", typer.BadParameter.__mro__[1])


class Door(TyperGroup):
    """The group of all commands: no complaint leaves it as a traceback."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line and end the program with its exit code."""
        ready()
        extra |= {"standalone_mode": False, "prog_name": extra.get("prog_name") or "slaclock"}
        try:
            code = super().main(*args, **extra)
        except _Misused as error:
            code = _misused(error)
        except typer.Abort:
            code = 130
        sys.exit(code or FINE)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named; its complaints go to the standard error, one a line."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except (typer.Exit, typer.Abort, _Misused):
            raise
        except SlaclockError as error:
            complain(*str(error).splitlines())
            raise typer.Exit(WRONG) from None
        except BrokenPipeError:
            _hush()
            raise typer.Exit(UNHEARD) from None
        except OSError as error:
            _hush()
            complain(f"{error.filename or 'output'}: {error.strerror or error}; name a place that can be used")
            raise typer.Exit(WRONG) from None
        except Exception as error:
            if os.environ.get("SLACLOCK_TRACEBACK"):
                raise
            complain(_stumbled(error))
            raise typer.Exit(STUMBLED) from None
        return answer


def _misused(error: Exception) -> int:
    """What is wrong with the command line itself, and where its help is."""
    message = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "slaclock"
    complain(f"{' '.join(message.split()).rstrip('.')}; see {command} --help")
    return WRONG


def _stumbled(error: Exception) -> str:
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"slaclock itself stumbled ({said}); please report it, with what SLACLOCK_TRACEBACK=1 shows"


def _hush() -> None:
    """Let nothing more be written, also not when Python ends and flushes."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
