"""What differs between an e-mail, a chat, a text message, a call and a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from slaclock.complaints import Complaints, show
from slaclock.instant import HOUR, SECOND
from slaclock.policy.budget import Budget, Unit
from slaclock.policy.value import keys, nearest, parsed


@dataclass(frozen=True, slots=True)
class ChannelProfile:
    """How one channel behaves; lengths are microseconds of wall time.

    session       the conversation ends when the visitor leaves; leaving unanswered abandons the open question
    reports       a report that a reply failed or bounced undoes the reply
    short_abandon a visitor who leaves sooner than this is a short abandonment
    reply_window  after the customer's last message the channel accepts free replies only this long; None is for ever
    in_days       replies travel for days, so promises belong in business days (checked, not enforced)
    """

    name: str
    session: bool = False
    reports: bool = False
    short_abandon: int = 5 * SECOND
    reply_window: int | None = None
    in_days: bool = False


CHANNELS: Mapping[str, ChannelProfile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            ChannelProfile("email", reports=True),
            ChannelProfile("chat", session=True),
            ChannelProfile("messaging", reports=True, reply_window=24 * HOUR),
            ChannelProfile("sms", reports=True),
            ChannelProfile("voice"),
            ChannelProfile("letter", in_days=True),
            ChannelProfile("web"),
            ChannelProfile("social", reports=True),
        )
    }
)

_PLAIN = ChannelProfile("other")


def profile(name: str | None) -> ChannelProfile:
    """The profile of a channel; a channel slaclock does not know behaves like a web form."""
    return CHANNELS.get(name, _PLAIN) if name is not None else _PLAIN


SWITCHES = ("session", "reports", "in_days")
LENGTHS = ("short_abandon", "reply_window")


def load_channels(value: object, complaints: Complaints) -> dict[str, ChannelProfile]:
    """The [policies.channels] of one policy: what it changes about a channel; the rest stays as the channel has it."""
    profiles: dict[str, ChannelProfile] = {}
    for name, told in complaints.table(value, "write a table like [policies.channels.chat]").items():
        here = complaints.at(name)
        if name not in CHANNELS:
            complaints.add(f"there is no channel {name!r}", nearest(name, CHANNELS))
            continue
        table = here.table(told, "write a table of " + ", ".join((*SWITCHES, *LENGTHS)))
        keys(table, (*SWITCHES, *LENGTHS), here)
        changes: dict[str, Any] = {}
        for key in (*SWITCHES, *LENGTHS):
            if key in table:
                changes |= _value(key, table[key], here.at(key))
        profiles[name] = replace(CHANNELS[name], **changes)
    return profiles


def _value(key: str, value: object, complaints: Complaints) -> dict[str, Any]:
    if key in SWITCHES:
        if isinstance(value, bool):
            return {key: value}
        complaints.add(f"found {show(value)}", "write true or false")
    elif key == "reply_window" and value == "none":
        return {key: None}
    elif (budget := parsed(Budget.parse, value, complaints)) is not None:
        if budget.unit is Unit.WALL:
            return {key: budget.amount}
        complaints.add(f"found {show(value)}", "this is counted in wall time; write '24 hours' or '20 seconds'")
    return {}
