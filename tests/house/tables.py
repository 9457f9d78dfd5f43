"""The tables of the reference that the code already says: written from it, compared with it.

    python -m tests.house.tables      writes them anew

In a page, a table stands between `<!-- table: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from typer.main import get_command

from slaclock import Engine
from slaclock.cli.app import app
from slaclock.policy.metric import METRICS, Metric
from slaclock.promise.language import catalogue
from slaclock.promise.language import languages as spoken
from slaclock.promise.sms import is_gsm
from slaclock.timeline.grammar import COMMON, EVENT_TYPES, Key
from tests.house.survey import REPOSITORY, documents, modules

MARKED = re.compile(r"(?<=^<!-- table: )(\w+)( -->\n)(.*?)(?=^<!-- end -->)", re.MULTILINE | re.DOTALL)


def rows(*lines: Iterable[str]) -> str:
    """Lines of cells as a table; the first line is its head."""
    head, *body = [f"| {' | '.join(cells)} |" for cells in lines]
    return "\n".join([head, re.sub(r"[^|]+", "---", head), *body]) + "\n"


def classes() -> str:
    """Every public class: the first sentence of its docstring, and where it lives."""
    found = {
        node.name: (f"`{node.name}`", meaning(node), f"`{module.name.removeprefix('slaclock.')}`")
        for module in modules()
        if module.public
        for node in module.classes()
    }
    return rows(("class", "meaning", "where"), *(found[name] for name in sorted(found)))


def meaning(node: ast.ClassDef) -> str:
    paragraph = (ast.get_docstring(node) or "").split("\n\n")[0]
    return re.split(r"(?<=\.)\s", " ".join(paragraph.split()))[0].replace("|", "\\|")


def common() -> str:
    """The keys every event has or may have."""
    return rows(("key", "may hold", "meaning"), *(described(name, key) for name, key in COMMON.items()))


def events() -> str:
    """Every type of event with its further keys."""
    lines = []
    for kind in EVENT_TYPES.values():
        first: tuple[str, str] = (f"`{kind.name}`", kind.meaning)
        for name, key in kind.keys.items():
            lines.append((*first, *described(name, key)))
            first = ("", "")
        if not kind.keys:
            lines.append((*first, "", "", ""))
    return rows(("type", "what happened", "key", "may hold", "meaning"), *lines)


def described(name: str, key: Key) -> tuple[str, str, str]:
    choices = ", ".join(f"`{choice}`" for choice in key.value.choices)
    return f"`{name}`{'' if key.needed else '?'}", choices or key.value.wanted.removeprefix("write "), key.meaning


def metrics() -> str:
    """Every metric slaclock knows by itself."""
    return rows(("metric", "starts at", "stops at", "waits in", "re-open"), *map(measured, METRICS.values()))


def measured(metric: Metric) -> tuple[str, ...]:
    stops = [f"{moment} ({outcome})" if outcome else str(moment) for moment, outcome in metric.stops.items()]
    return (
        f"`{metric.name}`",
        ", ".join(sorted(metric.starts)),
        ", ".join(sorted(stops)),
        ", ".join(sorted(metric.pauses)) + (" (a target may say)" if metric.pausable else ""),
        "goes on" if metric.resumes else "",
    )


def commands() -> str:
    """Every command with its arguments and options."""
    return rows(("command", "what it does", "argument or option", "meaning"), *commanded(get_command(app), "slaclock"))


def commanded(command: Any, path: str) -> Iterator[tuple[str, ...]]:
    for name, inner in getattr(command, "commands", {}).items():
        yield from commanded(inner, f"{path} {name}")
    if not hasattr(command, "commands"):
        first: tuple[str, str] = (f"`{path}`", str(command.help).split("\n\n")[0].replace("\n", " "))
        for option in command.params:
            written = " ".join(f"`{each}`" for each in option.opts) if option.param_type_name == "option" else ""
            named = (option.metavar or option.name.upper()).replace("|", "\\|")
            yield (*first, written or f"`{named}`", (option.help or "").replace("|", "\\|"))
            first = ("", "")


def languages() -> str:
    """Every language promises are made in, and what somebody reads in it on a closed Saturday in November 2026."""
    saturday = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    desk = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}
    targets = {"first_response": {"default": "4 business hours"}}
    policies = [{"name": "all", "calendar": "desk", "targets": targets}]
    engine = Engine.from_config({"calendars": {"desk": desk}, "policies": policies})
    found = [
        ("language", "code", "reviewed", "direction", "text message", "“closed, back Monday, reply by Monday 13:00”")
    ]
    for code in spoken():
        made = engine.promise_for({"channel": "sms"}, saturday, "Europe/Berlin", code)
        costs = f"{'GSM-7' if is_gsm(made.sms) else 'UCS-2'}, {made.sms_segments}"
        reviewed = "yes" if catalogue(code).reviewed else "no"
        seen = made.text.translate(dict.fromkeys(map(ord, "\u2068\u2069")))
        found.append((catalogue(code).name, f"`{code}`", reviewed, made.direction, costs, seen))
    return rows(*found)


TABLES: dict[str, Callable[[], str]] = {
    "classes": classes,
    "commands": commands,
    "common": common,
    "events": events,
    "languages": languages,
    "metrics": metrics,
}


def renewed(page: Path) -> str:
    """The page with every marked table as the code has it now."""
    return MARKED.sub(lambda found: f"{found[1]}{found[2]}\n{TABLES[found[1]]()}\n", page.read_text(encoding="utf-8"))


def marked() -> list[Path]:
    return [page for page in documents() if MARKED.search(page.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    for each in marked():
        each.write_text(renewed(each), encoding="utf-8")
        print(each.relative_to(REPOSITORY))
