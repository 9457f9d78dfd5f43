"""`slaclock init`: a commented configuration to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slaclock.cli.options import STARTER, AsJson
from slaclock.cli.paper import hand_out, say
from slaclock.cli.shipped import shipped
from slaclock.errors import InvalidInput


def init(
    place: Annotated[
        Path, typer.Argument(metavar="[FOLDER|FILE]", help="Where to write it.", show_default=False)
    ] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a commented configuration to start from."""
    file = place if place.suffix == ".toml" and not place.is_dir() else place / STARTER
    if file.exists() and not force:
        raise InvalidInput(f"{file} is there already; name another file, or overwrite it with --force")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(shipped("starter.toml").read_text(encoding="utf-8"), encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{file}: cannot write it ({error.strerror or error}); name a folder of yours") from None
    named = "" if file == STARTER else f" --config {file}"
    following = [
        f"slaclock check{named}",
        f"slaclock open{named} --week",
        f'slaclock due{named} --budget "4 business hours"',
    ]
    if as_json:
        hand_out({"written": str(file), "next": following})
    else:
        say(
            f"wrote {file}; put in your zone, hours, holidays and promises, then try",
            *(f"  {line}" for line in following),
        )
