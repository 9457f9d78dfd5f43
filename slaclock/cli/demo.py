"""`slaclock demo`: a sample desk replayed, one of its tickets explained, and what to try next."""

from __future__ import annotations

from pathlib import Path

from slaclock.cli.options import AsJson
from slaclock.cli.paper import hand_out, heading, say
from slaclock.cli.replay import as_dict, run
from slaclock.cli.shipped import shipped

TICKET, METRIC = "E-1042", "resolution"
"""The ticket explained at the end: over a clock change, a weekend, a pause and two holidays."""


def demo(as_json: AsJson = False) -> None:
    """Replay a sample desk and explain one of its tickets."""
    from slaclock.engine import Engine

    desk = shipped("demo")
    engine = Engine.from_config(desk / "desk.toml")
    result = run(engine, desk / "tickets.csv", desk / "map.toml", at=None, against=None, worst=5)
    events = list(result.log.stories[TICKET].events)
    told = engine.explain(events, METRIC, result.at)
    if as_json:
        hand_out(as_dict(result, engine, ("channel", "metric")) | {"explained": told.to_dict()})
        return
    from slaclock.cli.explain import print_explained
    from slaclock.cli.results import print_result

    say(
        "A sample desk, March and April 2026: ACME, Globex and Initech write by e-mail, chat and SMS",
        "to two teams, in Berlin and Austin, over a change to summer time and Easter.",
        "",
    )
    print_result(result, engine.config, ("channel", "metric"), explained=False)
    heading(f"one ticket explained: {TICKET}")
    print_explained(told, events)
    heading("what to try next")
    say(*_next(_near(desk)))


def _next(desk: Path) -> list[str]:
    here = f"{desk / 'tickets.csv'} --map {desk / 'map.toml'} --config {desk / 'desk.toml'}"
    return [
        f"slaclock check --config {desk / 'desk.toml'}",
        f"slaclock open --config {desk / 'desk.toml'} --calendar berlin --year 2026",
        f"slaclock replay {here} --by customer,metric --worst 5",
        f"slaclock replay {here} --against {desk / 'kinder.toml'}",
        "slaclock init my-desk    # your own: a commented configuration to start from",
    ]


def _near(path: Path) -> Path:
    """The path as it is shortest to type from here."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path
