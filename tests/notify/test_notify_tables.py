from __future__ import annotations

from typing import Any

import pytest

from slaclock.connectors.reach import Reach
from slaclock.errors import InvalidConfig
from slaclock.notify.load import KEYS, load_recipients
from slaclock.notify.mail import MailNotifier
from slaclock.notify.others import AppriseNotifier
from slaclock.notify.web import WebNotifier, no_link
from tests.notify.notices import clock, notice

CANARY = "canary-91be44d0c7aa"
ENVIRON = {"SECRET": CANARY, "HOOK": f"https://hooks.example.com/{CANARY}", "NTFY": f"json://127.0.0.1:9/{CANARY}"}

GOOD: dict[str, dict[str, Any]] = {
    "webhook": {"url": "https://hooks.example.com/sla", "secret": {"env": "SECRET"}},
    "slack": {"url": {"env": "HOOK"}, "text": "{ticket} until {deadline}", "timezone": "Europe/Berlin"},
    "teams": {"url": {"env": "HOOK"}, "subject": "{ticket}"},
    "pagerduty": {"key": {"env": "SECRET"}, "severity": "critical"},
    "smtp": {
        "host": "mail.example.com",
        "user": "sla",
        "password": {"env": "SECRET"},
        "from": "sla@example.com",
        "to": ["lead@example.com", "boss@example.com"],
    },
    "apprise": {"urls": [{"env": "NTFY"}]},
}


def recipients(**tables: Any) -> Any:
    return load_recipients({"notify": tables}, ENVIRON)


def test_every_kind_can_be_written() -> None:
    pytest.importorskip("apprise")
    found = recipients(**{kind: {"kind": kind, **table} for kind, table in GOOD.items() if kind != "webhook"})
    opened = found.open(Reach(), clock, no_link)
    assert set(opened) == set(KEYS) - {"webhook"}
    assert [type(each) for each in opened.values()] == [WebNotifier] * 3 + [MailNotifier, AppriseNotifier]
    assert CANARY not in repr(found.by_name)
    assert {secret.reveal() for secret in found.secrets} >= {CANARY}


@pytest.mark.parametrize(
    "table, said",
    [
        ({}, "notify.lead: 'kind' is missing; write one of webhook, smtp"),
        ({"kind": "slak"}, "notify.lead.kind: found 'slak'; did you mean 'slack'?"),
        ({"kind": "slack"}, "notify.lead: 'url' is missing; write an address"),
        ({"kind": "slack", "url": "ftp://x"}, "notify.lead.url: found no web address"),
        ({"kind": "slack", "url": f"https://u:{CANARY}@x.example.com"}, "notify.lead.url: found no web address"),
        (
            {"kind": "webhook", "url": "https://x.example.com", "secret": CANARY},
            "secret: found no reference to a secret",
        ),
        ({"kind": "webhook", "url": "https://x.example.com", "key": "x"}, "unknown key 'key'"),
        ({"kind": "slack", "url": "https://x.example.com", "text": "{tickt}"}, "found {tickt}, which is no fact"),
        ({"kind": "slack", "url": "https://x.example.com", "timezone": "Berlin"}, "did you mean 'Europe/Berlin'?"),
        ({"kind": "pagerduty"}, "'key' is missing; write the integration's key"),
        ({"kind": "pagerduty", "key": {"env": "SECRET"}, "severity": "high"}, "severity: found 'high'"),
        ({**GOOD["smtp"], "kind": "smtp", "security": "plain"}, "a password that would travel unencrypted"),
        ({**GOOD["smtp"], "kind": "smtp", "to": "lead"}, "found 'lead', which is no mail address"),
        ({**GOOD["smtp"], "kind": "smtp", "from": "a@b.c\nBcc: x@y.z"}, "notify.lead.from: found"),
        ({**GOOD["smtp"], "kind": "smtp", "port": 0}, "notify.lead.port: found 0"),
        ({"kind": "apprise"}, "write a list like urls"),
        (7, "notify.lead: found 7; write a table"),
    ],
)
def test_what_is_wrong_is_said_without_the_secret(table: Any, said: str) -> None:
    with pytest.raises(InvalidConfig) as error:
        recipients(lead=table)
    assert said in str(error.value)
    assert CANARY not in str(error.value)


def test_the_name_of_web_addresses_is_taken() -> None:
    with pytest.raises(InvalidConfig, match="give the recipient another name"):
        recipients(webhook={"kind": "webhook", **GOOD["webhook"]})


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # its own, when it is imported
def test_apprise_that_cannot_tell_everybody_is_tried_again() -> None:
    pytest.importorskip("apprise")
    from slaclock.connectors.protocol import Unavailable

    (found,) = recipients(phone={"kind": "apprise", **GOOD["apprise"]}).open(Reach(), clock, no_link).values()
    with pytest.raises(Unavailable):
        found.tell(notice())
