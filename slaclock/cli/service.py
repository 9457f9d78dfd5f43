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
def opened(config: Path, *, log: bool = False) -> Generator[App]:
    """The service behind a configuration, its tables up to date; `log` writes JSON lines to the standard error."""
    from slaclock.app import load_plan, open_app
    from slaclock.logs import log_to

    plan = load_plan(config)
    if log:
        log_to(sys.stderr, plan.secrets)
    app = open_app(plan)
    try:
        yield app
    finally:
        app.close()
