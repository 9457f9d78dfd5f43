"""What a notice can say: the facts of a step that became due. No word that anybody wrote is among them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, tzinfo
from types import MappingProxyType
from typing import Any

from slaclock.desk import Notice
from slaclock.instant import parse_instant

FACTS: Mapping[str, str] = MappingProxyType(
    {
        "ticket": "the ticket's id",
        "helpdesk": "the helpdesk it belongs to",
        "policy": "the policy that serves it",
        "metric": "the clock, like first response; empty for a point of the ticket itself",
        "target": "the promise in full, like gold/first_response/urgent",
        "cycle": "which run of the clock",
        "step": "the step of the ladder",
        "repeat": "how often the step has come by now",
        "due_at": "when the step became due",
        "deadline": "when the promise runs out, or ran out",
        "priority": "the ticket's priority",
        "customer": "whose ticket it is",
        "group": "the group that has it",
        "assignee": "the agent who has it",
        "link": "where it can be acknowledged, if links are configured",
    }
)
"""Every fact a template may name, with its meaning; one that is not known is empty."""

INSTANTS = ("due_at", "deadline")
_LADDER = ("tenant", "helpdesk", "ticket", "policy", "metric", "cycle")
LONGEST = 500
"""Signs of one fact."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def spoken(notice: Notice, link: str | None, zone: tzinfo = UTC) -> dict[str, str]:
    """Every fact of a notice in words, for people; instants as a clock in the zone shows them."""
    return {name: say(name, link if name == "link" else notice.facts.get(name), zone) for name in FACTS}


def told(notice: Notice, link: str | None) -> dict[str, Any]:
    """Every fact of a notice as it is, for programs; of many told as one, each under `digest`."""
    found = {**_known(notice.facts), "link": link}
    several = each_of(notice)
    return {**found, "digest": [_known(each.facts) for each in several]} if several else found


def each_of(notice: Notice) -> list[Notice]:
    """The notices that this one tells together; none if it is only one."""
    return [
        Notice(notice.id, str(facts.get("ticket") or ""), notice.to, facts) for facts in notice.facts.get("digest", ())
    ]


def ladder(notice: Notice) -> str:
    """The ladder a notice is a step of, the same for all its steps and for no other: what pagers call an incident.

    Many told as one are an incident of their own, and so is what does not say of which helpdesk it is: rather one
    incident too many than a ladder that is taken for another one.
    """
    if each_of(notice) or not notice.facts.get("helpdesk"):
        return notice.id
    names = "\0".join(str(notice.facts.get(name) or "-") for name in _LADDER)
    return "sla-" + hashlib.sha256(names.encode()).hexdigest()[:32]


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts.get(name) for name in FACTS if name != "link"}


def say(name: str, value: object, zone: tzinfo) -> str:
    """A fact in words, without anything that could begin another line or header."""
    if value is None:
        return ""
    text = str(value)[:LONGEST]
    if name in INSTANTS:
        at = parse_instant(text).astimezone(zone)
        return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year} {at:%H:%M} {at:%Z}"
    if name == "metric":
        text = text.replace("_", " ")
    return "".join(sign if sign.isprintable() else " " for sign in text)
