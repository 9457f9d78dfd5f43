"""The ladder of an escalation as plain data: who is told and what is changed at which point; planning is done elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from slaclock.hours.calendar import Calendar
from slaclock.policy.step import Point


class Verb(StrEnum):
    """What a step can do."""

    NOTIFY = "notify"
    TAG = "tag"
    NOTE = "note"
    PRIORITY = "priority"
    ASSIGN = "assign"
    GROUP = "group"
    FIELD = "field"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: tell somebody, tag, note, change the ticket, call a web address.

    `values` are whom to notify or which tags; one text for the other verbs; `fields` only for FIELD.
    """

    verb: Verb
    values: tuple[str, ...] = ()
    fields: Mapping[str, str | int | float | bool] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """At this point do these actions, once; `name` is what the firing is remembered by, so it stays when wording changes.

    `target` is the metric whose clock it hangs on (None for points of the ticket itself). `hours` is the calendar in which
    it may be delivered; outside it waits for the opening unless `urgent`.
    """

    name: str
    target: str | None
    point: Point
    do: tuple[Action, ...]
    hours: Calendar | None = None
    urgent: bool = False
