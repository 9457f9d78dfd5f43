"""P7: promises neither flap nor creep; a later one is told before the earlier lapses, a better one is only shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock import Calendar, Promise, PromiseKind, TicketEvent
from slaclock.clock.merge import lives
from slaclock.instant import to_us
from slaclock.promise.amend import Amendment, Change, Courtesy, Told, amend
from slaclock.promise.making import Manner, promise_of
from slaclock.timeline.timeline import Timeline
from tests.clock.story import instant
from tests.promise.desk import desk

MADE = instant("Mon 09:00")
MAIL, CHAT = Courtesy.on("email"), Courtesy.on("chat")
NIGHT = Calendar.from_config({"timezone": "Europe/Berlin", "hours": {"every-day": "20:00-08:00"}})


@cache
def model() -> Promise:
    """A promise to change a copy of."""
    return desk().promise_for({"channel": "email"}, instant("Mon 09:00"), "Europe/Berlin", "en-GB")


def now(at: str, deadline: str, shown: str | None = None, kind: str = "reply_by") -> Promise:
    """The promise that the facts would make at an instant."""
    due = instant(deadline)
    return replace(
        model(), kind=PromiseKind(kind), at=instant(at), deadline=due, shown=instant(shown) if shown else due
    )


def look(told: str, promise: Promise, courtesy: Courtesy = MAIL, **rest: datetime) -> Amendment:
    """What becomes of a promise made on Monday at 09:00."""
    return amend(Told(instant(told), **rest), promise, courtesy)


def test_the_same_is_kept() -> None:
    assert look("Mon 13:00", now("Mon 10:00", "Mon 13:00")).change is Change.KEEP


def test_a_deadline_that_what_was_told_still_covers_is_kept() -> None:
    # 12:58 was told as 13:00; now it would be rounded to 13:15, but nobody means to answer after 13:00
    assert look("Mon 13:00", now("Mon 10:00", "Mon 12:58", "Mon 13:15")).change is Change.KEEP


@pytest.mark.parametrize(
    "deadline, change",
    [
        ("Mon 13:50", Change.KEEP),  # more than a quarter of three hours, but no whole step
        ("Mon 13:59", Change.KEEP),
        ("Mon 14:00", Change.TELL),  # an hour: promises up to three hours ahead go by the hour
        ("Tue 10:00", Change.TELL),
    ],
)
def test_later_by_a_quarter_of_the_wait_is_worth_a_message(deadline: str, change: Change) -> None:
    assert look("Mon 13:00", now("Mon 10:00", deadline)).change is change


def test_later_by_a_step_but_not_by_a_quarter_is_not() -> None:
    # eight hours are left to wait: a step is 15 minutes, a quarter two hours
    assert look("Mon 18:00", now("Mon 10:00", "Mon 19:45")).change is Change.KEEP
    assert look("Mon 18:00", now("Mon 10:00", "Mon 20:00")).change is Change.TELL


def test_a_chat_goes_by_five_minutes() -> None:
    chat = Told(instant("Mon 9:15"))
    assert amend(chat, now("Mon 9:05", "Mon 9:19"), CHAT).change is Change.KEEP
    assert amend(chat, now("Mon 9:05", "Mon 9:20"), CHAT).change is Change.TELL


def test_it_is_told_before_the_earlier_lapses_or_not_at_all() -> None:
    later = "Mon 16:00"
    assert look("Mon 13:00", now("Mon 12:59", later)).change is Change.TELL
    assert look("Mon 13:00", now("Mon 13:00", later)) == Amendment(
        Change.KEEP, "the customer cannot be told before it lapses; what was told binds"
    )
    assert look("Mon 13:00", now("Mon 13:01", later)).change is Change.SHOW


def test_one_message_an_hour_is_enough() -> None:
    found = look("Mon 13:00", now("Mon 10:30", "Mon 16:00"), pushed_at=instant("Mon 10:00"))
    assert (found.change, found.look_again) == (Change.KEEP, instant("Mon 11:00"))
    assert look("Mon 13:00", now("Mon 11:00", "Mon 16:00"), pushed_at=instant("Mon 10:00")).change is Change.TELL


def test_in_a_chat_one_every_five_minutes() -> None:
    found = look("Mon 10:00", now("Mon 9:34", "Mon 11:00"), CHAT, pushed_at=instant("Mon 9:30"))
    assert (found.change, found.look_again) == (Change.KEEP, instant("Mon 9:35"))
    assert look("Mon 10:00", now("Mon 9:35", "Mon 11:00"), CHAT, pushed_at=instant("Mon 9:30")).change is Change.TELL


def test_nobody_is_woken() -> None:
    polite = Courtesy.on("email", NIGHT)
    found = look("Tue 13:00", now("Mon 22:00", "Wed 13:00"), polite)
    assert (found.change, found.look_again) == (Change.KEEP, instant("Tue 08:00"))
    assert look("Tue 13:00", now("Tue 08:00", "Wed 13:00"), polite).change is Change.TELL
    # the promise lapses at night: nobody can be told in time
    assert look("Tue 07:00", now("Mon 22:00", "Wed 13:00"), polite).look_again is None


def test_where_nobody_may_be_written_to_unasked_the_promise_binds() -> None:
    silent = Courtesy.on("messaging", unasked=False)
    assert look("Mon 13:00", now("Mon 10:00", "Mon 16:00"), silent).change is Change.KEEP
    endless = Courtesy.on("email", Calendar.always("Europe/Berlin"))
    assert look("Mon 13:00", now("Mon 10:00", "Mon 16:00"), endless).change is Change.KEEP


def test_a_better_one_must_last_two_looks() -> None:
    first = look("Mon 13:00", now("Mon 9:30", "Mon 12:00"))
    assert (first.change, first.better) == (Change.KEEP, instant("Mon 12:00"))
    again = look("Mon 13:00", now("Mon 9:35", "Mon 12:15"), better=instant("Mon 12:00"))
    assert again == Amendment(Change.SHOW, "the desk will answer sooner than it said")


def test_a_hardly_better_one_is_not_shown_and_ends_the_row() -> None:
    found = look("Mon 13:00", now("Mon 9:35", "Mon 12:45"), better=instant("Mon 12:00"))
    assert (found.change, found.better) == (Change.KEEP, None)


def test_a_ticket_that_waits_withdraws_the_instant() -> None:
    paused = replace(now("Mon 10:00", "Mon 13:00", kind="paused"), deadline=None, shown=None)
    assert look("Mon 13:00", paused).change is Change.SHOW
    waiting = Told(None)
    assert amend(waiting, paused, MAIL).change is Change.KEEP
    assert amend(waiting, now("Mon 10:00", "Mon 14:00"), MAIL).change is Change.SHOW


def test_a_missed_deadline_does_not_break_a_promise_that_still_runs() -> None:
    assert look("Mon 13:00", now("Mon 12:55", "Mon 12:50", kind="overdue")).change is Change.KEEP
    assert look("Mon 13:00", now("Mon 13:05", "Mon 12:50", kind="overdue")).change is Change.LAPSED
    assert look("Mon 13:00", now("Mon 13:05", "Mon 15:00", kind="overdue")).change is Change.SHOW


def test_a_policy_that_is_gone_takes_nothing_back() -> None:
    gone = replace(now("Mon 10:00", "Mon 13:00", kind="none"), deadline=None, shown=None)
    assert look("Mon 13:00", gone).change is Change.KEEP


def test_what_binds_is_said_again_without_creeping() -> None:
    # rounded anew at 12:22 it would be "within 40 minutes", two minutes later than what was told
    engine = desk()
    created = TicketEvent.from_mapping(
        {"ticket": "T1", "id": "1", "at": MADE.isoformat(), "type": "created", "channel": "email"}
    )
    for at, words in [
        ("Mon 10:07", "by 13:00 today"),
        ("Mon 12:22", "by 13:00 today"),
        ("Mon 12:59", "by 13:00 today"),
    ]:
        life = lives(Timeline.of([created]), engine.config.book)["T1"]
        manner, held = Manner("Europe/Berlin", "en-GB"), to_us(instant("Mon 13:00"))
        promise = promise_of(life, engine.config.metrics, to_us(instant(at)), manner, held=held)
        assert promise.text == f"We will reply {words} at the latest."
        assert promise.shown == instant("Mon 13:00")
        assert promise.formula == "all/first_response/default; as told before"


MINUTES = st.integers(1, 600)


@given(told=MINUTES, at=MINUTES, deadline=st.integers(1, 2_000), pushed=st.none() | MINUTES)
def test_who_is_told_is_told_in_time_and_for_a_reason(told: int, at: int, deadline: int, pushed: int | None) -> None:
    def after(minutes: int) -> datetime:
        return MADE + timedelta(minutes=minutes)

    due = max(deadline, at)
    promise = replace(model(), at=after(at), deadline=after(due), shown=after(due))
    before = Told(after(told), pushed_at=after(pushed) if pushed is not None else None)
    found = amend(before, promise, MAIL)
    if found.change is Change.TELL:
        assert at < told < due
        assert due - told >= (told - at) / 4
        assert pushed is None or at - pushed >= 60
        then = Told(promise.shown, pushed_at=after(at))
        assert amend(then, promise, MAIL).change is Change.KEEP  # told once
