"""What the customers of a history would have been promised: at every fact of every ticket, as it was known then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush

from slaclock.clock.life import Life
from slaclock.clock.merge import lives
from slaclock.engine import Engine
from slaclock.errors import NeverOpens
from slaclock.promise.amend import Courtesy
from slaclock.promise.fate import Run
from slaclock.promise.owed import About, Nothing, Owed, owed
from slaclock.promise.promise import PromiseKind
from slaclock.promise.prospect import Prospect, prospect
from slaclock.replay.log import EVERY, Progress, silent
from slaclock.replay.story import Story
from slaclock.replay.trail import PromiseTrail
from slaclock.timeline.timeline import Timeline


def promise_trails(
    engine: Engine, stories: Mapping[str, Story], at: int, progress: Progress = silent
) -> list[PromiseTrail]:
    """Every trail of every ticket up to an instant, on the clock of the desk: nobody knows the customers' zones."""
    trails: list[PromiseTrail] = []
    for done, family in enumerate(families(stories.values()), 1):
        lines = Timeline.of(event for story in family for event in story.events)
        for story in family:
            trails += _Walk(engine, story, lines, at).trails()
        if done % EVERY == 0:
            progress("making promises", done, len(stories))
    return trails


def families(stories: Iterable[Story]) -> Iterator[list[Story]]:
    """Tickets tied by merges together, all others alone."""
    known = {story.ticket: story for story in stories}
    family = {ticket: [story] for ticket, story in known.items()}
    for story in known.values():
        for event in story.events:
            into = event.data["into"] if event.type == "merged" else None
            if into in family and family[into] is not family[story.ticket]:
                family[into] += family[story.ticket]
                family |= dict.fromkeys((each.ticket for each in family[story.ticket]), family[into])
    seen: set[int] = set()
    for members in family.values():
        if id(members) not in seen:
            seen.add(id(members))
            yield members


class _Walk:
    """Goes through one ticket's facts in their order and tells its customer what follows."""

    def __init__(self, engine: Engine, story: Story, lines: Mapping[str, Timeline], at: int) -> None:
        self.engine = engine
        self.story = story
        self.lines = lines
        self.at = at
        self.found: dict[tuple[str, int], PromiseTrail] = {}

    def trails(self) -> list[PromiseTrail]:
        looks = sorted({event.at for line in self.lines.values() for event in line.events if event.at <= self.at})
        while looks:
            now = heappop(looks)
            again = self._look(now)
            if again is not None and now < again <= self.at:
                heappush(looks, again)
        life = self._life(self.at)
        for trail in self.found.values():
            if life is not None:
                trail.run = Run.of(life, self.engine.config.metrics, trail.metric, trail.cycle, self.at)
        return list(self.found.values())

    def _life(self, now: int) -> Life | None:
        known = {ticket: line.until(now) for ticket, line in self.lines.items()}
        return lives(known, self.engine.config.book).get(self.story.ticket)

    def _look(self, now: int) -> int | None:
        config = self.engine.config
        life = self._life(now)
        if life is None:
            return None
        try:
            mine = owed(life, config.metrics, now)
        except NeverOpens:
            return None
        if isinstance(mine, Nothing):
            return None
        ahead = prospect(mine, now, mine.calendar.zone)
        trail = self.found.get(_run_of(mine))
        if trail is None:
            self._begin(mine, ahead)
            return None
        return trail.look(ahead, Courtesy.on(life.ticket.channel))

    def _begin(self, mine: Owed, ahead: Prospect) -> None:
        """The first promise about this run of the clock, if an instant can be named."""
        if ahead.kind is PromiseKind.REPLY_BY and ahead.rounded is not None:
            self.found[_run_of(mine)] = PromiseTrail(
                self.story.ticket, mine.target.metric, mine.cycle, ahead.now, ahead.rounded.at, ahead.rounded.at
            )


def _run_of(mine: Owed) -> tuple[str, int]:
    """What a trail is about: one question, or the solution, whichever of its clocks runs out sooner at the moment."""
    return (mine.about if mine.about is About.SOLUTION else mine.target.metric), mine.cycle
