"""`slaclock usual`: how long answers usually take, as customers may be told."""

from __future__ import annotations

from datetime import timedelta

from slaclock.cli.options import STARTER, AsJson, Config
from slaclock.cli.paper import hand_out, say, table
from slaclock.cli.service import HelpdeskName, opened

HEADS = ("policy", "channel", "priority", "half within", "90 % within", "answers")


def usual(config: Config = STARTER, helpdesk: HelpdeskName = None, as_json: AsJson = False) -> None:
    """Tell how long answers usually take, as customers may be told.

    By policy, channel and priority, in the time their targets count: worked out every hour from the last four weeks.
    """
    with opened(config) as app:
        from slaclock.explain import write_length
        from slaclock.show import habit
        from slaclock.store import habits

        desk = app.desk(helpdesk)
        with app.store.reading() as unit:
            known = habits.known(unit, desk.place).known
    found = [habit(alike, each) for alike, each in sorted(known.items())]
    if as_json:
        hand_out(found)
        return
    say("customers are told" if desk.usual else "customers are not told; usual = true under [promise] has them told")
    rows = [
        (
            *(row["policy"], row["channel"] or "none", row["priority"]),
            *(write_length(timedelta(seconds=row[name])) for name in ("p50", "p90")),
            f"{row['answers']:,}" + ("" if row["enough"] else " (too few)"),
        )
        for row in found
    ]
    if rows:
        say("")
        table(HEADS, rows, right=(3, 4))
