"""Where configurations come from: a file, a folder merged, a mapping; and what stands in the result."""

from __future__ import annotations

from pathlib import Path

import pytest

from slaclock.errors import InvalidConfig
from slaclock.instant import HOUR, SECOND
from slaclock.policy.channel import CHANNELS
from slaclock.policy.ladder import Action, Verb
from slaclock.policy.load import load_config
from slaclock.policy.step import When
from slaclock.timeline.grammar import CHANNELS as EVENT_CHANNELS

CALENDAR = """
[calendars.berlin]
timezone = "Europe/Berlin"
hours = { mon-fri = "09:00-17:00" }
"""

POLICY = """
[[policies]]
name = "{name}"
calendar = "berlin"
[policies.targets]
first_response = {{ urgent = "30bm", default = "4bh" }}
"""


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_bytes(b"\xef\xbb\xbf" + (CALENDAR + POLICY.format(name="standard")).replace("\n", "\r\n").encode())
    config = load_config(file)
    assert [policy.name for policy in config.policies] == ["standard"]
    assert list(config.calendars) == ["berlin"]
    assert load_config(str(file)).policies[0].name == "standard"


def test_a_folder_is_merged_in_the_order_of_its_file_names(tmp_path: Path) -> None:
    (tmp_path / "20-rest.toml").write_text(POLICY.format(name="rest"))
    (tmp_path / "10-gold.toml").write_text(POLICY.format(name="gold"))
    (tmp_path / "calendars.toml").write_text(CALENDAR)
    (tmp_path / "notes.txt").write_text("not read")
    assert [policy.name for policy in load_config(tmp_path).policies] == ["gold", "rest"]


def test_complaints_about_a_folder_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(CALENDAR)
    (tmp_path / "b.toml").write_text(CALENDAR + POLICY.format(name="rest").replace("4bh", "1d"))
    (tmp_path / "c.toml").write_text('[calendars.munich]\ntimezone = "Europe/Munich"\nhours = "always"\n')
    with pytest.raises(InvalidConfig) as refused:
        load_config(tmp_path)
    said = str(refused.value).replace(str(tmp_path) + "/", "")
    assert "b.toml: calendars.berlin: 'berlin' stands in a.toml already" in said
    assert "c.toml: calendars.munich" in said
    assert "b.toml: policies[1].targets.first_response.default: found '1d'" in said
    assert len(said.splitlines()) == 3


def test_everything_a_policy_may_say(tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text(
        CALENDAR
        + """
[metrics.legal]
starts = ["group:legal"]
stops = ["left group:legal", "solved"]

[[policies]]
name = "all"
kind = "customer"
calendar = "berlin"
reopen_window = "72 hours"
auto_acknowledgement_counts = true
effective_from = 2026-07-01T00:00:00+02:00
[policies.targets]
resolution = { default = "3 business days", pauses = [], pause_cap = "40 business hours" }
legal = { default = "2 business days", pauses = ["hold"] }
[policies.channels.chat]
short_abandon = "20 seconds"
[policies.channels.messaging]
reply_window = "none"
[[policies.escalations]]
name = "team lead"
target = "resolution"
at = "75%"
do = [
  { notify = ["team-lead", "on-call"] },
  { tag = "sla-at-risk" },
  { field = { risk = true } },
  { webhook = "https://example.com/hook" },
]
hours = "berlin"
[[policies.escalations]]
at = "unassigned for 30 business minutes"
do = [{ group = "dispatch" }]
urgent = true
"""
    )
    config = load_config(file)
    (policy,) = config.policies
    assert policy.reopen_window == 72 * HOUR
    assert policy.auto_acknowledgement_counts
    assert policy.effective_from == 1_782_856_800 * SECOND
    resolution = policy.target("resolution", None)
    assert resolution is not None
    assert resolution.pauses == frozenset()
    assert str(resolution.pause_cap) == "40 business hours"
    assert policy.target("legal", "any") is not None
    assert config.metrics["legal"].stops
    assert policy.channel("chat").session
    assert policy.channel("chat").short_abandon == 20 * SECOND
    assert policy.channel("messaging").reply_window is None
    assert policy.channel("email") is CHANNELS["email"]
    assert not policy.channel(None).session
    lead, unassigned = policy.escalations
    assert (lead.name, lead.target, lead.point.when, lead.urgent) == ("team lead", "resolution", When.PERCENT, False)
    assert lead.do == (
        Action(Verb.NOTIFY, ("team-lead", "on-call")),
        Action(Verb.TAG, ("sla-at-risk",)),
        Action(Verb.FIELD, (), {"risk": True}),
        Action(Verb.WEBHOOK, ("https://example.com/hook",)),
    )
    assert lead.hours is config.calendars["berlin"]
    assert (unassigned.name, unassigned.target, unassigned.urgent) == ("unassigned for 30 business minutes", None, True)


def test_a_policy_may_promise_nothing_on_purpose() -> None:
    berlin = {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}
    config = load_config(
        {"calendars": {"berlin": berlin}, "policies": [{"name": "spam", "calendar": "berlin", "targets": {}}]}
    )
    assert config.policies[0].targets == {}


def test_calendars_alone_are_a_configuration() -> None:
    config = load_config({"calendars": {"berlin": {"timezone": "Europe/Berlin", "hours": "always"}}})
    assert config.policies == ()


def test_events_and_policies_know_the_same_channels() -> None:
    assert set(CHANNELS) == set(EVENT_CHANNELS)
