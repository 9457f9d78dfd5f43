"""`slaclock poll` and `slaclock doctor`: ask the helpdesks now, and look whether all is well."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slaclock.cli.door import NO
from slaclock.cli.options import STARTER, AsJson, Config
from slaclock.cli.paper import counted, hand_out, say, table
from slaclock.cli.service import HelpdeskName, opened

if TYPE_CHECKING:
    from slaclock.doctor import Finding


def poll(
    config: Config = STARTER,
    helpdesk: HelpdeskName = None,
    ticket: Annotated[
        list[str] | None, typer.Option("--ticket", metavar="TICKET", help="Fetch this ticket as well; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the helpdesks what changed, and read it, now."""
    with opened(config, calls=True) as app:
        from slaclock.ingest import refetch, understand
        from slaclock.poll import poll as ask
        from slaclock.store import wants

        desks = list(app.desks.values()) if helpdesk is None else [app.desk(helpdesk)]
        told: list[dict[str, Any]] = []
        if ticket:
            with app.store.unit() as unit:
                wants.ask(unit, app.desk(helpdesk).place, ticket, app.now())
        for desk in desks:
            pages = ask(app.store, desk, app.now(), clock=app.now)
            deliveries = understand(app.store, desk, app.now())
            fetched = 0
            while more := refetch(app.store, desk, app.now(), clock=app.now):
                fetched += more
            told.append({"helpdesk": desk.helpdesk, "pages": pages, "deliveries": deliveries, "tickets": fetched})
    if as_json:
        hand_out(told)
        return
    for row in told:
        parts = (counted(row["pages"], "page"), counted(row["deliveries"], "delivery", "deliveries"))
        say(f"{row['helpdesk']}: {', '.join(parts)} read, {counted(row['tickets'], 'ticket')} fetched")


def doctor(config: Config = STARTER, helpdesk: HelpdeskName = None, as_json: AsJson = False) -> None:
    """Look for everything that must not be found in the store.

    Exits with 1 if something is broken; what only deserves a look is fine.
    """
    with opened(config) as app:
        from slaclock.doctor import doctor as examine
        from slaclock.instant import to_us

        desks = list(app.desks.values()) if helpdesk is None else [app.desk(helpdesk)]
        found = [
            (desk.helpdesk, each)
            for desk in desks
            for each in examine(app.store, desk, app.now(), wall=to_us(datetime.now(UTC)))
        ]
    broken = [each for _, each in found if each.broken]
    if as_json:
        hand_out([_as_dict(name, each) for name, each in found])
    else:
        _print(found, len(broken))
    if broken:
        raise typer.Exit(NO)


def _as_dict(helpdesk: str, finding: Finding) -> dict[str, Any]:
    return {
        "helpdesk": helpdesk,
        "name": finding.name,
        "meaning": finding.meaning,
        "count": finding.count,
        "examples": list(finding.examples),
        "broken": finding.broken,
    }


def _print(found: list[tuple[str, Finding]], broken: int) -> None:
    noticed = [(helpdesk, each) for helpdesk, each in found if not each.fine]
    say(f"{counted(len(found), 'thing')} looked at: {broken} broken, {len(noticed) - broken} worth a look")
    if noticed:
        say("")
        heads = ("helpdesk", "what", "count", "", "for example", "meaning")
        rows = [
            (name, each.name, each.count, "BROKEN" if each.broken else "", ", ".join(each.examples), each.meaning)
            for name, each in noticed
        ]
        table(heads, rows, right=(2,))
