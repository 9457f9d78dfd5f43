"""The library's front door: a configuration, a ticket's events and an instant in; readings and their reasons out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from slaclock.clock.life import Life
from slaclock.clock.measure import Measure
from slaclock.clock.merge import lives
from slaclock.clock.reading import Reading
from slaclock.complaints import Complaints
from slaclock.errors import InvalidEvents, InvalidInput
from slaclock.escalation import DueStep, in_order, plan
from slaclock.explain import Explanation, explain
from slaclock.instant import format_instant, to_us
from slaclock.policy.load import Config, load_config
from slaclock.policy.policy import Kind
from slaclock.promise.habit import Habits
from slaclock.promise.promise import Habit, Promise
from slaclock.timeline.event import TicketEvent, as_events, parse_event
from slaclock.timeline.timeline import Timeline

Events = Iterable[TicketEvent | Mapping[str, Any]]
_Manner = tuple[str | None, str | None, Habit | Habits | None, bool]


@dataclass(frozen=True, slots=True)
class Engine:
    """Answers for every ticket at every moment: which promises run, how much is used, when each runs out, and why.

    It keeps no state but its configuration: the same events, in any order and told any number of times, give the same
    answers. Safe to share between threads.
    """

    config: Config

    @classmethod
    def from_config(cls, source: Path | str | Mapping[str, Any]) -> Engine:
        """An engine for a TOML file, a folder of them, or a mapping; InvalidConfig lists everything wrong with it."""
        return cls(load_config(Path(source) if isinstance(source, str) else source))

    def read(self, events: Events, at: datetime) -> list[Reading]:
        """Every clock of every ticket as it stands at an instant; what happened later does not count.

        `events` are TicketEvents or plain mappings, of one ticket or many. Readings come by ticket, then by kind of
        policy, metric and cycle. A ticket no policy serves has none. Raises InvalidEvents or NaiveDatetime.
        """
        instant = to_us(at)
        return [reading for life in self._lives(events, instant).values() for reading in self._readings(life, instant)]

    def escalations(self, events: Events, at: datetime) -> list[DueStep]:
        """The escalation steps that are due by an instant or become due if nothing more happens, by when."""
        instant = to_us(at)
        return in_order(
            step
            for life in self._lives(events, instant).values()
            for measure in self._measures(life, instant)
            for step in plan(measure, self.config.metrics)
        )

    def explain(
        self,
        events: Events,
        metric: str,
        at: datetime,
        *,
        ticket: str | None = None,
        cycle: int | None = None,
        kind: str | None = None,
    ) -> Explanation:
        """Why a clock reads what it does: its policy, every span that counted or did not, and the sum.

        Without `ticket` the events must be of one ticket; without `cycle` the latest is explained, and without `kind`
        the customer's clock before those of own teams and vendors.
        """
        instant = to_us(at)
        life = _only(self._lives(events, instant), ticket)
        told = self._explanations(life, metric, instant)
        found = [each for each in told if cycle in (None, each.reading.cycle) and kind in (None, each.reading.kind)]
        if not found:
            which = " ".join(filter(None, (kind, "reading" if cycle is None else f"cycle {cycle}")))
            raise InvalidInput(
                f"{life.ticket.id}: no {which} of {metric!r} at {at.isoformat()}; {self._offer(life, instant)}"
            )
        return [each for each in found if each.reading.kind == found[0].reading.kind][-1]

    def promise(
        self,
        events: Events,
        at: datetime,
        zone: str | None = None,
        locale: str | None = None,
        *,
        ticket: str | None = None,
        habit: Habit | Habits | None = None,
        coarse: bool = False,
    ) -> Promise:
        """What a ticket's customer is told to expect, in his zone (IANA name) and language (locale tag), never early.

        Without them the ticket's fields `zone` and `language` hold; who has neither is told the desk's zone, by name,
        and English. `habit` lets it say what is usual (for tickets like this one, or all that is known: `habits_of`),
        `coarse` names days only. Without `ticket` the events must be of one ticket.
        """
        instant = to_us(at)
        life = _only(self._lives(events, instant), ticket)
        return self._promise(life, instant, (zone, locale, habit, coarse), ticket=life.ticket.id)

    def promise_for(
        self,
        facts: Mapping[str, Any],
        at: datetime,
        zone: str | None = None,
        locale: str | None = None,
        *,
        habit: Habit | Habits | None = None,
        coarse: bool = False,
    ) -> Promise:
        """What a customer would be told if he wrote now: `facts` are the keys of a `created` event, channel and all."""
        instant = to_us(at)
        life = _only(self._lives([_created(facts, instant)], instant), None)
        return self._promise(life, instant, (zone, locale, habit, coarse), ticket=None)

    def _promise(self, life: Life, at: int, manner: _Manner, ticket: str | None) -> Promise:
        from slaclock.promise.making import Manner, promise_of  # phrases and names of zones, for those who promise

        calendars = self.config.calendars
        desk = next(iter(calendars.values())) if len(calendars) == 1 else None
        return promise_of(life, self.config.metrics, at, Manner(*manner), desk=desk, ticket=ticket)

    def _lives(self, events: Events, instant: int) -> dict[str, Life]:
        timelines = Timeline.of(as_events(events))
        known = {ticket: line.until(instant) for ticket, line in timelines.items()}
        return lives(known, self.config.book)

    def _measures(self, life: Life, instant: int) -> list[Measure]:
        kinds = {kind for stage in life.stages for kind in stage.policies}
        return [Measure(life, kind, instant) for kind in Kind if kind in kinds]

    def _readings(self, life: Life, instant: int) -> Iterable[Reading]:
        for measure in self._measures(life, instant):
            yield from measure.readings(self.config.metrics)

    def _explanations(self, life: Life, name: str, instant: int) -> Iterable[Explanation]:
        for measure in self._measures(life, instant):
            for metric in measure.metrics(self.config.metrics):
                for cycle in measure.cycles(metric) if metric.name == name else ():
                    told = explain(measure, metric, cycle, self.config.book)
                    if told is not None:
                        yield told

    def _offer(self, life: Life, instant: int) -> str:
        names = sorted({reading.metric for reading in self._readings(life, instant)})
        return "there are readings of " + ", ".join(names) if names else "no policy serves the ticket then"


def _created(facts: Mapping[str, Any], at: int) -> TicketEvent:
    """The event of a ticket that somebody would open now."""
    complaints = Complaints("a ticket to come")
    told = {**facts, "ticket": "promise", "id": "promise", "at": format_instant(at), "type": "created"}
    event = parse_event(told, complaints)
    if event is None:
        raise InvalidEvents(complaints.found)
    return event


def _only(found: Mapping[str, Life], ticket: str | None) -> Life:
    """The life meant: the one named, or the only one there is."""
    if ticket is not None and ticket in found:
        return found[ticket]
    if ticket is None and len(found) == 1:
        return next(iter(found.values()))
    if ticket is not None or not found:
        raise InvalidInput(
            f"no ticket {ticket!r} had been created by then" if ticket else "no ticket had been created by then"
        )
    raise InvalidInput("the events are of several tickets; name one of " + ", ".join(list(found)[:10]))
