"""A ticket's life, a zone and a locale make a Promise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from slaclock.clock.life import Life
from slaclock.errors import InvalidInput, NeverOpens
from slaclock.hours.calendar import Calendar
from slaclock.policy.metric import Metric
from slaclock.policy.policy import Kind
from slaclock.promise.habit import Habits
from slaclock.promise.language import language_of
from slaclock.promise.listener import Listener, zone_named
from slaclock.promise.owed import Nothing, Owed, owed
from slaclock.promise.promise import Habit, Promise
from slaclock.promise.telling import tell
from slaclock.timeline.ticket import Ticket

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a customer is spoken to: his zone and locale where they are known, the desk's habits, whether days suffice.

    `habit` is what is usual for tickets like his, or everything that is usual at the desk; `coarse` names days only:
    "by the end of Monday".
    """

    zone: str | None = None
    locale: str | None = None
    habit: Habit | Habits | None = None
    coarse: bool = False


def promise_of(
    life: Life,
    metrics: Mapping[str, Metric],
    at: int,
    manner: Manner,
    *,
    desk: Calendar | None = None,
    ticket: str | None = None,
    held: int | None = None,
) -> Promise:
    """What a ticket's customer is told at an instant; `desk` stands in where no policy names a calendar.

    Without a zone or a locale the ticket's own fields `zone` and `language` hold. `held` is an instant he was told
    before and that binds still: it is said again, as a clock time, in place of the deadline.
    """
    try:
        found = owed(life, metrics, at, firm=held is not None)
    except NeverOpens:
        found = Nothing("the calendar has too little open time within ten years")
    if isinstance(found, Owed) and found.deadline is not None and held is not None:
        found = replace(found, deadline=held)
    calendar = found.calendar if found.calendar is not None else desk
    if isinstance(found, Nothing):
        found = Nothing(found.why, calendar, found.answered)
    home = calendar.zone if calendar is not None else _UTC
    spoken, theirs = _own(life.ticket, manner)
    listener = Listener(language_of(spoken), home if theirs is None else theirs, theirs is not None, home, at)
    habit = _usual(life, manner.habit)
    return tell(found, listener, ticket=ticket, habit=habit, coarse=manner.coarse, again=held is not None)


def _usual(life: Life, habit: Habit | Habits | None) -> Habit | None:
    """What is usual for tickets that are alike: served by the same policy, on one channel, of one priority."""
    if not isinstance(habit, Habits):
        return habit
    stage = life.stages[-1]
    policy = stage.policies.get(Kind.CUSTOMER)
    return None if policy is None else habit.of(policy.name, stage.ticket.channel, stage.ticket.priority)


def _own(ticket: Ticket, manner: Manner) -> tuple[str | None, ZoneInfo | None]:
    """The locale and zone asked for, else those the ticket names; a zone that is none counts as unknown."""
    language, place = ticket.fields.get("language"), ticket.fields.get("zone")
    locale = manner.locale if manner.locale is not None else language if isinstance(language, str) else None
    if manner.zone is not None:
        return locale, zone_named(manner.zone)
    try:
        return locale, zone_named(place) if isinstance(place, str) else None
    except InvalidInput:
        return locale, None
