from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from slaclock.connectors.protocol import Denied, RateLimited, Refused, Unavailable
from slaclock.connectors.reach import Reach
from slaclock.connectors.secret import Secret
from slaclock.desk import Notice
from slaclock.notify import web
from slaclock.notify.fact import ladder
from slaclock.notify.template import Template
from slaclock.notify.words import Words
from slaclock.sync import digest
from tests.notify.notices import FACTS, NOW, Receiver, clock, link_to, notice

KEY = "a secret of some length"


def sent(receiver: Receiver) -> dict[str, object]:
    (request,) = receiver.requests
    told: dict[str, object] = json.loads(request.content)
    return told


def test_a_webhook_is_signed_as_standard_webhooks_has_it() -> None:
    receiver = Receiver()
    web.WebNotifier(receiver.door(), web.webhook, clock, signed_with=Secret(KEY)).tell(notice())
    (request,) = receiver.requests
    stamp = str(NOW // 1_000_000)
    assert request.headers["webhook-id"] == "sla-1"
    assert request.headers["webhook-timestamp"] == stamp
    mac = hmac.new(KEY.encode(), f"sla-1.{stamp}.".encode() + request.content, hashlib.sha256).digest()
    assert request.headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()


def test_a_webhook_carries_facts() -> None:
    receiver = Receiver()
    web.WebNotifier(receiver.door(), web.webhook, clock, link_to("https://sla.example.com/a")).tell(notice())
    told = sent(receiver)
    assert (told["type"], told["id"], told["to"]) == ("escalation", "sla-1", "lead")
    data = told["data"]
    assert isinstance(data, dict)
    assert data["deadline"] == "2026-03-02T10:00:00Z"
    assert data["link"] == "https://sla.example.com/a"
    assert data["helpdesk"] == "desk"
    assert not {"urgent", "tenant"} & set(data)


def test_a_second_attempt_is_known_by_its_id() -> None:
    receiver = Receiver([httpx.Response(503)])
    notifier = web.WebNotifier(receiver.door(), web.webhook, clock)
    with pytest.raises(Unavailable):
        notifier.tell(notice())
    notifier.tell(notice())
    assert len({json.loads(each.content)["id"] for each in receiver.requests}) == 1
    assert {each.headers["webhook-id"] for each in receiver.requests} == {"sla-1"}, "also where nothing is signed"


def test_slack_reads_no_markup_out_of_a_fact() -> None:
    receiver = Receiver()
    web.WebNotifier(receiver.door(), web.slack(Words()), clock).tell(notice(customer="<!channel> & <http://x|y>"))
    text = str(sent(receiver)["text"])
    assert "&lt;!channel&gt; &amp; &lt;http://x|y&gt;" in text
    assert "<" not in text


def test_slack_formats_nothing() -> None:
    receiver = Receiver()
    web.WebNotifier(receiver.door(), web.slack(Words()), clock).tell(notice(customer="*URGENT* `now`"))
    assert sent(receiver)["mrkdwn"] is False


def test_words_are_told_on_the_recipients_clock() -> None:
    receiver = Receiver()
    words = Words(Template.parse("x"), Template.parse("{metric} until {deadline}"), ZoneInfo("Europe/Berlin"))
    web.WebNotifier(receiver.door(), web.slack(words), clock).tell(notice())
    assert sent(receiver)["text"] == "first response until Mon 2 Mar 2026 11:00 CET"


def test_teams_gets_one_card_with_a_button() -> None:
    receiver = Receiver()
    web.WebNotifier(receiver.door(), web.teams(Words()), clock, link_to("https://sla.example.com/a")).tell(notice())
    told = json.dumps(sent(receiver))
    assert '"AdaptiveCard"' in told
    assert '"url": "https://sla.example.com/a"' in told


def card(receiver: Receiver) -> list[str]:
    """What the texts of a card for Teams say."""
    told: Any = sent(receiver)
    return [block["text"] for block in told["attachments"][0]["content"]["body"]]


def test_teams_reads_no_markup_out_of_a_fact() -> None:
    receiver = Receiver()
    words = Words(Template.parse("**{ticket}** of {customer}"), Template.parse("[{group}]({link}): {metric}, {step}"))
    link = link_to("https://sla.example.com/acknowledge/a_b_.c*d")
    told = notice(customer="[Acknowledge](https://evil.example)", group="_a_ \\*b*", step="first_response `75%`")
    web.WebNotifier(receiver.door(), web.teams(words), clock, link).tell(told)
    assert card(receiver) == [
        r"**T-1** of \[Acknowledge\](https://evil.example)",
        r"[\_a\_ \\\*b\*](https://sla.example.com/acknowledge/a_b_.c*d): first response, first_response \`75%\`",
    ]


def test_teams_reads_no_markup_out_of_many_told_as_one() -> None:
    receiver = Receiver()
    web.WebNotifier(receiver.door(), web.teams(Words()), clock).tell(storm(step="[x](https://evil.example)"))
    subject, text = card(receiver)
    assert subject.endswith(r": 60 escalations: \[x\](https://evil.example) (60)")
    assert text.splitlines()[0] == r"60 escalations: \[x\](https://evil.example) (60)"
    assert text.splitlines()[2] == r"T-0: \[x\](https://evil.example)"


def test_all_steps_of_a_ladder_are_one_incident_of_pagerduty() -> None:
    receiver = Receiver()
    notifier = web.WebNotifier(receiver.door(), web.pagerduty(Words(), Secret("r" * 32), "critical"), clock)
    for step in ("first_response 75%", "first_response at breach"):
        notifier.tell(notice(step=step))
    told = [json.loads(each.content) for each in receiver.requests]
    assert {each["dedup_key"] for each in told} == {"sla-52ee2a4118a042cb777d4553f2740633"}
    assert [each["payload"]["summary"] for each in told] == ["T-1: first_response 75%", "T-1: first_response at breach"]
    assert told[0]["routing_key"] == "r" * 32


@pytest.mark.parametrize(
    "changed",
    [{"helpdesk": "shop"}, {"tenant": "north"}, {"ticket": "T-2"}, {"policy": "iron"}, {"metric": None}, {"cycle": 2}],
)
def test_another_ladder_is_another_incident(changed: dict[str, Any]) -> None:
    long = {"policy": "p" * 300}
    assert ladder(notice(**changed)) != ladder(notice())
    assert ladder(notice(**long | changed)) != ladder(notice(**long))


def test_a_notice_that_names_no_helpdesk_is_an_incident_of_its_own() -> None:
    before = notice(tenant=None, helpdesk=None)
    assert ladder(before) == "sla-1"
    assert web.webhook(before, None)["data"]["helpdesk"] is None


@pytest.mark.parametrize(
    "status, error", [(429, RateLimited), (500, Unavailable), (404, Refused), (403, Denied), (302, Refused)]
)
def test_a_refusal_means_what_it_means_everywhere(status: int, error: type[Exception]) -> None:
    receiver = Receiver([httpx.Response(status)])
    with pytest.raises(error) as raised:
        web.WebNotifier(receiver.door(), web.webhook, clock).tell(notice())
    assert "secret" not in str(raised.value), "the address may be a secret"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/", "http://169.254.169.254/latest", "https://[::1]/", "http://10.0.0.7/"]
)
def test_a_ladder_cannot_call_into_inner_networks(address: str) -> None:
    called = web.CalledAddress(Reach(), clock)
    told = notice()
    with pytest.raises(Refused, match="inner network"):
        called.tell(type(told)(told.id, told.ticket, address, told.facts))


def storm(**changed: Any) -> Notice:
    """Sixty notices for one recipient, as sync tells them together."""
    rows = [
        {"action": f"sla-{place}", "account": "notify/lead", "ticket": f"T-{place}", "name": "lead"}
        | {"facts": json.dumps({**FACTS, **changed, "ticket": f"T-{place}"})}
        for place in range(60)
    ]
    return digest.notice(rows)


def test_a_storm_told_as_one_has_a_line_for_each() -> None:
    receiver = Receiver()
    web.WebNotifier(receiver.door(), web.slack(Words()), clock).tell(storm())
    lines = str(sent(receiver)["text"]).splitlines()
    assert lines[0] == "60 escalations: first_response 75% (60)"
    assert lines[2] == "T-0: first_response 75%"
    assert lines[-1] == "and 10 more"


def test_a_program_is_told_all_of_a_storm() -> None:
    receiver = Receiver()
    web.WebNotifier(receiver.door(), web.webhook, clock).tell(storm())
    data = sent(receiver)["data"]
    assert isinstance(data, dict)
    assert [each["ticket"] for each in data["digest"]] == [f"T-{place}" for place in range(60)]


def test_a_storm_is_an_incident_of_its_own() -> None:
    receiver = Receiver()
    web.WebNotifier(receiver.door(), web.pagerduty(Words(), Secret("r" * 32), "error"), clock).tell(storm())
    assert sent(receiver)["dedup_key"] == storm().id
