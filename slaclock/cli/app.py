"""Every command under its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from slaclock import __version__
from slaclock.cli import (
    audit,
    calendars,
    check,
    demo,
    due,
    erase,
    escalations,
    explain,
    fit,
    init,
    kept,
    keys,
    opening,
    plan,
    promise,
    read,
    replay,
    report,
    rounds,
    serve,
    time,
    usual,
)
from slaclock.cli.door import Door

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

app = typer.Typer(
    cls=Door,
    name="slaclock",
    add_completion=False,
    context_settings=SETTINGS,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Exit code 0: fine. 1: the answer is no. 2: wrong input, with one line for each complaint.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"slaclock {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def slaclock(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """When support is open, which promises are running, when each runs out, and why."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


COMMANDS: Mapping[str, Callable[..., None]] = {
    "demo": demo.demo,
    "init": init.init,
    "check": check.check,
    "open": opening.open_,
    "due": due.due,
    "read": read.read,
    "explain": explain.explain,
    "promise": promise.promise,
    "plan": plan.plan,
    "replay": replay.replay,
    "fit": fit.fit,
    "serve": serve.serve,
    "worker": serve.worker,
    "poll": rounds.poll,
    "doctor": rounds.doctor,
    "time": time.time,
    "report": report.report,
    "kept": kept.kept,
    "usual": usual.usual,
    "escalations": escalations.escalations,
    "ack": escalations.ack,
    "connectors": keys.connectors,
    "erase": erase.erase,
    "audit": audit.audit,
}
for name, command in COMMANDS.items():
    app.command(name)(command)
app.add_typer(calendars.app, name="calendars")
app.add_typer(escalations.app, name="outbox")
app.add_typer(keys.app, name="keys")
