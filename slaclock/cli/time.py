"""`slaclock time`: what time the service goes by, and somebody's word that it is right."""

from __future__ import annotations

from typing import Annotated

import typer

from slaclock.cli.door import NO
from slaclock.cli.options import STARTER, AsJson, Config
from slaclock.cli.paper import hand_out, say
from slaclock.cli.service import note, opened


def time(
    config: Config = STARTER,
    yes: Annotated[
        bool, typer.Option("--confirm", help="The time is right: fire what is due, however far it leapt.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what time the service goes by, and whether it leapt.

    After a leap nothing fires until somebody confirms it, or the clock is set right; until then it exits with 1.
    """
    with opened(config) as app:
        from slaclock.instant import format_instant
        from slaclock.leap import confirm, doubt

        now, tenant = app.now(), app.settings.tenant
        if yes:
            confirm(app.store, tenant, now)
            note(app, f"confirm the time {format_instant(now)}")
        with app.store.reading() as unit:
            found = doubt(unit, tenant, now)
    told = {"now": format_instant(now), "in_doubt": found is not None}
    leapt = {"from": format_instant(found.since), "to": format_instant(found.to)} if found is not None else {}
    if as_json:
        hand_out(told | ({"leapt": leapt} if leapt else {}))
    else:
        say(f"it is {told['now']}")
        if leapt:
            say(f"it leapt from {leapt['from']} to {leapt['to']}: nothing fires")
            say("if the time is right: slaclock time --confirm")
    if found is not None:
        raise typer.Exit(NO)
