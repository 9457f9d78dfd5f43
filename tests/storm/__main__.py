"""The storms of `make storm`, one after another, each with its verdict: `python -m tests.storm --help`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import started
from tests.storm import checker
from tests.storm.points import POINTS
from tests.storm.storm import Storm, gale, siege, storm

SIEGE = {("acme", "gold"): 0.8, ("umbra", "gold"): 0.3, ("acme", "bulk"): 0.1}
GALE = {("acme", "gold"): 1.0, ("umbra", "gold"): 0.4, ("acme", "bulk"): 1.5}
"""Tickets at the front desk and deliveries of eighty at the other, a second."""


@contextmanager
def place(database: str) -> Generator[tuple[Path, str]]:
    """A folder for one storm, and the address of an empty store."""
    with tempfile.TemporaryDirectory(prefix="slaclock-storm-", ignore_cleanup_errors=True) as home:
        folder = Path(home)
        if database == "sqlite":
            yield folder, f"sqlite:///{folder}/store.db"
            return
        cluster = started()
        if cluster is None:
            sys.exit("no PostgreSQL server is installed (Debian and Ubuntu: apt-get install postgresql)")
        yield folder, cluster.copy()


def besiege(database: str, each: int, seed: int) -> int:
    """Hands die at every named place."""
    with place(database) as (folder, url):
        with storm(folder, url, speed=30, rate=0.05, rates=SIEGE, seed=seed) as here:
            deaths = siege(here, POINTS, each)
            here.end(patience=900)
        short = {point: deaths[point] for point in POINTS if deaths[point] < each}
        say(
            here,
            f"siege on {database}: {len(POINTS)} named places, each at least {min(deaths[p] for p in POINTS)} times",
        )
        for point, count in short.items():
            print(f"reached only {count} times: {point}")
        return max(checker.main(folder), bool(short))


def blow(database: str, kills: int, crowds: int, seed: int) -> int:
    """Four workers, killed at any moment."""
    with place(database) as (folder, url):
        with storm(folder, url, speed=20, rate=0.03, rates=GALE, seed=seed, hands=4) as here:
            here.teller.most |= {"bulk": crowds, "gold": 500}
            gale(here, kills, patience=kills * 4, life=2.5)
            here.end(patience=900)
        say(here, f"gale on {database}: four workers, {here.toll.ends['stopped']} stood still for longer than a lease")
        return checker.main(folder)


def say(here: Storm, what: str) -> None:
    """What a storm was, before its verdict."""
    told, ends = here.teller.told, ", ".join(f"{count} {end}" for end, count in sorted(here.toll.ends.items()))
    print(f"{what}; {told['gold']} tickets and {told['bulk']} crowds of 80; hands: {ends}; {here.seconds:.0f} s")


def main() -> int:
    """Every storm asked for; 1 if a verdict is bad."""
    reader = argparse.ArgumentParser(prog="python -m tests.storm", description=main.__doc__)
    reader.add_argument("kinds", nargs="*", default=[], help="siege (at every named place), gale (at any moment); both")
    reader.add_argument("--on", action="append", choices=("sqlite", "postgresql"), help="which store; both")
    reader.add_argument("--each", type=int, default=25, help="kills at each named place")
    reader.add_argument("--kills", type=int, default=500, help="kills of a gale")
    reader.add_argument("--crowds", type=int, default=360, help="deliveries of 80 tickets, four timers each, of a gale")
    reader.add_argument("--seed", type=int, default=20261122)
    asked = reader.parse_args()
    print(f"seed {asked.seed}", flush=True)
    worst = 0
    for database in asked.on or ("sqlite", "postgresql"):
        if "siege" in (asked.kinds or ("siege",)):
            worst = max(worst, besiege(database, asked.each, asked.seed))
        if "gale" in (asked.kinds or ("gale",)):
            worst = max(worst, blow(database, asked.kills, asked.crowds, asked.seed))
        sys.stdout.flush()
    return worst


if __name__ == "__main__":
    sys.exit(main())
