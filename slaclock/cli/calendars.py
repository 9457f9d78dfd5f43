"""`slaclock calendars diff`: what new hours would change, before anybody saves them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slaclock.cli.options import AsJson, moment
from slaclock.cli.paper import counted, hand_out, heading, say, table
from slaclock.cli.said import say_hours, say_short

if TYPE_CHECKING:
    from slaclock.hours.calendar import Calendar
    from slaclock.hours.diff import ChangedDay
    from slaclock.policy.dryrun import MovedTarget
    from slaclock.policy.load import Config

MOST_DAYS = 40
app = typer.Typer(help="Set two configurations' calendars against each other.", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def _calendars(ctx: typer.Context) -> None:
    """Set two configurations' calendars against each other."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command("diff")
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The configuration as it is.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The configuration as it would be.")],
    year: Annotated[
        int | None, typer.Option("--year", min=1970, max=2199, help="Which year; this one, if left out.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help=f"List every day, not {MOST_DAYS} a calendar.")] = False,
    as_json: AsJson = False,
) -> None:
    """Count and list the days and deadlines that new hours move."""
    from slaclock.policy.load import load_config

    before, after = load_config(old), load_config(new)
    chosen = year or moment(None).year
    days = {name: _days(before.calendars[name], after.calendars[name], chosen) for name in _shared(before, after)}
    targets = _targets(before, after, chosen)
    added = sorted(after.calendars.keys() - before.calendars.keys())
    removed = sorted(before.calendars.keys() - after.calendars.keys())
    if as_json:
        hand_out(_as_dict(chosen, added, removed, days, targets))
    else:
        say(
            *(f"calendar {name}: only in {new}" for name in added),
            *(f"calendar {name}: only in {old}" for name in removed),
        )
        for name, found in days.items():
            _print_days(name, chosen, found, None if everything else MOST_DAYS)
        _print_targets(chosen, targets)


def _shared(before: Config, after: Config) -> list[str]:
    return [name for name in before.calendars if name in after.calendars]


def _days(before: Calendar, after: Calendar, year: int) -> list[ChangedDay]:
    from slaclock.hours.diff import changed_days

    return [] if before == after else list(changed_days(before, after, date(year, 1, 1), date(year, 12, 31)))


def _targets(before: Config, after: Config, year: int) -> list[MovedTarget]:
    """Promises tried with a ticket begun at each full hour of the year (UTC)."""
    from datetime import UTC

    from slaclock.instant import HOUR, to_us
    from slaclock.policy.dryrun import moved_targets

    first, last = (to_us(datetime(each, 1, 1, tzinfo=UTC)) for each in (year, year + 1))
    return list(moved_targets(before, after, range(first, last, HOUR)))


def _as_dict(
    year: int,
    added: list[str],
    removed: list[str],
    days: dict[str, list[ChangedDay]],
    targets: Iterable[MovedTarget],
) -> dict[str, Any]:
    return {
        "year": year,
        "added": added,
        "removed": removed,
        "calendars": {
            name: {"days": [day.to_dict() for day in found], "moved": _sum(found).total_seconds()}
            for name, found in days.items()
        },
        "targets": [target.to_dict() for target in targets],
    }


def _sum(days: Iterable[ChangedDay]) -> timedelta:
    return sum((day.moved for day in days), timedelta())


def _print_days(name: str, year: int, found: list[ChangedDay], most: int | None) -> None:
    if not found:
        say(f"calendar {name}: the same hours on every day of {year}")
        return
    heading(
        f"calendar {name}: other hours on {counted(len(found), 'day')} of {year}, {say_hours(_sum(found))} hours in all"
    )
    rows = [
        (say_short(day.day), _side(day.before, day.before_name), _side(day.after, day.after_name), say_hours(day.moved))
        for day in found[:most]
    ]
    table(("date", "before", "after", "hours"), rows, right=(3,))
    if most is not None and len(found) > most:
        say(f"… {counted(len(found) - most, 'more day')}; list them with --all")


def _side(shifts: Iterable[object], name: str) -> str:
    from slaclock.hours.plan import WEEKDAYS

    hours = ", ".join(map(str, shifts)) or "closed"
    return f"{hours} ({name})" if name and name not in WEEKDAYS else hours


def _print_targets(year: int, targets: list[MovedTarget]) -> None:
    if not targets:
        say("", "no promise that both make is counted differently")
        return
    heading(f"deadlines of tickets begun at each full hour of {year}, never paused")
    rows = [
        (
            target.target,
            target.budget,
            f"{target.moved:,} of {target.tried:,}",
            f"{target.earlier:,}",
            say_hours(-target.most_earlier) if target.earlier else "",
            f"{target.later:,}",
            say_hours(target.most_later) if target.later else "",
        )
        for target in targets
    ]
    table(("promise", "budget", "moved", "earlier", "at most", "later", "at most"), rows, right=(2, 3, 4, 5, 6))
