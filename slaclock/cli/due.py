"""`slaclock due`: when a budget runs out, and which stretches it was counted from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slaclock.cli.door import NO
from slaclock.cli.options import STARTER, AsJson, At, CalendarName, Config, calendar_of, moment
from slaclock.cli.paper import complain, hand_out, say, table
from slaclock.cli.said import rfc, say_instant

if TYPE_CHECKING:
    from slaclock.explain import Line
    from slaclock.hours.calendar import Calendar
    from slaclock.policy.budget import Budget

MOST_ROWS = 40
"""Stretches shown; a longer reckoning is cut in the middle."""


def due(
    budget: Annotated[str, typer.Option("--budget", "-b", help='Like "4 business hours", 24h, "2 business days".')],
    config: Config = STARTER,
    calendar: CalendarName = None,
    at: At = None,
    as_json: AsJson = False,
) -> None:
    """Tell when a budget runs out, and why."""
    from slaclock.errors import NeverOpens
    from slaclock.explain.reckon import reckon
    from slaclock.instant import from_us, to_us
    from slaclock.policy.budget import Budget
    from slaclock.policy.load import load_config

    promised = Budget.parse(budget)
    hours = calendar_of(load_config(config).calendars, calendar)
    start = moment(at).astimezone(hours.zone)
    try:
        end = from_us(promised.due(hours, to_us(start)), hours.zone)
    except NeverOpens as error:
        complain(f"calendar {hours.name!r}, {promised}: {error}")
        raise typer.Exit(NO) from None
    lines = list(reckon(promised.on(hours), start, end))
    if as_json:
        hand_out(_as_dict(promised, hours, start, end, lines))
    else:
        _print(promised, hours, start, end, lines)


def _days(budget: Budget, calendar: Calendar, start: datetime) -> Iterator[str]:
    """The business days a day budget counts, so that they can be ticked off on a wall calendar."""
    if budget.length is None:
        for number in range(1, min(budget.amount, MOST_ROWS) + 1):
            yield f"business day {number}: {say_instant(calendar.add_days(start, number))}"


def _print(budget: Budget, calendar: Calendar, start: datetime, end: datetime, lines: list[Line]) -> None:
    from slaclock.policy.budget import Unit

    on = "around the clock" if budget.unit is Unit.WALL else f"on {calendar.name}"
    say(f"due {say_instant(end)}  ({end.isoformat()})")
    say(f"{budget} from {say_instant(start)}, counted {on} ({calendar.zone.key})")
    say(*_days(budget, calendar, start))
    shown = lines if len(lines) <= MOST_ROWS else [*lines[: MOST_ROWS // 2], None, *lines[-MOST_ROWS // 2 :]]
    left_out = f"… {len(lines) - MOST_ROWS} more …"
    say("")
    table(
        ("from", "to", "counted", "sum", "why"),
        [_row(line) if line is not None else ("", left_out, "", "", "") for line in shown],
        right=(2, 3),
    )


def _row(line: Line) -> tuple[str, ...]:
    from slaclock.explain import write_length

    counted = f"+{write_length(line.counted)}" if line.counted else "–"
    return say_instant(line.start), say_instant(line.end), counted, write_length(line.total), line.reason


def _as_dict(budget: Budget, calendar: Calendar, start: datetime, end: datetime, lines: list[Line]) -> dict[str, Any]:
    return {
        "due": rfc(end),
        "due_local": end.isoformat(),
        "at": rfc(start),
        "budget_text": budget.text,
        "unit": budget.unit.value,
        "calendar": calendar.name,
        "zone": calendar.zone.key,
        "lines": [line.to_dict() for line in lines],
    }
