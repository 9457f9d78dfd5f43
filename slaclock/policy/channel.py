"""What differs between an e-mail, a chat, a text message, a call and a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from slaclock.instant import HOUR, SECOND


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
