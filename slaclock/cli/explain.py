"""`slaclock explain`: one reading line by line, and the ticket's strip."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slaclock.cli.options import STARTER, STDIN, AsJson, At, Config, Events, events_of, moment
from slaclock.cli.paper import hand_out, say
from slaclock.errors import InvalidInput

if TYPE_CHECKING:
    from slaclock.explain import Explanation
    from slaclock.timeline.event import TicketEvent


def explain(
    events: Events,
    metric: Annotated[str, typer.Option("--metric", "-m", help="Like first_response or resolution.")],
    config: Config = STARTER,
    at: At = None,
    ticket: Annotated[str | None, typer.Option("--ticket", "-t", help="Needed if the events are of several.")] = None,
    cycle: Annotated[int | None, typer.Option("--cycle", min=1, help="The latest, if left out.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="customer, internal or vendor; the first there is, if left out.")
    ] = None,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Draw the strip into a file; - prints it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Explain one clock line by line, and draw the ticket's life.

    Which policy and why not the others, each stretch that counted or did not, the sum.
    """
    from slaclock.engine import Engine

    engine, told = Engine.from_config(config), events_of(events)
    asked = moment(at)
    found = engine.explain(told, metric, asked, ticket=ticket, cycle=cycle, kind=kind)
    if svg is not None:
        _draw(found, told, svg)
    elif as_json:
        hand_out(found.to_dict())
    else:
        print_explained(found, told)


def _draw(found: Explanation, events: list[TicketEvent], path: Path) -> None:
    """The strip as a picture, in a file or on the standard output."""
    from slaclock.explain.picture import draw

    picture = draw(found, events)
    if path == STDIN:
        sys.stdout.buffer.write(f"{picture}\n".encode())
        return
    try:
        path.write_text(f"{picture}\n", encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"--svg: {path} cannot be written: {error.strerror}") from None
    say(str(path))


def print_explained(found: Explanation, events: list[TicketEvent]) -> None:
    """The explanation as text, then as a picture."""
    from slaclock.cli.life import strip_of  # the engine's rooms are entered by those who need them

    say(str(found), "", *strip_of(found, events))
