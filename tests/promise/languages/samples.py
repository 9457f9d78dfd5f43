"""Every phrase of a language with every weekday and plural, for somebody who speaks it to read through.

python -m tests.promise.languages.samples fr-CA
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from slaclock.promise.language import Language, language_of
from slaclock.promise.language import languages as spoken
from slaclock.promise.owed import About
from tests.house.survey import REPOSITORY
from tests.promise.languages.test_catalogues import facts, files, messages

COUNTS = (1, 2, 3, 5, 11, 21, 100)
FIRST = datetime(2026, 11, 30, 9, 0)  # noqa: DTZ001 - a wall clock; a Monday
STANDING = {
    "reason": "…", "iso": "2026-11-30T09:00+01:00", "zone": "Europe/Berlin",
}  # fmt: skip


def said(language: Language, name: str, wanted: set[str]) -> list[str]:
    """A message in every form it has, each once."""
    found: list[str] = []
    for step in range(len(COUNTS)):
        wall = FIRST + timedelta(days=step, hours=4 * (step % 2))
        day, time = wall.isoweekday(), language.say_time(wall)
        date, hour = language.say_date(wall, year=step == 4), language.hour(wall)
        when = language.say("at-weekday", dow=day, time=time, hour=hour)
        deadline = language.say("by-weekday", dow=day, time=time, hour=hour)
        within, city = language.say("working-hours", n=COUNTS[step]), language.city("Europe/Berlin")
        known: dict[str, str | int] = {
            **STANDING, "dow": day, "time": time, "hour": hour, "date": date, "when": when, "deadline": deadline,
            "phrase": deadline, "within": within, "city": city, "n": COUNTS[step],
        }  # fmt: skip
        for about in About if "about" in wanted else ("",):
            text = language.say(name, **{key: known[key] for key in wanted - {"about"} | {"hour"}}, about=str(about))
            if "dow" in wanted or "n" in wanted or len(found) < len(About):
                found.append(text)
    return list(dict.fromkeys(found))


def main() -> int:
    """Prints the phrases of one language, or says which there are."""
    language = language_of(sys.argv[1] if len(sys.argv) == 2 else None)
    if not language.known:
        print(f"name one of {', '.join(spoken())}, with or without a region", file=sys.stderr)
        return 2
    for name, message in messages(files(REPOSITORY)[language.code]).items():
        print(f"{name}\n    " + "\n    ".join(said(language, name, facts(message))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
