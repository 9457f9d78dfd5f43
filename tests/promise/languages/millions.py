"""`make promises`: a million promises printed in every language, read back by its reader, and held against the law."""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from random import Random

from slaclock.promise.owed import About
from tests.promise.languages.chances import NAMED, chance
from tests.promise.languages.law import Verdicts, judge
from tests.promise.languages.teller import ALWAYS, LOCALES, OFFICE, Setting, told

BATCH = 20_000
AT_A_TIME = 50
"""Cases in one zone before the next, so that its clock changes are looked up once."""
DESKS = ("Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")


def setting(random: Random, number: int) -> Setting:
    """The language by turns, everything else by chance."""
    locale = random.choice(LOCALES[list(LOCALES)[number % len(LOCALES)]])
    known, hours = random.random() < 0.9, OFFICE if random.random() < 0.2 else ALWAYS
    about = random.choice(list(About)) if random.random() < 0.2 else About.REPLY
    return Setting(locale, known, random.choice(DESKS), hours, about, days_only=random.random() < 0.05)


def batch(seed: int, cases: int) -> Verdicts:
    """Some cases of one seed: zones by turns, from a place of the list that the seed says."""
    random, found = Random(seed), Verdicts()
    for number in range(cases):
        zone = NAMED[(seed * 401 + number // AT_A_TIME) % len(NAMED)]
        made, where = chance(random, zone), setting(random, number + seed)
        case = made if where.zone_known else made.seen_from(where.desk)
        found.count(where.language, judge(case, told(case, where), where.tongue))
    return found


def main() -> int:
    """Runs the batches on all cores and prints what became of them."""
    options = argparse.ArgumentParser(prog="python -m tests.promise.languages.millions", description=__doc__)
    options.add_argument("--cases", type=int, default=1_000_000, help="how many (1,000,000)")
    options.add_argument("--seed", type=int, default=0, help="another seed, other cases")
    chosen = options.parse_args()
    began, total = time.perf_counter(), Verdicts()
    batches = -(-chosen.cases // BATCH)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        seeds = range(chosen.seed * batches, (chosen.seed + 1) * batches)
        for found in pool.map(batch, seeds, [BATCH] * batches):
            total.add(found)
    print(total)
    print("  ".join(f"{language} {count:,}" for language, count in sorted(total.by_language.items())))
    print(f"{len(NAMED)} zones, {sum(map(len, LOCALES.values()))} locales, {time.perf_counter() - began:,.0f} s")
    for sample in total.samples:
        print(sample)
    return 1 if total.early or total.late or total.unread else 0


if __name__ == "__main__":
    sys.exit(main())
