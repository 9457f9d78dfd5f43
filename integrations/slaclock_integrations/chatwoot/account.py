"""What an operator tells the Chatwoot connector beyond address and token: its own keys of [helpdesks.NAME]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from slaclock.complaints import Complaints, show
from slaclock.connectors.names import Names, is_number
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words
from slaclock.policy.value import Table, is_text, items

STATUSES = ("open", "pending", "snoozed", "resolved")

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "account": "write the number of the account, as it stands in Chatwoot's addresses, like account = 1",
        "due_field": "write the key of a custom attribute of the kind text, like due_field = 'sla_due'",
        "customer_field": "write the contact's custom attribute that names its company, like 'company'",
        "agents": 'write agents = { "7" = "first-line-lead" }, their number = our name',
        "teams": 'write teams = { "3" = "first-line" }, their number = our name',
        "bots": "write the ids of users that are programs, slaclock's own among them, like bots = [12]",
        "activities": 'write activities = { "wurde gelöst von" = "resolved" }, a piece of their text = their status',
    }
)

WORDS = Words(
    statuses=MappingProxyType({"open": "open", "pending": "open", "snoozed": "pending", "resolved": "solved"}),
    priorities=MappingProxyType({each: each for each in ("urgent", "high", "medium", "low")}),
    channels=MappingProxyType(
        {
            "channel::webwidget": "chat",
            "channel::email": "email",
            "channel::twiliosms": "sms",
            "channel::sms": "sms",
            "channel::whatsapp": "messaging",
            "channel::api": "messaging",
            "channel::line": "messaging",
            "channel::telegram": "messaging",
            "channel::facebookpage": "social",
            "channel::instagram": "social",
            "channel::twitterprofile": "social",
            "channel::tiktok": "social",
            "channel::voice": "voice",
        }
    ),
)

ACTIVITIES: Mapping[str, str] = MappingProxyType(
    {
        "Conversation was marked resolved by": "resolved",
        "Conversation was resolved by": "resolved",
        "Conversation was reopened by": "open",
        "Conversation was marked open": "open",
        "System reopened the conversation": "open",
        "Conversation was marked as pending by": "pending",
        "Conversation was snoozed by": "snoozed",
    }
)
"""How Chatwoot writes down in English that a status changed; it keeps no other record of most changes."""


@dataclass(frozen=True, slots=True)
class ChatwootAccount:
    """The keys, read and checked."""

    number: int
    due_field: str | None = None
    customer_field: str | None = None
    agents: Names = field(default_factory=Names)
    teams: Names = field(default_factory=Names)
    bots: frozenset[str] = frozenset()
    activities: Mapping[str, str] = field(default_factory=lambda: ACTIVITIES)

    @classmethod
    def load(cls, settings: HelpdeskSettings) -> ChatwootAccount:
        """The keys of one helpdesk; InvalidConfig with every complaint at once."""
        complaints = Complaints("", f"helpdesks.{settings.name}")
        given = settings.options
        if settings.token is None:
            complaints.at("token").add("there is none", "write token = { env = 'CHATWOOT_TOKEN' }")
        number = given.get("account")
        if not is_number(str(number)):
            complaints.at("account").add(f"found {show(number)}", KEYS["account"])
        found = cls(
            int(str(number)) if is_number(str(number)) else 0,
            _text(given, "due_field", complaints),
            _text(given, "customer_field", complaints),
            Names.load(given, "agents", complaints, KEYS["agents"]),
            Names.load(given, "teams", complaints, KEYS["teams"]),
            _bots(given, complaints),
            _activities(given, complaints),
        )
        complaints.settle()
        return found


def _text(given: Table, key: str, complaints: Complaints) -> str | None:
    value = given.get(key)
    if value is not None and not is_text(value):
        complaints.at(key).add(f"found {show(value)}", KEYS[key])
    return None if value is None else str(value)


def _bots(given: Table, complaints: Complaints) -> frozenset[str]:
    value = given.get("bots", [])
    if isinstance(value, list | tuple) and all(is_number(str(each)) for each in value):
        return frozenset(map(str, value))
    complaints.at("bots").add(f"found {show(value)}", KEYS["bots"])
    return frozenset()


def _activities(given: Table, complaints: Complaints) -> Mapping[str, str]:
    here = complaints.at("activities")
    found = dict[str, str]()
    for piece, status in items(here.table(given.get("activities", {}), KEYS["activities"]), here):
        if is_text(piece) and status in STATUSES:
            found[piece] = str(status)
        else:
            here.at(piece).add(f"found {show(status)}", "write one of " + ", ".join(STATUSES))
    return MappingProxyType({**ACTIVITIES, **found})
