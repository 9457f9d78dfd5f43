"""`slaclock erase`: somebody asked to be forgotten."""

from __future__ import annotations

from typing import Annotated

import typer

from slaclock.cli.options import STARTER, AsJson, Config
from slaclock.cli.paper import counted, hand_out, say
from slaclock.cli.service import HelpdeskName, note, opened


def erase(
    requester: Annotated[str, typer.Argument(metavar="REQUESTER", help="As the helpdesk's events name them.")],
    config: Config = STARTER,
    helpdesk: HelpdeskName = None,
    as_json: AsJson = False,
) -> None:
    """Forget a requester; counts and durations stay.

    The name leaves every fact, and no replay brings it back. Without --helpdesk it leaves all of them.
    """
    with opened(config) as app:
        from slaclock.housekeep import erase as forget

        desks = list(app.desks.values()) if helpdesk is None else [app.desk(helpdesk)]
        told = {desk.helpdesk: forget(app.store, desk, requester, app.now()) for desk in desks}
        note(app, "erase a requester")
    if as_json:
        hand_out([{"helpdesk": name, "tickets": count} for name, count in told.items()])
    else:
        say(*(f"{name}: forgotten in {counted(count, 'ticket')}" for name, count in told.items()))
