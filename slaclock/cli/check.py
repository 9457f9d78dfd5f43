"""`slaclock check`: everything wrong with a configuration, whom it serves, and what deserves a second look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from slaclock.cli.door import NO
from slaclock.cli.options import STARTER, AsJson, Config, moment
from slaclock.cli.paper import counted, hand_out, heading, say, table
from slaclock.errors import InvalidConfig

if TYPE_CHECKING:
    from slaclock.hours.calendar import Calendar
    from slaclock.policy import load
    from slaclock.policy.coverage import Finding, Served


def check(
    config: Config = STARTER,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if there is a warning.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what is wrong with a configuration, and whom it serves.

    Exits with 2 if it cannot be used; warnings alone are fine, or 1 with --strict.
    """
    from slaclock.policy.coverage import Finding, coverage, served
    from slaclock.policy.load import load_config

    try:
        loaded = load_config(config)
    except InvalidConfig as error:
        if as_json:
            hand_out({"ok": False, "complaints": [_complaint(each) for each in error.complaints]})
        raise
    warnings = [
        *(Finding("calendar", name, text) for name, each in loaded.calendars.items() for text in _doubts(each)),
        *coverage(loaded),
    ]
    if as_json:
        hand_out(_as_dict(loaded, served(loaded), warnings))
    else:
        _print(str(config), loaded, served(loaded), warnings)
    if strict and warnings:
        raise typer.Exit(NO)


def _doubts(calendar: Calendar) -> tuple[str, ...]:
    """What its author may not have meant, looked at for this year and the next two."""
    from slaclock.hours.load import calendar_warnings

    year = moment(None).year
    return calendar_warnings(calendar, range(year, year + 3))


def _complaint(complaint: Any) -> dict[str, str]:
    return {"where": complaint.where, "found": complaint.found, "wanted": complaint.wanted}


def _as_dict(config: load.Config, rows: list[Served], warnings: list[Finding]) -> dict[str, Any]:
    return {
        "ok": True,
        "calendars": [{"name": name, "zone": each.zone.key} for name, each in config.calendars.items()],
        "served": [
            {"kind": row.kind.value, "policy": row.policy, "tickets": row.tickets, "promises": list(row.promises)}
            for row in rows
        ],
        "objectives": [objective.name for objective in config.objectives],
        "warnings": [{"kind": each.kind, "where": each.where, "message": each.message} for each in warnings],
    }


def _print(source: str, config: load.Config, rows: list[Served], warnings: list[Finding]) -> None:
    parts = (
        counted(len(config.calendars), "calendar"),
        counted(len(config.policies), "policy", "policies"),
        counted(len(config.objectives), "objective"),
        counted(len(warnings), "warning"),
    )
    say(f"{source} can be used: {', '.join(parts)}")
    if config.calendars:
        heading("calendars")
        table(
            ("name", "zone", "hours"), [(name, each.zone.key, _hours(each)) for name, each in config.calendars.items()]
        )
    if rows:
        heading("who is served, in the order asked")
        table(("kind", "policy", "tickets", "promises"), [line for row in rows for line in _served(row)])
    if warnings:
        heading("warnings")
        say(*(f"{each.where}: {each.message}" for each in warnings))


def _hours(calendar: Calendar) -> str:
    from slaclock.hours.shift import week_text

    if not calendar.versions:
        return "put together from others"
    return week_text(calendar.versions[-1][1].week)


def _served(row: Served) -> list[tuple[str, str, str, str]]:
    """One line for each promise, the policy named once."""
    first, *others = row.promises or ("",)
    prefix = f"{row.policy}/"
    head = (row.kind.value, row.policy or "no policy", row.tickets, first.removeprefix(prefix))
    return [head, *(("", "", "", other.removeprefix(prefix)) for other in others)]
