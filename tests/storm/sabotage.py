"""Thirteen sabotages, one an invariant: a change to a copy of the service that a storm has to find out.

Each replaces a piece of source that must stand there exactly once; where it does not fit any more the test says so.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.storm.crew import ROOT


@dataclass(frozen=True, slots=True)
class Edit:
    """One piece of source and what takes its place."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Sabotage:
    """What is broken, and what kind of storm brings it to light."""

    invariant: str
    what: str
    edits: tuple[Edit, ...]
    places: tuple[str, ...] = ("tick: fired", "sync: settled", "commit")
    """Where hands are killed; where they stand still, if `stops`."""
    stops: bool = False
    web: bool = False
    """Whether it is the web door that is killed."""
    drained: bool = False
    """Whether it shows only once everything is done."""
    lasts: float = 17
    """Seconds: the clock jumps back once within 17, twice within 48."""
    also: tuple[str, ...] = ()
    """Other invariants that it may break along with its own."""


SABOTAGES = (
    Sabotage(
        "I1",
        "timers are taken out of the store first and fired afterwards, as schedulers do that work from memory",
        (
            Edit(
                "slaclock/tick.py",
                """        due = timers.claim(unit, desk.place, now, batch)
        unit.fault("tick: claimed")
""",
                """        due = timers.claim(unit, desk.place, now, batch)
        timers.drop(unit, [row.id for row in due])
    store.fault("tick: claimed")
    with store.unit() as unit:
        from slaclock.store.tables import timers as table

        unit.add(table, [{name: row._mapping[name] for name in table.c.keys()} for row in due])
""",
            ),
        ),
        places=("tick: claimed",),
        drained=True,
    ),
    Sabotage(
        "I2",
        "timers are claimed an hour before they are due",
        (
            Edit(
                "slaclock/store/timers.py",
                "timers.c.at <= now).order_by",
                "timers.c.at <= now + 3_600_000_000).order_by",
            ),
            Edit(
                "slaclock/store/timers.py",
                "== STEP, timers.c.at <= now)",
                "== STEP, timers.c.at <= now + 3_600_000_000)",
            ),
        ),
    ),
    Sabotage(
        "I3",
        "facts are read in the order of their ids, not in that in which they happened",
        (
            Edit(
                "slaclock/timeline/timeline.py",
                "return tuple(sorted(first.values(), key=_ORDER))",
                "return tuple(sorted(first.values(), key=lambda event: event.id))",
            ),
        ),
        also=("I9", "I10"),  # what is misread is miscounted
    ),
    Sabotage(
        "I4",
        "a delivery is thanked for before it is stored",
        (
            Edit(
                "slaclock/web/hooks.py",
                "    await run_in_threadpool(_receive, app, helpdesk, dict(request.headers), body)\n",
                "    import threading\n\n"
                "    threading.Timer(0.5, _receive, (app, helpdesk, dict(request.headers), body)).start()\n",
            ),
        ),
        web=True,
    ),
    Sabotage(
        "I5",
        "every statement stands by itself: no transaction holds together what belongs together",
        (
            Edit(
                "slaclock/store/database.py",
                '    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")\n',
                "    del writes\n",
            ),
        ),
        places=("tick: fired",),
        also=("I3", "I11"),  # what should have been undone stays
    ),
    Sabotage(
        "I6",
        "nobody looks whether a message of unknown fate took effect before it is sent again",
        (
            Edit(
                "slaclock/sync/sender.py",
                "if doubtful and self._look(held[0]):",
                "if doubtful and not held and self._look(held[0]):",
            ),
        ),
        places=("sync: after the call",),
        also=("I12",),  # the same due date, again and again
    ),
    Sabotage(
        "I7",
        "no fence: a worker that was away for longer than its lease sends what it once took up",
        (
            Edit(
                "slaclock/store/outbox.py",
                "    return unit.changed(update(outbox).where(mine).values(next_at=now + lease)) == 1\n",
                "    return unit.changed(update(outbox).where(mine).values(next_at=now + lease)) < 2\n",
            ),
        ),
        places=("sync: taken up",),
        stops=True,
    ),
    Sabotage(
        "I8",
        "what was fired in what seems to be the future is taken back when the clock is set back",
        (
            Edit(
                "slaclock/tick.py",
                "    done = Ticked()\n    for desk in desks:\n",
                """    done = Ticked()
    from sqlalchemy import delete

    from slaclock.store.tables import firings as table

    for desk in desks:
        with store.unit() as unit:
            unit.run(delete(table).where(desk.place.of(table), table.c.fired_at > now))
""",
            ),
        ),
        places=("sync: settled",),
        lasts=48,
        also=("I5",),  # what was said stays, without the step that said it
    ),
    Sabotage(
        "I9",
        "open time is added one microsecond too long",
        (
            Edit(
                "slaclock/hours/index.py",
                "if reached <= block.total and open_time:\n                due = reached",
                "if reached <= block.total and open_time:\n                due = 1 + reached",
            ),
        ),
    ),
    Sabotage(
        "I10",
        "a calendar's zone is that of the machine",
        (
            Edit(
                "slaclock/hours/zone_table.py",
                "            return ZoneInfo(value)\n",
                '            return ZoneInfo(__import__("os").environ.get("TZ") or value)\n',
            ),
        ),
        drained=True,
        also=("I2", "I9", "I12"),  # two hosts take turns at correcting each other
    ),
    Sabotage(
        "I11",
        "rows are found by their helpdesk, whatever the tenant",
        (
            Edit(
                "slaclock/store/place.py",
                "and_(table.c.tenant == self.tenant, table.c.helpdesk == self.helpdesk)",
                "and_(table.c.helpdesk == self.helpdesk)",
            ),
        ),
        also=("I3", "I4", "I5", "I6", "I9", "I10", "I12", "I13"),  # where tenants mix, nothing holds
    ),
    Sabotage(
        "I12",
        "what comes back from the helpdesk is answered with the due date once more, even if it is our own",
        (
            Edit("slaclock/planning.py", 'or due == row["due_at"] or', "or"),
            Edit(
                "slaclock/ingest.py",
                "    if not touched:\n        return Ingested(0, ())\n",
                "    touched = touched or names\n",
            ),
        ),
    ),
    Sabotage(
        "I13",
        "nobody remembers who asked to be forgotten",
        (
            Edit(
                "slaclock/store/tombstones.py",
                "    unit.add_new(tombstones, [place.row(digest=digest(place, requester), erased_at=now)]",
                "    unit.add_new(tombstones, []",
            ),
        ),
        places=("erase: facts changed",),
        drained=True,
    ),
)


def copy(home: Path, edits: tuple[Edit, ...] = ()) -> Path:
    """The service and the storm in a folder of their own, changed there and nowhere else."""
    for folder in ("slaclock", "integrations", "tests/storm"):
        shutil.copytree(ROOT / folder, home / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for edit in edits:
        file = home / edit.file
        text = file.read_text(encoding="utf-8")
        if text.count(edit.old) != 1:
            raise ValueError(f"a sabotage does not fit {edit.file} any more; it looks once for: {edit.old.strip()}")
        file.write_text(text.replace(edit.old, edit.new), encoding="utf-8")
    return home
