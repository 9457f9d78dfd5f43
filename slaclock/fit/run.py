"""Fitting: an export with a desk's verdicts in; the policy that best explains them out, judged on an unseen half."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from slaclock.engine import Engine
from slaclock.errors import InvalidConfig, InvalidEvents
from slaclock.fit.candidate import ROUND_THE_CLOCK, Bench, Candidate, Label, Score
from slaclock.fit.case import Case, cases, halves
from slaclock.fit.config import as_config, metric_of
from slaclock.fit.opening import Almanac, countries_of, need_numpy
from slaclock.fit.remarks import Doubt, remarks
from slaclock.fit.result import FitResult, Rival
from slaclock.fit.rule import Rule, alike, settle
from slaclock.fit.search import Search
from slaclock.instant import from_us
from slaclock.replay.attainment import Agreement, tally
from slaclock.replay.log import Progress, read_log, silent
from slaclock.replay.mapping import LogMap, load_map
from slaclock.replay.run import Source, read_stories
from slaclock.replay.story import Log

SEED = 1
FEWEST = 20
"""Verdicts below which half of them would prove nothing."""
LEADERS = 6
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
    engine = Engine.from_config(as_config(rule, zone.key))
    strangers = rule.strangers(labels)
    everything = Bench(found, almanac)
    return FitResult(
        log=log.path,
        seed=seed,
        rule=rule,
        metric=metric_of(rule.candidate.stop),
        agreement=_agreement(engine, rule, log, unseen, strangers, progress),
        rivals=tuple(_rivals(search.families(), best, Bench(unseen, almanac))),
        alike=tuple(alike(best, search.found.values())),
        map_changes=tuple(f"call {reason or status!r} open, not {status}" for status, reason in strangers),
        remarks=remarks(_doubts(everything, rule), len(found)),
        judged=len(search.found),
        config=as_config(rule, zone.key),
    )


def _agreement(
    engine: Engine, rule: Rule, log: Log, unseen: Sequence[Case], strangers: Sequence[Label], progress: Progress
) -> tuple[Agreement, ...]:
    """The engine's own readings of the unseen half under the fitted configuration, against the verdicts."""
    stories = {case.ticket: rule.remap(log.stories[case.ticket], strangers) for case in unseen}
    late: dict[str, bool] = {}
    for reading in read_stories(engine, stories, from_us(log.ends_at), progress):
        late[reading.ticket] = late.get(reading.ticket, False) or reading.breached
    stop = rule.candidate.stop
    rows = [
        (case.priorities[stop], None if case.ticket not in late else not late[case.ticket], case.met) for case in unseen
    ]
    return tally(metric_of(stop), rows)


def _rivals(families: Sequence[Score], best: Score, unseen: Bench) -> Iterable[Rival]:
    """The next best, and for each thing the best rule says the best rule that says otherwise."""
    mine = best.candidate
    others = [score for score in families if score.candidate.family != mine.family]
    one_thing_else = [_first(others, mine, differs) for differs in range(4)]
    chosen = {score.candidate: score for score in [*others[:LEADERS], *one_thing_else] if score is not None}
    for score in sorted(chosen.values(), key=lambda score: score.rank):
        share = float((unseen.judge(score) == unseen.met).mean())
        yield Rival(str(score.candidate), score.share, share)


def _first(others: Sequence[Score], mine: Candidate, differs: int) -> Score | None:
    """The best other candidate that differs in one part of its family only."""
    for score in others:
        parts = zip(score.candidate.family, mine.family, strict=True)
        if [place for place, (one, other) in enumerate(parts) if one != other] == [differs]:
            return score
    return None


def _doubts(bench: Bench, rule: Rule) -> list[Doubt]:
    """Every verdict of the log that the rule does not explain."""
    candidate = rule.candidate
    shift = bench.used(candidate)
    wall = bench.used(Candidate(ROUND_THE_CLOCK, candidate.stop, candidate.pauses))
    doubts: list[Doubt] = []
    for number, case in enumerate(bench.cases):
        limit = rule.limits.get(case.priorities[candidate.stop])
        over = int((wall if limit.wall else shift)[number]) - limit.budget if limit is not None else 0
        if limit is None or (over <= 0) != case.met:
            doubts.append(Doubt(case, over))
    return doubts
