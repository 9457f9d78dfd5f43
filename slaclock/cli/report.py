"""`slaclock report`: how objectives were kept, over every day, week or month that has ended."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from slaclock.cli.options import STARTER, AsJson, Config
from slaclock.cli.paper import counted, hand_out, say, table
from slaclock.cli.service import HelpdeskName, opened


def report(
    config: Config = STARTER,
    helpdesk: HelpdeskName = None,
    objective: Annotated[
        str | None, typer.Option("--objective", metavar="NAME", help="Only this one; else all of them.")
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help="Like 2026-03 or 2026-W10; else all of them.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell how objectives were kept in each day, week or month.

    What has ended and was not reported yet is worked out first, as the service does every hour.
    """
    with opened(config) as app:
        from slaclock.report import report as work_out
        from slaclock.show import attained
        from slaclock.store import attainments

        desk, now = app.desk(helpdesk), app.now()
        if app.believes(now):
            work_out(app.store, desk, now)
        with app.store.reading() as unit:
            told = [attained(row) for row in attainments.latest(unit, desk.place, objective, period)]
    if as_json:
        hand_out(told)
    else:
        _print(told)


def _print(told: list[dict[str, Any]]) -> None:
    say(counted(len(told), "figure"))
    if told:
        say("")
        heads = ("period", "objective", "policy", "priority", "wanted", "share", "of", "formula", "")
        rows = [
            (
                row["period"],
                row["objective"],
                row["policy"],
                row["priority"],
                f"{row['wanted']:.1%}",
                f"{row['share']:.1%}" if row["share"] is not None else "-",
                row["denominator"],
                row["formula"],
                _verdict(row),
            )
            for row in told
        ]
        table(heads, rows, right=(4, 5, 6))


def _verdict(row: dict[str, Any]) -> str:
    said = {True: "reached", False: "MISSED", None: "nothing to judge"}[row["reached"]]
    return said if row["number"] == 1 else f"{said} (corrected)"
