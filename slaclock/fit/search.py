"""The search: from coarse hours to fine ones, keeping every candidate it judged so that rivals can be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations

from slaclock.fit.candidate import ROUND_THE_CLOCK, Bench, Candidate, Label, Score
from slaclock.fit.case import STOPS
from slaclock.fit.opening import DAY_SETS, Opening

COARSE_STARTS = range(0, 1440, 180)
COARSE_LENGTHS = (360, 480, 540, 600, 720, 960)
FINE_LENGTHS = range(240, 1440, 60)
FAMILIES = 6
"""Families looked at hour by hour after the coarse pass."""
MOST_LABELS = 6
"""Reasons to wait whose every subset is tried; beyond that all, none and each one alone."""

Watch = Callable[[str, int, int | None], None]


@dataclass(slots=True)
class Search:
    """Judges candidates on one half of a log, each once."""

    bench: Bench
    labels: Sequence[Label]
    countries: Sequence[str]
    watch: Watch
    found: dict[Candidate, Score] = field(default_factory=dict)

    def run(self) -> Score:
        """The candidate that explains most verdicts, the plainest of equally good ones."""
        self._try(self._coarse())
        for family in self._leaders(FAMILIES):
            self._try(self._subsets(family.candidate))
        for leader in self._leaders(FAMILIES):
            self._try(_hours(leader.candidate, range(0, 1440, 60), FINE_LENGTHS))
        self._try(_around(self._leaders(1)[0].candidate))
        return self._rested(self._leaders(1)[0])

    def _rested(self, best: Score) -> Score:
        """The best candidate with a daily break, where that explains clearly more; the one without otherwise."""
        # a break is one more thing to bend to the verdicts at hand: a handful of them does not prove it
        tries = [self.bench.score(candidate) for candidate in _rests(best.candidate)]
        rested = min(tries, key=lambda score: score.rank, default=best)
        if rested.hits < best.hits + max(3, best.count // 500):
            return best
        tries += [self.bench.score(candidate) for candidate in _around(rested.candidate)]
        self.found |= {score.candidate: score for score in tries}
        return min(tries, key=lambda score: score.rank)

    def families(self) -> list[Score]:
        """The best candidate of each family, best first."""
        return self._leaders(len(self.found))

    def _leaders(self, number: int) -> list[Score]:
        best: dict[object, Score] = {}
        for score in self.found.values():
            family = score.candidate.family
            if family not in best or score.rank < best[family].rank:
                best[family] = score
        return sorted(best.values(), key=lambda score: score.rank)[:number]

    def _try(self, candidates: Iterable[Candidate]) -> None:
        for candidate in candidates:
            if candidate not in self.found:
                self.found[candidate] = self.bench.score(candidate)
                if len(self.found) % 50 == 0:
                    self.watch("judging policies", len(self.found), None)

    def _coarse(self) -> Iterator[Candidate]:
        """Every end, no pause or all of them, round the clock and shifts three hours apart, holidays on and off."""
        every = frozenset(self.labels)
        for stop in STOPS:
            for pauses in dict.fromkeys((frozenset[Label](), every)):
                yield Candidate(ROUND_THE_CLOCK, stop, pauses)
                for days in DAY_SETS:
                    yield from _country(Candidate(Opening(days, 0, 1440), stop, pauses), self.countries)
                    hours = _hours(Candidate(Opening(days, 0, 0), stop, pauses), COARSE_STARTS, COARSE_LENGTHS)
                    for candidate in hours:
                        yield from _country(candidate, self.countries)

    def _subsets(self, leader: Candidate) -> Iterator[Candidate]:
        labels = self.labels
        sizes = range(len(labels) + 1) if len(labels) <= MOST_LABELS else (0, 1, len(labels))
        for chosen in chain.from_iterable(combinations(labels, size) for size in sizes):
            yield replace(leader, pauses=frozenset(chosen))


def _country(candidate: Candidate, countries: Sequence[str]) -> Iterator[Candidate]:
    opening = candidate.opening
    for country in ("", *countries):
        yield replace(candidate, opening=replace(opening, country=country))


def _hours(candidate: Candidate, starts: Iterable[int], lengths: Sequence[int]) -> Iterator[Candidate]:
    opening = candidate.opening
    for start in starts:
        for length in lengths:
            yield replace(candidate, opening=replace(opening, start=start, end=start + length))


def _around(candidate: Candidate) -> Iterator[Candidate]:
    """Half hours around the best hours so far."""
    opening = candidate.opening
    for start in range(max(opening.start - 120, 0), opening.start + 121, 30):
        for end in range(opening.end - 120, opening.end + 121, 30):
            if 0 < end - start < 1440 and start < 1440:
                hours = replace(opening, start=start, end=end)
                if not opening.rest[1] or start < opening.rest[0] < opening.rest[1] < end:
                    yield replace(candidate, opening=hours)


def _rests(candidate: Candidate) -> Iterator[Candidate]:
    """The same hours with a break of half an hour to two hours somewhere in them."""
    opening = candidate.opening
    for start in range(opening.start + 60, opening.end - 60, 30):
        for length in (30, 60, 90, 120):
            if start + length < opening.end and opening.end <= 1440:
                yield replace(candidate, opening=replace(opening, rest=(start, start + length)))
