"""What an operator tells the Zendesk connector beyond address and token: its own keys of [helpdesks.NAME]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from slaclock.complaints import Complaints, show
from slaclock.connectors.names import Names, is_number
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.connectors.words import Words

TASK = "task"

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "email": "write the address of the user the API token belongs to; leave it out for an OAuth token",
        "due_field": "write the id of a text field for deadlines, like due_field = '360012345678', or 'task'",
        "groups": 'write groups = { "98738" = "first-line" }, their id = our name',
        "agents": 'write agents = { "235323" = "first-line-lead" }, their id = our name',
        "organizations": 'write organizations = { "509974" = "ACME" }, their id = our name',
        "bots": 'write the ids of users that are programs, like bots = ["361234"]',
    }
)

WORDS = Words(
    statuses=MappingProxyType({each: each for each in ("new", "open", "pending", "hold", "solved", "closed")}),
    priorities=MappingProxyType({each: each for each in ("urgent", "high", "normal", "low")}),
    channels=MappingProxyType(
        {
            "email": "email",
            "mail": "email",
            "web": "web",
            "web_form": "web",
            "web_widget": "web",
            "mobile": "web",
            "mobile_sdk": "web",
            "help_center": "web",
            "helpcenter": "web",
            "chat": "chat",
            "sms": "sms",
            "sunshine_conversations_twilio_sms": "sms",
            "sunshine_conversations_messagebird_sms": "sms",
            "native_messaging": "messaging",
            "whatsapp": "messaging",
            "line": "messaging",
            "telegram": "messaging",
            "wechat": "messaging",
            "viber": "messaging",
            "kakaotalk": "messaging",
            "google_business_messages": "messaging",
            "apple_business_chat": "messaging",
            "sunshine_conversations_api": "messaging",
            "voice": "voice",
            "phone": "voice",
            "voicemail": "voice",
            "phone_call_inbound": "voice",
            "phone_call_outbound": "voice",
            "facebook": "social",
            "facebook_post": "social",
            "facebook_message": "social",
            "messenger": "social",
            "twitter": "social",
            "twitter_dm": "social",
            "instagram_dm": "social",
        }
    ),
)


@dataclass(frozen=True, slots=True)
class ZendeskOptions:
    """The keys, read and checked."""

    email: str | None = None
    due_field: str | None = None
    groups: Names = field(default_factory=Names)
    agents: Names = field(default_factory=Names)
    organizations: Names = field(default_factory=Names)
    bots: frozenset[str] = frozenset()

    @classmethod
    def load(cls, settings: HelpdeskSettings) -> ZendeskOptions:
        """The keys of one helpdesk; InvalidConfig with every complaint at once."""
        complaints = Complaints("", f"helpdesks.{settings.name}")
        given = settings.options
        if settings.token is None:
            complaints.at("token").add("there is none", "write token = { env = 'ZENDESK_TOKEN' }")
        email = _text(given, "email", complaints)
        if email is not None and "@" not in email:
            complaints.at("email").add(f"found {show(email)}", KEYS["email"])
        due = _text(given, "due_field", complaints)
        if due is not None and due != TASK and not is_number(due):
            complaints.at("due_field").add(f"found {show(due)}", KEYS["due_field"])
        options = cls(
            email,
            due,
            Names.load(given, "groups", complaints, KEYS["groups"]),
            Names.load(given, "agents", complaints, KEYS["agents"]),
            Names.load(given, "organizations", complaints, KEYS["organizations"]),
            _bots(given, complaints),
        )
        complaints.settle()
        return options


def _text(given: Mapping[str, object], key: str, complaints: Complaints) -> str | None:
    value = given.get(key)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value.strip():
        return value.strip()
    complaints.at(key).add(f"found {show(value)}", KEYS[key])
    return None


def _bots(given: Mapping[str, object], complaints: Complaints) -> frozenset[str]:
    value = given.get("bots", [])
    if isinstance(value, list | tuple) and all(is_number(str(each)) for each in value):
        return frozenset(map(str, value))
    complaints.at("bots").add(f"found {show(value)}", KEYS["bots"])
    return frozenset()
