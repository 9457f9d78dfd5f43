"""Fitting: an export with a desk's verdicts in; the policy that best explains them out, judged on an unseen half."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from slaclock.engine import Engine
from slaclock.errors import InvalidConfig, InvalidEvents
from slaclock.fit.candidate import Bench, Candidate, Label, Score
from slaclock.fit.case import Case, cases, halves
from slaclock.fit.config import as_config, metric_of
from slaclock.fit.judged import Judged
from slaclock.fit.opening import Almanac, countries_of, need_numpy
from slaclock.fit.remarks import remarks
from slaclock.fit.result import FitResult, Rival
from slaclock.fit.rule import alike, settle
from slaclock.fit.search import Search
from slaclock.instant import from_us
from slaclock.replay.log import Progress, read_log, silent
from slaclock.replay.mapping import LogMap, load_map
from slaclock.replay.run import Source, read_stories
from slaclock.replay.story import Log

SEED = 1
FEWEST = 20
"""Verdicts below which half of them would prove nothing."""
LEADERS = 3
"""Rivals told because they come next; others are told because they differ from the best in one thing."""


def run_fit(
    path: Path | str,
    mapping: Source | LogMap,
    *,
    seed: int = SEED,
    countries: Sequence[str] | None = None,
    progress: Progress = silent,
) -> FitResult:
    """Search hours, end, pauses and a budget for each priority on one random half; judge the best on the other half.

    `countries` are those whose holidays may have been off (the zone's own if not given). Raises InvalidConfig,
    InvalidEvents, or MissingExtra without numpy.
    """
    need_numpy()
    log_map = mapping if isinstance(mapping, LogMap) else load_map(mapping)
    if log_map.verdict is None:
        raise InvalidConfig(
            "map: no [verdict]; name the column that holds the desk's own verdict, there is nothing to fit"
        )
    log = read_log(path, log_map, progress)
    found = cases(log.stories.values(), log.ends_at)
    _enough(log, found)
    return _fit(log, found, log_map.zone, seed, _countries(countries, log_map.zone), progress)


def _enough(log: Log, found: Sequence[Case]) -> None:
    if len(found) < FEWEST:
        raise InvalidEvents(
            f"{log.path}: only {len(found)} tickets have a verdict; {FEWEST} are the fewest to learn from"
        )
    if len({case.met for case in found}) < 2:
        word = "met" if found[0].met else "missed"
        raise InvalidEvents(f"{log.path}: every verdict is {word}; nothing tells which rule divides met from missed")


def _countries(given: Sequence[str] | None, zone: ZoneInfo) -> tuple[str, ...]:
    from slaclock.hours.holiday import entities

    if given is None:
        return tuple(country for country in countries_of(zone.key) if country in entities())
    for country in given:
        if country not in entities():
            raise InvalidConfig(f"no holidays are known for {country!r}; write a two-letter country code, like 'BR'")
    return tuple(given)


def _fit(
    log: Log, found: Sequence[Case], zone: ZoneInfo, seed: int, countries: Sequence[str], progress: Progress
) -> FitResult:
    known, unseen = halves(found, seed)
    labels = sorted({wait.label for case in known for wait in case.waits})
    # the span of days is no secret of the unseen half: without it its tickets could not even be measured
    almanac = Almanac(zone, min(case.start for case in found), log.ends_at, countries)
    search = Search(Bench(known, almanac), labels, countries, progress)
    best = search.run()
    rule = settle(best, search.bench)
    config = as_config(rule, zone.key)
    strangers = rule.strangers(labels)
    stories = {case.ticket: rule.remap(log.stories[case.ticket], strangers) for case in found}
    readings = read_stories(Engine.from_config(config), stories, from_us(log.ends_at), progress)
    judged = Judged.of(readings)
    rivals = list(_rivals(search.families(), best, labels, Bench(unseen, almanac)))
    return FitResult(
        log=log.path,
        seed=seed,
        rule=rule,
        metric=metric_of(rule.candidate.stop),
        agreement=judged.agreement(unseen, rule.candidate.stop),
        searched=rivals[0],
        rivals=tuple(rivals[1:]),
        alike=tuple(alike(best, search.found.values())),
        map_changes=tuple(f"call {reason or status!r} open, not {status}" for status, reason in strangers),
        remarks=remarks(judged.doubts(found), len(found)),
        judged=len(search.found),
        config=config,
    )


def _rivals(families: Sequence[Score], best: Score, labels: Sequence[Label], unseen: Bench) -> Iterable[Rival]:
    """The best, the next best, and for each thing the best rule says the best of those that say otherwise."""
    mine = best.candidate
    others = [score for score in families if score.candidate.family != mine.family]
    otherwise: Sequence[Callable[[Candidate], bool]] = (
        lambda other: other.opening.days != mine.opening.days,
        lambda other: other.opening.country != mine.opening.country,
        lambda other: other.stop.status != mine.stop.status,
        lambda other: other.pauses == frozenset(labels) and mine.pauses != frozenset(labels),
        lambda other: not other.pauses and bool(mine.pauses),
        lambda other: other.opening.always,
    )
    firsts = [next((score for score in others if differs(score.candidate)), None) for differs in otherwise]
    chosen = {score.candidate: score for score in [*others[:LEADERS], *firsts] if score is not None}
    for score in [best, *sorted(chosen.values(), key=lambda score: score.rank)]:
        share = float((unseen.judge(score) == unseen.met).mean())
        yield Rival(str(score.candidate), score.share, share)
