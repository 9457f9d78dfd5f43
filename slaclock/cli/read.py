"""`slaclock read`: every clock of every ticket as it stands at an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slaclock.cli.options import STARTER, AsJson, At, Config, Events, events_of, moment
from slaclock.cli.paper import counted, hand_out, say, table
from slaclock.cli.said import say_instant

if TYPE_CHECKING:
    from slaclock.clock.reading import Reading


def read(events: Events, config: Config = STARTER, at: At = None, as_json: AsJson = False) -> None:
    """Read every clock of every ticket in an event file."""
    from slaclock.engine import Engine

    asked = moment(at)
    readings = Engine.from_config(config).read(events_of(events), asked)
    if as_json:
        hand_out([reading.to_dict() for reading in readings])
    else:
        tickets = len({reading.ticket for reading in readings})
        say(f"{counted(len(readings), 'reading')} of {counted(tickets, 'ticket')} at {say_instant(asked)} {asked:%Z}")
        if readings:
            say("")
            print_readings(readings)


def print_readings(readings: list[Reading]) -> None:
    """One row for each reading, on the clock of its calendar."""
    from slaclock.explain import write_length

    heads = ("ticket", "metric", "cycle", "state", "outcome", "used", "budget", "left", "deadline", "breached")
    rows = [
        (
            reading.ticket,
            reading.metric,
            reading.cycle,
            reading.state.value.replace("_", " "),
            reading.outcome.value.replace("_", " ") if reading.outcome else "",
            write_length(reading.elapsed),
            reading.budget_text,
            write_length(reading.remaining),
            f"{say_instant(reading.deadline)} {reading.deadline:%Z}" if reading.deadline else "",
            say_instant(reading.breached_at),
        )
        for reading in readings
    ]
    table(heads, rows, right=(2, 5, 7))
