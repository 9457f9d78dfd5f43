"""From what is owed to what is said: the three statements, kept apart, and the paragraph they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from slaclock.errors import NeverCloses
from slaclock.hours.calendar import Calendar
from slaclock.instant import MINUTE, from_us, length_us
from slaclock.promise.listener import Listener
from slaclock.promise.opening import Closed, closed_at
from slaclock.promise.owed import Nothing, Owed
from slaclock.promise.promise import Habit, Promise, PromiseKind
from slaclock.promise.prospect import Prospect, prospect
from slaclock.promise.rounding import Rounded, length
from slaclock.promise.sms import shortest
from slaclock.promise.workdays import around_the_clock, working_days

_BRACKETS = re.compile(r"\s*[(\uff08]([^()\uff08\uff09]+)[)\uff09]")
"""Brackets of a holiday's name, `Boxing Day (observed)`, which stands in brackets itself; wide ones are Japanese."""
BINDING = ("reply", "paused", "overdue", "soon", "zone", "iso")
"""The sentences a text message keeps when all of them do not fit into one."""
WHOLE = ("closed", "overdue", "opens-and-reply", "opens", "paused", "reply", "soon", "typically", "zone", "iso")
"""The order of sentences in a paragraph."""

LONG_DAY = 12 * 60
"""Minutes of working time from which on days are named."""


@dataclass(slots=True)
class Telling:
    """Collects the sentences of one promise, by name."""

    listener: Listener
    owed: Owed | Nothing
    prospect: Prospect
    habit: Habit | None = None
    rule: str = ""
    sentences: dict[str, str] = field(default_factory=dict)
    _paragraph: dict[str, str] = field(default_factory=dict)
    _timed: bool = False

    def promise(self, ticket: str | None) -> Promise:
        """All of it said."""
        listener, owed = self.listener, self.owed
        closed = self._closed()
        self._state()
        self._doors(closed)
        self._typically(closed)
        self._footnotes(closed)
        text = self._text(WHOLE)
        sms, count = shortest((text, self._text(BINDING) or text))
        deadline = self.prospect.due
        return Promise(
            self.prospect.kind,
            ticket,
            owed.target.metric if isinstance(owed, Owed) else None,
            self._local(listener.now),
            self._local(deadline) if deadline is not None else None,
            self._local(self.rounded.at) if self.rounded is not None else None,
            self._local(closed.opens_at) if closed is not None and closed.opens_at is not None else None,
            closed.because if closed is not None else None,
            listener.language.code,
            listener.language.tag,
            listener.zone.key,
            listener.zone_known,
            text,
            self.sentences,
            sms,
            count,
            listener.language.direction,
            self._formula(),
        )

    @property
    def rounded(self) -> Rounded | None:
        """The instant that is named, if one is."""
        return self.prospect.rounded

    def _closed(self) -> Closed | None:
        calendar = self.owed.calendar
        return None if calendar is None else closed_at(calendar, self.listener.now, str(self.listener.language.locale))

    def _state(self) -> None:
        owed, kind = self.owed, self.prospect.kind
        if isinstance(owed, Nothing):
            if not owed.answered:
                self._say("soon", about="reply")
            return
        if kind is PromiseKind.PAUSED:
            self._paused(owed)
            return
        if kind is PromiseKind.OVERDUE:
            self._say("overdue")
        if self.rounded is None:
            self._say("soon", about=owed.about.value)
        else:
            self._timed = not self.rounded.minutes
            self.rule = self.rounded.rule
            self._say("reply", about=owed.about.value, deadline=self.listener.deadline(self.rounded))

    def _paused(self, owed: Owed) -> None:
        name = "paused" if owed.for_customer else "paused-other"
        if owed.left <= 0:
            self._say(f"{name}-soon", "paused")
            return
        self._say(name, "paused", about=owed.about.value, within=self._budget(owed))

    def _budget(self, owed: Owed) -> str:
        """What is left of a budget, rounded up: minutes, hours, from a long day on working days."""
        now, minutes = self.listener.now, length(owed.left)
        working = owed.working and not around_the_clock(owed.calendar, now)
        kind = "working" if working else "within"
        if minutes % 60:
            return self._left(f"{kind}-minutes", minutes)
        days = working_days(owed.calendar, now, owed.left) if working and minutes > LONG_DAY else None
        return self._left(f"{kind}-hours", minutes // 60) if days is None else self._left("working-days", days)

    def _left(self, phrase: str, number: int) -> str:
        self.rule = f"{number} {phrase.replace('within-', '').replace('-', ' ')} left"
        return self.listener.language.say(phrase, n=number)

    def _doors(self, closed: Closed | None) -> None:
        """Closed, and since when there is somebody again: unless an answer is promised before that."""
        early = self.rounded is not None and closed is not None and (closed.opens_at or 0) > self.rounded.at
        if closed is None or early:
            return
        if closed.because:
            self._say("closed-because", "closed", reason=_BRACKETS.sub(r", \1", closed.because))
        else:
            self._say("closed")
        if closed.opens_at is None:
            return
        when = self.listener.opening(closed.opens_at)
        self._timed = True
        self._say("opens", when=when)
        if self.prospect.kind is PromiseKind.REPLY_BY and isinstance(self.owed, Owed) and self.rounded is not None:
            deadline = self.listener.deadline(self.rounded)
            both = self.listener.language.say(
                "opens-and-reply", about=self.owed.about.value, when=when, deadline=deadline
            )
            self._paragraph["opens-and-reply"] = both

    def _typically(self, closed: Closed | None) -> None:
        """The habit: only of answers, only while somebody is there and stays so long, and never beside a worse one."""
        habit, owed, now = self.habit, self.owed, self.listener.now
        if habit is None or not habit.enough or closed is not None or not isinstance(owed, Owed):
            return
        minutes = length(max(length_us(habit.p50), 1))
        until = now + minutes * MINUTE
        if (
            self.prospect.kind is not PromiseKind.REPLY_BY
            or owed.about != "reply"
            or until > _closing(owed.calendar, now)
        ):
            return
        if self.rounded is not None and until < self.rounded.at:
            self._say("typically", within=self.listener.within(minutes))

    def _footnotes(self, closed: Closed | None) -> None:
        listener = self.listener
        if not listener.zone_known and self._timed:
            self._say("zone", city=listener.language.city(listener.zone.key))
        at = self.rounded.at if self.rounded is not None else closed.opens_at if closed is not None else None
        if not listener.language.known and at is not None:
            self._say("iso", iso=listener.iso(at), zone=listener.zone.key)

    def _say(self, message: str, name: str = "", **facts: str | int) -> None:
        self.sentences[name or message] = self.listener.language.say(message, **facts)

    def _text(self, names: tuple[str, ...]) -> str:
        said = self.sentences | self._paragraph
        left_out = {"opens", "reply"} if "opens-and-reply" in names and "opens-and-reply" in said else set()
        between = self.listener.language.say("between")
        return between.join(said[name] for name in names if name in said and name not in left_out)

    def _local(self, us: int) -> datetime:
        return from_us(us, self.listener.zone)

    def _formula(self) -> str:
        if isinstance(self.owed, Nothing):
            return self.owed.why
        state = {PromiseKind.PAUSED: "paused", PromiseKind.OVERDUE: "overdue"}.get(self.prospect.kind)
        new = f"new: p90 of {self.habit.n} answers" if state == "overdue" and self.habit and self.rounded else None
        return "; ".join(filter(None, (self.owed.target.name, state, new, self.rule)))


def _closing(calendar: Calendar, at: int) -> int:
    try:
        return calendar.index.next_closing(at)
    except NeverCloses:
        return at + length_us(timedelta(days=3653))


def tell(
    owed: Owed | Nothing,
    listener: Listener,
    *,
    ticket: str | None = None,
    habit: Habit | None = None,
    coarse: bool = False,
    again: bool = False,
) -> Promise:
    """The promise for what is owed, in the words of one listener; `again` if its deadline is what was told before."""
    ahead = prospect(owed, listener.now, listener.zone, habit=habit, coarse=coarse, again=again)
    return Telling(listener, owed, ahead, habit).promise(ticket)
