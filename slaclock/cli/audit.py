"""`slaclock audit`: who did what, by key, by a link in a message, or at the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from slaclock.cli.options import STARTER, AsJson, Config
from slaclock.cli.paper import counted, hand_out, say, table
from slaclock.cli.service import opened


def audit(
    config: Config = STARTER,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="Show at most so many.")] = 100,
    as_json: AsJson = False,
) -> None:
    """List what people did with the service, the latest first.

    Acknowledged, retried, dropped, erased; and by whose key.
    """
    with opened(config) as app:
        from slaclock.instant import format_instant
        from slaclock.store import deeds

        with app.store.reading() as unit:
            rows = deeds.latest(unit, app.settings.tenant, limit)
    told = [
        {"at": format_instant(row["at"]), "who": row["who"], "what": row["what"], "status": row["status"]}
        for row in rows
    ]
    if as_json:
        hand_out(told)
        return
    say(counted(len(told), "deed"))
    if told:
        say("")
        table(("at", "who", "what", "answer"), [tuple(row.values()) for row in told], right=(3,))
