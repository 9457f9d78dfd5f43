"""`make bench`: hours beside their rivals, tickets beside mere parsing, tick beside the bare driver, in one run.

These are measurements, not tests. Trust the ratios within a table, not the nanoseconds: the machine may be busy.
"""

from __future__ import annotations

import argparse
import platform
import sys

from tests.bench import bulk, firing, promises, scalar, start, tickets
from tests.bench.goals import Goals


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--rounds", type=int, default=7, help="samples of each candidate (7)")
    options.add_argument("--tickets", type=int, default=10_000_000, help="tickets in bulk (10,000,000)")
    options.add_argument("--waiting", type=int, default=1_000_000, help="timers armed for later (1,000,000)")
    options.add_argument("parts", nargs="*", help="scalar, bulk, start, tickets, promises, firing (all)")
    chosen = options.parse_args()
    parts = chosen.parts or ["scalar", "bulk", "start", "tickets", "promises", "firing"]
    goals = Goals()
    print(
        f"Python {platform.python_version()} on {platform.machine()}; medians of {chosen.rounds} interleaved rounds\n"
    )
    if "scalar" in parts:
        scalar.run(goals, chosen.rounds)
        print()
    if "bulk" in parts:
        bulk.run(goals, chosen.rounds, chosen.tickets)
        print()
    if "start" in parts:
        start.run(goals, chosen.rounds)
        print()
    if "tickets" in parts:
        tickets.run(goals, chosen.rounds)
        print()
    if "promises" in parts:
        promises.run(goals, chosen.rounds)
        print()
    if "firing" in parts:
        firing.run(goals, chosen.rounds, chosen.waiting)
        print()
    print(goals)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
