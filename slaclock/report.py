"""report: once a day, week or month has ended everywhere, says how each objective was kept; later facts correct it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from slaclock.clock.reading import Reading
from slaclock.desk import Desk
from slaclock.instant import from_us
from slaclock.lookback import look_back
from slaclock.policy.agreement import Objective
from slaclock.reports import judge, under
from slaclock.reports.formula import USUAL
from slaclock.reports.level import NONE
from slaclock.reports.window import Window, ended
from slaclock.store import Store, attainments, tickets

BACK = 3
"""So many stretches that have ended are looked at again, in case something about them was learnt since."""

Counts = Counter[tuple[str, str, str]]
"""Cases by policy, priority and which of the two a figure is made of."""


def report(store: Store, desk: Desk, now: int) -> int:
    """Write down how objectives were kept over what has ended; answers how many figures are new or other ones."""
    zones = {calendar.zone for calendar in desk.config.calendars.values()}
    with store.reading() as unit:
        first = tickets.first_seen(unit, desk.place)
    if first is None or not zones:
        return 0
    done = 0
    for every in sorted({objective.period for objective in desk.config.objectives}):
        mine = [objective for objective in desk.config.objectives if objective.period is every]
        for window in ended(every, from_us(now), zones, BACK):
            if window.instants(zones)[1] > first:
                done += _window(store, desk, mine, window, zones, now)
    return done


def _window(
    store: Store, desk: Desk, objectives: Sequence[Objective], window: Window, zones: set[ZoneInfo], now: int
) -> int:
    begin, end = window.instants(zones)
    todo = _todo(store, desk, objectives, window, (begin, end))
    if not todo:
        return 0
    counts: dict[str, Counts] = {objective.name: Counter() for objective in todo}
    with store.reading() as unit:
        names = attainments.counted(unit, desk.place, begin, end)
    for seen in look_back(store, desk, names, now):
        for objective in todo:
            counts[objective.name] += _count(desk, objective, window, seen.readings)
    done = 0
    for objective in todo:
        figures = _figures(objective, counts[objective.name])
        with store.unit() as unit:
            done += attainments.record(unit, desk.place, objective.name, window.name, figures, now)
            unit.fault("report: recorded")
    return done


def _todo(
    store: Store, desk: Desk, objectives: Sequence[Objective], window: Window, span: tuple[int, int]
) -> Sequence[Objective]:
    """Objectives of which nothing was said yet; all of them if something was learnt since somebody last looked."""
    with store.reading() as unit:
        said = {row["objective"]: row["looked_at"] for row in attainments.latest(unit, desk.place, period=window.name)}
        looked = [said[objective.name] for objective in objectives if objective.name in said]
        if looked and attainments.news_since(unit, desk.place, *span, min(looked)):
            return objectives
    return [objective for objective in objectives if objective.name not in said]


def _count(desk: Desk, objective: Objective, window: Window, readings: Iterable[Reading]) -> Counts:
    """The cases of an objective that fell into a stretch, by policy and priority."""
    agreements = {agreement.name: agreement for agreement in desk.config.agreements}
    groups: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings:
        groups.setdefault((reading.policy, reading.facts.priority or NONE), []).append(reading)
    found: Counts = Counter()
    for group, mine in groups.items():
        for judged in judge(objective, mine, agreements.get(objective.agreement or ""), under(desk.config.book)):
            if judged.period == window.name:
                found[(*group, "numerator")] += judged.figure.numerator
                found[(*group, "denominator")] += judged.figure.denominator
    return found


def _figures(objective: Objective, counts: Mapping[tuple[str, str, str], int]) -> list[dict[str, Any]]:
    """The figure of an objective as a whole, and those of its policies and priorities."""
    whole: tuple[str, str] = (attainments.ALL, attainments.ALL)
    groups: dict[tuple[str, str], Counter[str]] = {whole: Counter()}
    for (policy, priority, which), count in counts.items():
        for group in (whole, (policy, priority)):
            groups.setdefault(group, Counter())[which] += count
    said = {
        "agreement": objective.agreement,
        "metric": objective.metric,
        "formula": objective.formula or USUAL,
        "wanted": str(objective.share),
    }
    return [
        {"policy": policy, "priority": priority, "numerator": each["numerator"], "denominator": each["denominator"]}
        | said
        for (policy, priority), each in groups.items()
        if each["denominator"] or (policy, priority) == whole
    ]
