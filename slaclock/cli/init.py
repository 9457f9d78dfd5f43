"""`slaclock init`: a commented configuration to start from, of a desk or of a whole service."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slaclock.cli.options import STARTER, AsJson
from slaclock.cli.paper import hand_out, say
from slaclock.cli.shipped import shipped
from slaclock.errors import InvalidInput

TRY = ("slaclock check{named}", "slaclock open{named} --week", 'slaclock due{named} --budget "4 business hours"')
SERVE = (
    "export SLACLOCK_HOOK_SECRET=$(openssl rand -hex 32) SLACLOCK_KEY=slk_$(openssl rand -hex 32)",
    "slaclock serve{named}",
)
"""What to type next."""


def init(
    place: Annotated[
        Path, typer.Argument(metavar="[FOLDER|FILE]", help="Where to write it.", show_default=False)
    ] = Path(),
    service: Annotated[
        bool, typer.Option("--service", help="One that `slaclock serve` runs at once, with a helpdesk and a recipient.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a commented configuration to start from."""
    file = place if place.suffix == ".toml" and not place.is_dir() else place / STARTER
    if file.exists() and not force:
        raise InvalidInput(f"{file} is there already; name another file, or overwrite it with --force")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        text = shipped("service.toml" if service else "starter.toml").read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{file}: cannot write it ({error.strerror or error}); name a folder of yours") from None
    named = "" if file == STARTER else f" --config {file}"
    following = [line.format(named=named) for line in (SERVE if service else TRY)]
    if as_json:
        hand_out({"written": str(file), "next": following})
    else:
        what = (
            "it runs as it is once it has its secrets" if service else "put in your zone, hours, holidays and promises"
        )
        say(f"wrote {file}; {what}, then try", *(f"  {line}" for line in following))
