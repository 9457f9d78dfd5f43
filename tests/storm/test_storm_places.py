"""Where a worker may die: every statement that a unit executes is announced, and no named place is forgotten."""

from __future__ import annotations

import ast
from pathlib import Path

from sqlalchemy import event

from slaclock.housekeep import erase, housekeep
from slaclock.ingest import ingest, receive, refetch, understand
from slaclock.poll import poll
from slaclock.store import Store
from slaclock.sync import sync
from slaclock.tick import tick
from tests.service.world import Helpdesk, answered, at, created, desk
from tests.service.world import event as fact
from tests.storm.points import POINTS, STILL

ELSEWHERE = ("once: ", "apology: ", "ledger: promise shown", "report: ")
"""What a person sets off, what a customer is told later than promised, and reports of whole days."""
ENDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


def named(repository: Path) -> set[str]:
    """The names handed to a fault anywhere in the service."""
    found: set[str] = set()
    for file in (repository / "slaclock").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fault":
                found |= {str(each.value) for each in node.args if isinstance(each, ast.Constant)}
    return found


def test_the_storm_knows_every_named_place(repository: Path) -> None:
    here = {name for name in named(repository) if not name.startswith(ELSEWHERE)}
    assert here <= set(POINTS), "a new named place: add it to tests/storm/points.py, so that hands die there"
    assert {name for name in POINTS if ": " in name} <= here, (
        "a place that is gone: take it out of tests/storm/points.py"
    )
    assert set(STILL) <= set(POINTS)
    assert len(POINTS) == len(set(POINTS)) >= 70


def test_no_statement_is_executed_unannounced(store: Store) -> None:
    """So a hand can die before every single one of them."""
    announced: list[str] = []
    executed: list[str] = []
    event.listen(store.database, "before_cursor_execute", lambda *told: executed.append(told[2]))
    here, told = Store(store.database, announced.append), desk(Helpdesk(tickets={"A": [created("A")]}))
    now = at("2 Mar 10:05")
    ingest(here, told, [created("A"), created("B"), fact("B", "m", "2 Mar 10:01", "merged", into="A")], now)
    receive(here, told, {}, b"A", now)
    understand(here, told, now)
    refetch(here, told, now)
    poll(here, told, now)
    tick(here, [told], at("2 Mar 13:30"))
    sync(here, told, lambda: at("2 Mar 13:31"))
    ingest(here, told, [answered("A")], at("2 Mar 13:32"))
    housekeep(here, told, at("2 Mar 13:33"))
    erase(here, told, "nobody", at("2 Mar 13:34"))
    statements = [each for each in executed if not each.lstrip().startswith(ENDS)]
    kinds = [each for each in announced if each.split(" ")[0] in ("select", "insert", "update", "delete")]
    assert len(statements) == len(kinds) > 100
