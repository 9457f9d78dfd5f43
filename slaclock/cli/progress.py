"""A progress bar on a terminal, and nothing at all anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

Watch = Callable[[str, int, int | None], None]


@contextmanager
def watching() -> Generator[Watch]:
    """Somebody to tell (what, how many are done, of how many); draws on the standard error if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        known = {"": bars.add_task("", total=None, visible=False)}

        def watch(what: str, done: int, of: int | None) -> None:
            if what not in known:
                known[what] = bars.add_task(what, total=of)
            bars.update(known[what], completed=done, total=of)

        yield watch
