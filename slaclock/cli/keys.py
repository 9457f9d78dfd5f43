"""`slaclock keys` and `slaclock connectors`: who may come in, and which helpdesks slaclock can speak with."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from slaclock.cli.options import STARTER, AsJson, Config
from slaclock.cli.paper import counted, hand_out, say, table
from slaclock.cli.service import opened
from slaclock.errors import InvalidInput

app = typer.Typer(help="Keys of the API: make one, see who has one.", no_args_is_help=True)


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is, for the log.")],
    role: Annotated[str, typer.Option("--role", help="viewer, agent, manager, admin, ingest or tv.")] = "viewer",
    as_json: AsJson = False,
) -> None:
    """Make a key. It is shown once; the configuration holds its hash."""
    from slaclock.policy.value import nearest
    from slaclock.settings.key import Role, new_key, written
    from slaclock.settings.load import NAME

    if role not in tuple(Role):
        raise InvalidInput(f"--role: found {role!r}; {nearest(role, Role)}")
    if NAME.fullmatch(name) is None:
        raise InvalidInput(f"found the name {name!r}; write a short one of letters, digits, dots and dashes")
    key = new_key()
    line = f'"{name}" = {{ role = "{role}", hash = "{written(key)}" }}'
    if as_json:
        hand_out({"name": name, "role": role, "key": key, "hash": written(key)})
    else:
        say(f"key   {key}", "", "Hand it to its owner; it is shown only now. In the configuration write", "")
        say("[server.keys]", line)


@app.command("list")
def list_(
    config: Config = STARTER,
    used: Annotated[bool, typer.Option("--used", help="Tell from the store when each was last shown.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the keys of a configuration: their names and roles, never the keys."""
    from slaclock.connectors.secret import Lent
    from slaclock.instant import format_instant
    from slaclock.settings import load_settings

    keys = load_settings(config, os.environ, Lent(os.environ)).keys
    rows = [
        {"name": key.name, "role": key.role.value, "until": format_instant(key.until) if key.until else None}
        for key in keys
    ]
    if used:
        with opened(config) as service:
            from slaclock.store import deeds

            with service.store.reading() as unit:
                last = deeds.uses(unit, service.settings.tenant)
        rows = [
            row | {"used": format_instant(last[key.name]) if key.name in last else None}
            for row, key in zip(rows, keys, strict=True)
        ]
    if as_json:
        hand_out(rows)
        return
    say(counted(len(rows), "key"))
    if rows:
        say("")
        table(tuple(rows[0]), [tuple(row.values()) for row in rows])


def connectors(as_json: AsJson = False) -> None:
    """List the helpdesks slaclock can speak with."""
    from slaclock.connectors.registry import names, vendor

    rows = [_row(name, vendor(name)) for name in names()]
    if as_json:
        hand_out(rows)
        return
    say(counted(len(rows), "connector") + " installed", "")
    heads = ("connector", "helpdesk", "polls", "webhooks", "writes", "looks before it repeats")
    table(
        heads,
        [
            (
                row["connector"],
                row["helpdesk"],
                "yes" if row["polls"] else "no",
                ("signed" if row["signed"] else "as hints") if row["webhooks"] else "no",
                ", ".join(row["writes"]),
                ", ".join(row["looks"]),
            )
            for row in rows
        ],
    )


def _row(name: str, found: Any) -> dict[str, Any]:
    traits = found.TRAITS
    return {
        "connector": name,
        "helpdesk": traits.vendor,
        "polls": traits.polls,
        "webhooks": traits.webhooks,
        "signed": traits.signed,
        "writes": sorted(traits.writes),
        "looks": sorted(traits.looks),
        "keys": dict(found.OPTIONS),
    }
