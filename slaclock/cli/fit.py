"""`slaclock fit`: the rules a desk seems to judge itself by, from its own verdicts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slaclock.cli.options import AsJson
from slaclock.cli.paper import counted, hand_out, heading, say, table
from slaclock.cli.progress import watching

if TYPE_CHECKING:
    from slaclock.fit.result import FitResult


def fit(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="CSV or JSON Lines, gzipped or not.")],
    map_file: Annotated[Path, typer.Option("--map", "-m", metavar="MAP", help="How to read it; it needs a [verdict].")],
    save: Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Write the fitted configuration.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Divides the tickets into the two halves.")] = 1,
    country: Annotated[
        list[str] | None,
        typer.Option("--country", metavar="CODE", help="Whose holidays may be off; the zone's own, if left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find the rules that best explain a log's own verdicts.

    Searches hours, end, pauses and budgets on one half of the tickets and judges them on the other.
    """
    from slaclock.fit.run import run_fit

    with watching() as watch:
        result = run_fit(log, map_file, seed=seed, countries=country, progress=watch)
    if save is not None:
        result.save(save)
    if as_json:
        hand_out(result.to_dict())
    else:
        _print(result)
        if save is not None:
            say("", f"wrote {save}; try it: slaclock replay {log} --map {map_file} --config {save}")


def _print(result: FitResult) -> None:
    from slaclock.fit.result import percent  # two digits: the last few verdicts are what a fit is about

    judged = counted(result.judged, "policy", "policies")
    say(f"{result.log.name}: {judged} tried on {counted(result.rule.count, 'ticket')}; the best one")
    say(f"  {result.rule.candidate}", f"explains {percent(result.fitted)} of their verdicts")
    heading("on the half it had not seen")
    table(
        ("priority", "tickets", "agree", "kinder", "stricter", "share"),
        [
            (
                row.priority,
                f"{row.tickets:,}",
                f"{row.agreeing:,}",
                f"{row.kinder:,}",
                f"{row.stricter:,}",
                percent(row.share),
            )
            for row in result.agreement
        ],
        right=range(1, 6),
    )
    heading("rivals, the best of each kind (fitted half, unseen half)")
    table(
        ("fitted", "unseen", "says"),
        [(percent(rival.fitted), percent(rival.unseen), rival.says) for rival in result.rivals],
        right=(0, 1),
    )
    heading("what remains")
    say(result.remarks, *(f"in the map: {change}" for change in result.map_changes))
    heading("as a configuration")
    say(result.to_toml().rstrip())
