"""`slaclock promise`: what a customer is told to expect, in his zone and language, before or while a ticket is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from slaclock.cli.door import NO
from slaclock.cli.options import STARTER, AsJson, At, Config, events_of, moment
from slaclock.cli.paper import counted, hand_out, say
from slaclock.cli.said import say_instant
from slaclock.errors import InvalidInput

if TYPE_CHECKING:
    from slaclock.promise.promise import Promise


Ticketed: TypeAlias = Annotated[
    Path | None,
    typer.Option("--events", "-e", metavar="FILE", help="Of a ticket that exists: its events, JSON Lines; or -."),
]
Which: TypeAlias = Annotated[
    str | None, typer.Option("--ticket", "-t", help="Needed if the events are of several.", show_default=False)
]
Channel: TypeAlias = Annotated[
    str | None, typer.Option("--channel", help="Before there is a ticket: email, chat, sms …")
]
Customer: TypeAlias = Annotated[str | None, typer.Option("--customer", help="Whose ticket it would be.")]
Priority: TypeAlias = Annotated[str | None, typer.Option("--priority", help="Its priority.")]
Tags: TypeAlias = Annotated[list[str] | None, typer.Option("--tag", help="One of its tags; or several.")]
Fields: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="NAME=VALUE", help="One of its fields, like tier=gold; or several."),
]
Zone: TypeAlias = Annotated[
    str | None, typer.Option("--zone", "-z", metavar="ZONE", help="The customer's, like Asia/Tokyo.")
]
Locale: TypeAlias = Annotated[
    str | None, typer.Option("--locale", "-l", metavar="TAG", help="The customer's, like de or pt-BR.")
]
Coarse: TypeAlias = Annotated[bool, typer.Option("--coarse", help="Name days only: by the end of Monday.")]
AsMessage: TypeAlias = Annotated[bool, typer.Option("--sms", help="Print it as a text message, and how many it takes.")]


def promise(
    config: Config = STARTER,
    events: Ticketed = None,
    ticket: Which = None,
    channel: Channel = None,
    customer: Customer = None,
    priority: Priority = None,
    tag: Tags = None,
    field: Fields = None,
    at: At = None,
    zone: Zone = None,
    locale: Locale = None,
    coarse: Coarse = False,
    sms: AsMessage = False,
    as_json: AsJson = False,
) -> None:
    """Tell what a customer is promised, in his own words.

    Exits with 1 if nothing can be promised.
    """
    from slaclock.engine import Engine

    fields = dict(map(_field, field or ()))
    facts = {"channel": channel, "customer": customer, "priority": priority, "tags": tag, "fields": fields}
    given = {name: value for name, value in facts.items() if value}
    _refuse_both(events, ticket, given)
    engine, asked = Engine.from_config(config), moment(at)
    if events is None:
        found = engine.promise_for(given, asked, zone, locale, coarse=coarse)
    else:
        found = engine.promise(events_of(events), asked, zone, locale, ticket=ticket, coarse=coarse)
    if as_json:
        hand_out(found.to_dict())
    elif sms:
        say(*_message(found))
    else:
        say(*_page(found))
    if found.kind == "none":
        raise typer.Exit(NO)


def _field(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise InvalidInput(f"--field {text}: found no name and value; write it like --field tier=gold")
    return name, value


def _refuse_both(events: Path | None, ticket: str | None, given: Mapping[str, Any]) -> None:
    if events is not None and given:
        names = ", ".join(f"--{name.removesuffix('s')}" for name in given)
        raise InvalidInput(f"--events and {names}: a ticket's own events say that; leave {names} out")
    if events is None and ticket is not None:
        raise InvalidInput(f"--ticket {ticket} without --events; name the file that holds its events")
    if events is None and "channel" not in given:
        raise InvalidInput("whose promise? name a ticket's --events, or the --channel a customer would write on")


def _page(found: Promise) -> Iterator[str]:
    """The paragraph, and what stands behind it."""
    yield found.text or "(nothing to say)"
    yield ""
    rows = {
        "promise": found.kind.value.replace("_", " "),
        "metric": found.metric or "",
        "deadline": say_instant(found.deadline),
        "shown": say_instant(found.shown),
        "opens": say_instant(found.opens_at),
        "closed for": found.closed_because or "",
        "zone": f"{found.zone} ({'the customer’s' if found.zone_known else 'the desk’s; the customer’s is not known'})",
        "locale": found.locale,
        "formula": found.formula,
    }
    yield from (f"{name:<10}  {value}" for name, value in rows.items() if value)


def _message(found: Promise) -> Iterator[str]:
    """The text message, and what it costs."""
    from slaclock.promise.sms import is_gsm, places

    yield found.sms
    yield ""
    alphabet = "GSM-7" if is_gsm(found.sms) else "UCS-2"
    yield f"{counted(found.sms_segments, 'segment')} of {alphabet}, {counted(places(found.sms), 'place')}"
