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


@contextmanager
def opened(config: Path, *, log: bool | None = None) -> Generator[App]:
    """The service behind a configuration, its tables up to date.

    With `log` everything is told on the standard error: as JSON (True), or in plain words where a person looks (False).
    """
    from slaclock.app import load_plan, open_app
    from slaclock.logs import log_to

    plan = load_plan(config)
    if log is not None:
        log_to(sys.stderr, plan.secrets, as_json=log or not sys.stderr.isatty())
    app = open_app(plan)
    try:
        yield app
    finally:
        app.close()
