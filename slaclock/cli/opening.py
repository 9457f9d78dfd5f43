"""`slaclock open`: whether somebody is there, and the week or year drawn in the terminal."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slaclock.cli.door import NO
from slaclock.cli.options import STARTER, AsJson, At, CalendarName, Config, calendar_of, moment
from slaclock.cli.paper import hand_out, say
from slaclock.cli.said import rfc, say_instant
from slaclock.errors import InvalidInput, NeverCloses, NeverOpens

if TYPE_CHECKING:
    from collections.abc import Callable

    from slaclock.hours.calendar import Calendar


def open_(
    config: Config = STARTER,
    calendar: CalendarName = None,
    at: At = None,
    week: Annotated[bool, typer.Option("--week", help="Draw the week instead: which hours, which holidays.")] = False,
    year: Annotated[bool, typer.Option("--year", help="Draw the year instead.")] = False,
    number: Annotated[
        int | None,
        typer.Argument(metavar="[YYYY]", min=1970, max=2199, help="With --year: which one.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell whether support is open, or draw its week or year.

    Exits with 0 if it is open, 1 if it is closed; a drawing always with 0.
    """
    from slaclock.policy.load import load_config

    if week and year:
        raise InvalidInput("--week and --year at once; ask for one of them")
    if number is not None and not year:
        raise InvalidInput(f"{number} without --year; write --year {number}")
    hours = calendar_of(load_config(config).calendars, calendar)
    asked = moment(at).astimezone(hours.zone)
    if week or year:
        _draw(hours, asked, number or asked.year if year else None, as_json)
        return
    answer = _answer(hours, asked)
    if as_json:
        hand_out(answer)
    else:
        _print(hours, asked, answer)
    if not answer["open"]:
        raise typer.Exit(NO)


def _answer(calendar: Calendar, at: datetime) -> dict[str, Any]:
    from slaclock.instant import to_us

    us = to_us(at)
    here = next(calendar.stretches(us, us + 1))
    return {
        "calendar": calendar.name,
        "zone": calendar.zone.key,
        "at": rfc(at),
        "open": here.open,
        "reason": here.reason,
        "next_opening": rfc(_next(_after_closing(calendar) if here.open else calendar.next_opening, at)),
        "next_closing": rfc(_next(calendar.next_closing, at)),
    }


def _after_closing(calendar: Calendar) -> Callable[[datetime], datetime]:
    return lambda at: calendar.next_opening(calendar.next_closing(at))


def _next(turn: Callable[[datetime], datetime], at: datetime) -> datetime | None:
    """The next turn of the hours, or None where there is none within ten years."""
    try:
        return turn(at)
    except (NeverOpens, NeverCloses):
        return None


def _print(calendar: Calendar, at: datetime, answer: dict[str, Any]) -> None:
    say(f"{calendar.name} is {answer['reason']}", f"at            {say_instant(at)}  {calendar.zone.key}")
    for turn in sorted(("next_opening", "next_closing"), key=lambda turn: answer[turn] or "9"):
        told = answer[turn]
        when = say_instant(datetime.fromisoformat(told).astimezone(calendar.zone)) if told else "not within ten years"
        say(f"{turn.replace('_', ' '):<13} {when}")


def _draw(calendar: Calendar, at: datetime, year: int | None, as_json: bool) -> None:
    from slaclock.cli.picture import days_of_week, days_of_year, draw_week, draw_year, tell_day

    days = days_of_week(at.date()) if year is None else days_of_year(year)
    if as_json:
        told = [tell_day(calendar, day) for day in days]
        hand_out({"calendar": calendar.name, "zone": calendar.zone.key, "days": told})
    elif year is None:
        say(*draw_week(calendar, at))
    else:
        say(*draw_year(calendar, year))
