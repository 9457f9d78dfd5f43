"""The options several commands share, and how what is typed becomes values."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from slaclock.errors import InvalidInput, SlaclockError
from slaclock.instant import parse_instant, to_us

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slaclock.hours.calendar import Calendar
    from slaclock.timeline.event import TicketEvent

STARTER = Path("slaclock.toml")
STDIN = Path("-")


def instant(text: str) -> datetime:
    """An instant as it is typed: RFC 3339 with an offset, seconds may be left out."""
    try:
        at = parse_instant(text.strip())
        to_us(at)
    except (ValueError, SlaclockError) as error:
        raise typer.BadParameter(str(error)) from None
    return at


def moment(at: datetime | None) -> datetime:
    """The instant asked about: what was typed, or now. Nowhere else is the wall clock read."""
    return at if at is not None else datetime.now(UTC).replace(microsecond=0)


Config: TypeAlias = Annotated[
    Path,
    typer.Option("--config", "-c", envvar="SLACLOCK_CONFIG", help="TOML file, or a folder of them.", show_default=True),
]
At: TypeAlias = Annotated[
    datetime | None,
    typer.Option("--at", parser=instant, metavar="INSTANT", help="Like 2026-11-20T16:30+01:00; now, if left out."),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CalendarName: TypeAlias = Annotated[
    str | None, typer.Option("--calendar", "-k", metavar="NAME", help="Needed if the configuration has several.")
]
Events: TypeAlias = Annotated[
    Path, typer.Option("--events", "-e", metavar="FILE", help="JSON Lines, one event a line; - reads standard input.")
]


def events_of(path: Path) -> list[TicketEvent]:
    """The events of a file, or of the standard input."""
    from slaclock.timeline.read import read_events

    if path == STDIN:
        return read_events(sys.stdin.buffer, "standard input")
    return read_events(path)


def calendar_of(calendars: Mapping[str, Calendar], name: str | None) -> Calendar:
    """The calendar meant: the one named, or the only one there is."""
    if name is None and len(calendars) == 1:
        return next(iter(calendars.values()))
    known = ", ".join(calendars)
    if name is None:
        raise InvalidInput(f"there are several calendars; name one with --calendar: {known}")
    if name not in calendars:
        near = get_close_matches(name, calendars, n=1)
        raise InvalidInput(
            f"there is no calendar {name!r}; " + (f"did you mean {near[0]!r}?" if near else f"known: {known}")
        )
    return calendars[name]
