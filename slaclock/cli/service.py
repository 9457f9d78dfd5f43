"""What the commands of the service share: opening it, and naming the helpdesk meant."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from slaclock.app import App

HelpdeskName: TypeAlias = Annotated[
    str | None, typer.Option("--helpdesk", metavar="NAME", help="Needed if the configuration has several.")
]


def note(app: App, what: str) -> None:
    """Write down what was done at the command line, and by which account of the machine."""
    from getpass import getuser

    from slaclock.store import deeds

    try:
        who = f"command line, {getuser()}"
    except (KeyError, OSError):  # an account without a name, as in a container
        who = "command line"
    with app.store.unit() as unit:
        deeds.add(unit, app.settings.tenant, who, what, 0, app.now())


@contextmanager
def opened(config: Path, *, log: bool | None = None, calls: bool = False) -> Generator[App]:
    """The service behind a configuration, its tables up to date; with `calls` it may speak to the outside.

    With `log` everything is told on the standard error: as JSON (True), or in plain words where a person looks (False).
    """
    from slaclock.app import load_plan, open_app
    from slaclock.logs import log_to

    plan = load_plan(config, calls=calls)
    if log is not None:
        log_to(sys.stderr, plan.secrets, as_json=log or not sys.stderr.isatty())
    app = open_app(plan)
    try:
        yield app
    finally:
        app.close()
