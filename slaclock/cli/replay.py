"""`slaclock replay`: a helpdesk's export from beginning to end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from slaclock.cli.options import STARTER, AsJson, At, Config
from slaclock.cli.paper import hand_out, say
from slaclock.cli.progress import watching

if TYPE_CHECKING:
    from datetime import datetime

    from slaclock.engine import Engine
    from slaclock.replay.result import ReplayResult

WORST = 3
WithPromises: TypeAlias = Annotated[
    bool, typer.Option("--promises", help="Tell how the promises to customers would have been kept.")
]


def replay(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="CSV or JSON Lines, gzipped or not.")],
    map_file: Annotated[
        Path, typer.Option("--map", "-m", metavar="MAP", help="How its columns are to be read (TOML).")
    ],
    config: Config = STARTER,
    at: At = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="CONFIG", help="Tell what another configuration would change.")
    ] = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="Write every reading: .csv, or .jsonl.")
    ] = None,
    worst: Annotated[int, typer.Option("--worst", min=0, max=1000, help="How many misses to explain.")] = WORST,
    by: Annotated[
        str, typer.Option("--by", metavar="LIST", help="Group service levels: metric,channel,month and the like.")
    ] = "metric",
    promises: WithPromises = False,
    as_json: AsJson = False,
) -> None:
    """Replay a helpdesk's export under a configuration.

    Tells attainment, service levels, objectives, the worst misses explained, and the rows it could not use.

    Without --at the log is looked at from its last instant.
    """
    from slaclock.engine import Engine

    engine = Engine.from_config(config)
    result = run(engine, log, map_file, at=at, against=against, worst=worst, promises=promises)
    written = _export(result, export)
    groups = tuple(name.strip() for name in by.split(",") if name.strip())
    if as_json:
        hand_out(as_dict(result, engine, groups) | ({"exported": written} if export else {}))
        return
    from slaclock.cli.results import print_result

    print_result(result, engine.config, groups)
    if export:
        say("", f"wrote {written:,} readings to {export}")


def run(
    engine: Engine,
    log: Path,
    map_file: Path,
    *,
    at: datetime | None,
    against: Path | None,
    worst: int,
    promises: bool = False,
) -> ReplayResult:
    """The replay itself, watched by whoever sits at a terminal."""
    from slaclock.replay.run import run_replay

    with watching() as watch:
        return run_replay(log, map_file, engine, at=at, against=against, worst=worst, promises=promises, progress=watch)


def _export(result: ReplayResult, file: Path | None) -> int | None:
    from slaclock.replay.export import export_readings

    return export_readings(result.readings, file, result.promises) if file is not None else None


def as_dict(result: ReplayResult, engine: Engine, groups: tuple[str, ...]) -> dict[str, Any]:
    """Everything about a replay as JSON has it."""
    from slaclock.reports.level import levels
    from slaclock.reports.objective import judgements
    from slaclock.reports.tally import under

    return result.to_dict() | {
        "levels": [level.to_dict() for level in levels(result.readings, groups, under(engine.config.book))],
        "objectives": [judgement.to_dict() for judgement in judgements(engine.config, result.readings)],
    }
