"""`slaclock kept`: how the promises were kept that customers were told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from slaclock.cli.options import STARTER, AsJson, Config, instant
from slaclock.cli.paper import counted, hand_out, say
from slaclock.cli.service import HelpdeskName, opened


def kept(
    config: Config = STARTER,
    helpdesk: HelpdeskName = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", parser=instant, metavar="INSTANT", help="First told from then on; else all of them."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", parser=instant, metavar="INSTANT", help="First told before; now, if left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell how the promises were kept that customers were told.

    What was promised first and what was promised last, each kept, broken or withdrawn, and how long after the first
    promise the answer came.
    """
    with opened(config) as app:
        from slaclock.cli.results import keeping_table
        from slaclock.instant import to_us
        from slaclock.ledger.kept import kept as of_clocks
        from slaclock.replay.keeping import keeping
        from slaclock.store import ledger

        start = to_us(since) if since is not None else 0
        end = to_us(until) if until is not None else app.now() + 1
        with app.store.reading() as unit:
            clocks = of_clocks(ledger.between(unit, app.desk(helpdesk).place, start, end))
    rows = keeping(clocks)
    if as_json:
        hand_out([row.to_dict() for row in rows])
        return
    say(counted(len(clocks), "promise"))
    if rows:
        say("")
        keeping_table(rows)
