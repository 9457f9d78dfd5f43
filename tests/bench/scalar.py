"""One question at a time: adding business hours, and open time between two instants, beside the peers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slaclock import Calendar
from slaclock.instant import HOUR, to_us
from tests.bench.goals import Goals
from tests.bench.measure import Race, each, number, table
from tests.bench.peers import Peer, present
from tests.bench.work import HOURS, SPANS, calendar, federal_holidays, instants

ADDS = [f"add {hours} h" for hours in HOURS]
BETWEENS = [f"between {name}" for name in SPANS]
OURS = "slaclock, aware in New York"
ABROAD = "slaclock, aware in UTC for New York"
IN_UTC = "slaclock, aware in UTC for UTC"
CORE = "slaclock core, int microseconds"
Arguments = list[tuple[Any, ...]]


def run(goals: Goals, rounds: int) -> None:
    days = federal_holidays()
    peers, ours, utc = present(days), calendar(), calendar("UTC")
    times, wrong = {}, {}
    for column, budget in zip(ADDS, HOURS, strict=True):
        times[column], wrong[column] = _race_adds(ours, utc, peers, budget, rounds)
    for column, span in zip(BETWEENS, SPANS.values(), strict=True):
        times[column], wrong[column] = _race_betweens(ours, utc, peers, span, rounds)
    names = [OURS, *(peer.name for peer in peers), ABROAD, IN_UTC, CORE]
    columns = [*ADDS, *BETWEENS]
    print(table("ns of CPU a call", columns, {name: [_cell(times[c].get(name)) for c in columns] for name in names}))
    print()
    rows = {peer.name: [_ratio(times[c], peer.name) for c in columns] for peer in peers}
    print(table("slaclock is … times quicker than", columns, rows))
    print()
    print(
        table(
            "answers that differ",
            columns,
            {peer.name: [wrong[c].get(peer.name, "-") for c in columns] for peer in peers},
        )
    )
    _judge(goals, times)


def _race_adds(
    ours: Calendar, utc: Calendar, peers: list[Peer], hours: int, rounds: int
) -> tuple[dict[str, float], dict[str, str]]:
    race, length, sample = Race(rounds), timedelta(hours=hours), instants(400)
    universal = [at.astimezone(ZoneInfo("UTC")) for at in sample]
    _enter(race, OURS, ours.add, [(at, length) for at in sample])
    _enter(race, ABROAD, ours.add, [(at.astimezone(UTC), length) for at in sample])
    _enter(race, IN_UTC, utc.add, [(at, length) for at in universal])
    _enter(race, CORE, ours.index.add, [(to_us(at), hours * HOUR) for at in sample])
    wrong = {}
    for peer in peers:
        if peer.add is None:
            continue
        asked = sample[: _affordable(peer.add, (peer.given(sample[0]), hours), len(sample))]
        _enter(race, peer.name, peer.add, [(peer.given(at), hours) for at in asked])
        differ = sum(
            _elsewhere(ours, peer.answer(peer.add(peer.given(at), hours)), ours.add(at, length)) for at in asked
        )
        wrong[peer.name] = f"{differ} of {len(asked)}"
    return race.run(), wrong


def _race_betweens(
    ours: Calendar, utc: Calendar, peers: list[Peer], span: timedelta, rounds: int
) -> tuple[dict[str, float], dict[str, str]]:
    race, sample = Race(rounds), [(at, at + span) for at in instants(400, seed=7)]
    universal = [(a.astimezone(ZoneInfo("UTC")), b.astimezone(ZoneInfo("UTC"))) for a, b in sample]
    _enter(race, OURS, ours.between, list(sample))
    _enter(race, ABROAD, ours.between, [(a.astimezone(UTC), b.astimezone(UTC)) for a, b in sample])
    _enter(race, IN_UTC, utc.between, list(universal))
    _enter(race, CORE, ours.index.between, [(to_us(a), to_us(b)) for a, b in sample])
    wrong = {}
    for peer in peers:
        if peer.between is None:
            continue
        given = [(peer.given(a), peer.given(b)) for a, b in sample]
        given = given[: _affordable(peer.between, given[0], len(given))]
        _enter(race, peer.name, peer.between, list(given))
        differ = sum(peer.length(peer.between(*pair)) != ours.between(*sample[n]) for n, pair in enumerate(given))
        wrong[peer.name] = f"{differ} of {len(given)}"
    return race.run(), wrong


def _enter(race: Race, name: str, function: Callable[..., object], arguments: Arguments) -> None:
    race.enter(name, each(function, arguments), len(arguments))


def _affordable(function: Callable[..., object], arguments: tuple[Any, ...], most: int) -> int:
    """How many calls fit into a sample of about 40 ms, at least four."""
    trial = Race(1)
    trial.enter("once", each(function, [arguments]))
    return max(4, min(most, int(40e6 / trial.run()["once"])))


def _elsewhere(ours: Calendar, theirs: datetime, mine: datetime) -> bool:
    """Whether two answers are different places in the business day; a closing and the next opening are the same."""
    return ours.between(theirs, mine) != timedelta()


def _cell(value: float | None) -> str:
    return "-" if value is None else number(value)


def _ratio(times: dict[str, float], name: str) -> str:
    return "-" if name not in times else number(times[name] / times[OURS])


def _judge(goals: Goals, times: dict[str, dict[str, float]]) -> None:
    def ratio(column: str, peer: str) -> float | None:
        found = [time for name, time in times[column].items() if name.startswith(peer)]
        return found[0] / times[column][OURS] if found else None

    goals.at_least("add 4 h, times quicker than businesstimedelta", ratio("add 4 h", "businesstimedelta"), 50)
    goals.at_least("add 4 h, times quicker than pandas", ratio("add 4 h", "pandas"), 35)
    goals.at_least("add 4 h, times quicker than workclock", ratio("add 4 h", "workclock"), 3)
    goals.at_least("add 4000 h, times quicker than workclock", ratio("add 4000 h", "workclock"), 60)
    goals.at_most("add 4000 h beside add 4 h", times["add 4000 h"][OURS] / times["add 4 h"][OURS], 1.2)
    goals.at_least("between 3 days, times quicker than timegrid", ratio("between 3 days", "timegrid"), 1)
    goals.at_least("between 1 year, times quicker than timegrid", ratio("between 1 year", "timegrid"), 1)
