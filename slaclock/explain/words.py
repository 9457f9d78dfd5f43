"""How an explanation puts things: instants, lengths, and why a clock started, waited or stopped. English everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pendulum

from slaclock.clock.reading import Reading
from slaclock.clock.waits import MANUAL, SOLVED_GAP, Wait
from slaclock.instant import SECOND
from slaclock.policy.metric import Metric, Moment
from slaclock.timeline.event import TicketEvent

STATUS_WAITS: Mapping[str, str] = {
    "pending": "waiting for the customer",
    "hold": "waiting for a third party",
    "new": "status new",
    "open": "status open",
}

STOPS: Mapping[str, str] = {
    Moment.ANSWERED: "a person answered",
    Moment.SOLVED: "solved",
    Moment.LEFT: "the visitor left",
    Moment.GAVE_UP: "the visitor left the queue",
    Moment.CANCELLED: "merged or deleted",
    Moment.TOLD: "the customer was told more",
    Moment.GROUPED: "another group took over",
    Moment.UNGROUPED: "the group was removed",
    Moment.OWNED: "somebody took it",
    Moment.ACCEPTED: "a person took the session",
    "left status:hold": "no longer with the vendor",
}

STARTS: Mapping[str, str] = {
    Moment.BEGUN: "the ticket was created or handed over",
    Moment.FIRST_QUESTION: "the customer asked",
    Moment.NEXT_QUESTION: "the oldest unanswered customer message",
    Moment.TOLD: "a person wrote to the customer",
    Moment.GROUPED: "a group got the ticket",
    Moment.UNOWNED: "nobody owned the ticket",
    Moment.INBOUND: "the customer's last message",
    Moment.QUEUED: "the visitor waits for a person",
    "status:hold": "put on hold with the vendor",
    "": "re-opened",
}


def start_word(metric: Metric, moment: str) -> str:
    """Why a run began."""
    return STARTS.get(moment, moment or metric.name)


def wait_word(wait: Wait) -> str:
    """What a clock waits for."""
    if wait.kind == MANUAL:
        return f"paused: {wait.reason}"
    if wait.kind == SOLVED_GAP:
        return "solved until it was re-opened"
    reason = f" ({wait.reason})" if wait.reason else ""
    return f"paused: {STATUS_WAITS.get(wait.kind, wait.kind)}{reason}"


def fact_word(value: object) -> str:
    """A fact of a ticket: a text, tags or fields."""
    if isinstance(value, Mapping):
        value = [f"{name}={value[name]}" for name in value]
    if isinstance(value, (frozenset, list)):
        return ", ".join(sorted(map(str, value))) or "none"
    return "none" if value is None else str(value)


def describe(event: TicketEvent) -> str:
    """An event in two or three words."""
    data = event.data
    match event.type:
        case "created":
            return "created"
        case "message":
            verb = "wrote" if data["public"] else "noted"
            return f"{data['author']} {verb}" + (" automatically" if data["auto"] else "")
        case "delivery":
            return f"message {data['outcome']}"
        case "session":
            return f"session {data['to']}"
        case "merged":
            return f"merged into {data['into']}"
        case "paused" | "resumed":
            return f"{event.type} ({data['reason']})"
        case "status":
            return str(data["to"])
        case "tags" | "fields":
            return f"{event.type} changed"
        case "acknowledged" | "deleted":
            return event.type
        case fact:
            return f"{fact} {data['to'] if data['to'] is not None else 'removed'}"


def describe_state(reading: Reading) -> str:
    """How a clock stands, in a word or three: how it ended, or what it does and whether it is late."""
    word = (reading.outcome.value if reading.outcome else reading.state.value).replace("_", " ")
    return f"{word}, overdue" if reading.breached and reading.outcome is None else word


def say_clock(at: datetime) -> str:
    """`16:30` on the instant's own wall clock, with seconds where there are any."""
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def say_date(day: date) -> str:
    """`Fri 20 Nov`, in English whatever the machine's locale says."""
    return pendulum.date(day.year, day.month, day.day).format("ddd D MMM")


def write_short(length: timedelta) -> str:
    """A duration without seconds that say nothing: `8:40`."""
    return write_length(length).removesuffix(":00") if not length % timedelta(minutes=1) else write_length(length)


def say(at: datetime) -> str:
    """An instant on its own wall clock, in English whatever the machine's locale says.

    In the hour that a clock shows twice, which of the two is said too: `Sun 25 Oct 2026 02:30 CEST`.
    """
    moment = pendulum.instance(at)
    seconds = "HH:mm:ss" if at.second or at.microsecond else "HH:mm"
    twice = at.replace(fold=1 - at.fold).utcoffset() != at.utcoffset()
    micros = f".{at.microsecond:06d}" if at.microsecond else ""
    return moment.format(f"ddd D MMM YYYY {seconds}") + micros + (f" {at:%Z}" if twice else "")


def write_length(length: timedelta) -> str:
    """A duration as people write it, `26:30:00`; hours go past 24 because open hours do."""
    seconds, micros = divmod(abs(length) // timedelta(microseconds=1), SECOND)
    text = f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}" + (f".{micros:06d}" if micros else "")
    return f"-{text}" if length < timedelta() else text
