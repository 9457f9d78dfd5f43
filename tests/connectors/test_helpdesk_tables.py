"""[helpdesks.NAME] in TOML: what is right opens a connector, what is wrong is said in one go."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pytest

from slaclock.connectors.load import load_helpdesks
from slaclock.connectors.protocol import Connector
from slaclock.connectors.registry import GROUP, load, names, vendor
from slaclock.connectors.secret import Secret
from slaclock.connectors.words import Words, unmapped
from slaclock.errors import InvalidConfig
from slaclock.policy.load import load_config
from slaclock.timeline.event import TicketEvent

ENVIRONMENT = {"RT_TOKEN": "canary-1234567890", "OLD": "canary-old", "NEW": "canary-new"}
RT = {"connector": "rt", "url": "https://rt.example.com/", "token": {"env": "RT_TOKEN"}}

TOML = """
[helpdesks.rt]
connector  = "rt"
url        = "https://rt.example.com"
token      = { env = "RT_TOKEN" }
secrets    = [{ env = "OLD" }, { env = "NEW" }]
statuses   = { "Waiting for parts" = "hold", "stalled" = "hold" }
priorities = { "100" = "urgent" }
channels   = { "Hotline" = "voice" }
fields     = { "Service Level" = "tier" }
due_field  = "SLA Due"

[server]
networks = ["10.20.0.0/16"]
"""


def refused(**table: object) -> list[str]:
    with pytest.raises(InvalidConfig) as raised:
        load_helpdesks({"helpdesks": {"rt": {**RT, **table}}}, ENVIRONMENT)
    return [str(each) for each in raised.value.complaints]


def test_a_helpdesk_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "slaclock.toml").write_text(TOML, encoding="utf-8")
    helpdesks = load_helpdesks(tmp_path, ENVIRONMENT)
    settings = helpdesks.settings["rt"]
    assert settings.secrets == (Secret("canary-old"), Secret("canary-new"))
    assert settings.words.status("WAITING FOR PARTS") == ("hold", None)
    assert settings.words.status("stalled") == ("hold", None)
    assert settings.words.status("resolved") == ("solved", None)
    assert settings.words.priority_there("urgent") == "100"
    assert settings.words.channel("hotline", "email") == "voice"
    assert settings.words.fields == {"Service Level": "tier"}
    assert settings.options == {"due_field": "SLA Due"}
    assert isinstance(helpdesks.open("rt"), Connector)
    assert "canary" not in repr(helpdesks)
    assert len(helpdesks.secrets) == 3


def test_the_policies_of_the_same_file_load_beside_it(tmp_path: Path) -> None:
    calendar = '[calendars.berlin]\ntimezone = "Europe/Berlin"\nhours = { mon-fri = "09:00-17:00" }\n'
    (tmp_path / "slaclock.toml").write_text(calendar + TOML, encoding="utf-8")
    assert set(load_config(tmp_path).calendars) == {"berlin"}


@pytest.mark.parametrize(
    "table, complaint",
    [
        ({"connector": "rtt"}, "helpdesks.rt.connector: connector 'rtt' is not installed; did you mean 'rt'?"),
        ({"conector": "rt"}, "helpdesks.rt: unknown key 'conector'; did you mean 'connector'?"),
        ({"token": "abc"}, "helpdesks.rt.token: found no reference to a secret; write { env = 'NAME' }"),
        ({"token": {"env": "NOWHERE"}}, "helpdesks.rt.token: the environment has no NOWHERE"),
        ({"secrets": "x"}, "helpdesks.rt.secrets: found no list"),
        ({"secrets": [{"env": "NOWHERE"}]}, "helpdesks.rt.secrets[1]: the environment has no NOWHERE"),
        ({"url": "rt.example.com"}, "helpdesks.rt.url: found 'rt.example.com'; write the helpdesk's address"),
        ({"url": "https://u:canary@x.example"}, "helpdesks.rt.url: found a user or password in the address"),
        ({"url": "https://x.example:99999999"}, "helpdesks.rt.url: found"),
        ({"url": "file:///etc/passwd"}, "helpdesks.rt.url: found"),
        ({"url": 7}, "helpdesks.rt.url: found 7"),
        ({"statuses": {"waiting": "pendng"}}, "helpdesks.rt.statuses.waiting: found 'pendng'; did you mean 'pending'?"),
        ({"channels": {"x": 7}}, "helpdesks.rt.channels.x: found 7"),
        ({"statuses": "pending"}, "helpdesks.rt.statuses: found 'pending'; write statuses = {"),
        ({"quota": 300}, 'helpdesks.rt.quota: found 300; write quota = "300 per minute"'),
        ({"quota": "0 per minute"}, "helpdesks.rt.quota: found '0 per minute'"),
        ({"quota": "5 per day"}, "helpdesks.rt.quota: found '5 per day'"),
        ({"due_field": ""}, "helpdesks.rt.due_field: found ''; a custom field for the due date"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(table: dict[str, object], complaint: str) -> None:
    said = refused(**table)
    assert any(each.startswith(complaint) for each in said), said
    assert "canary" not in "".join(said)


@pytest.mark.parametrize(
    "told, calls",
    [({}, 300), ({"quota": "700 per minute"}, 700), ({"quota": "5 per second"}, 300), ({"quota": "10 per hour"}, 1)],
)
def test_how_many_calls_a_helpdesk_takes(told: dict[str, str], calls: int) -> None:
    assert load_helpdesks({"helpdesks": {"rt": {**RT, **told}}}, ENVIRONMENT).settings["rt"].quota == calls


def test_everything_wrong_is_said_at_once() -> None:
    assert len(refused(token={"env": "NO"}, url="x", statuses={"a": "b"}, strange=1)) == 4


def test_two_files_may_not_hold_one_name(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(TOML, encoding="utf-8")
    with pytest.raises(InvalidConfig, match="stands in another file already"):
        load_helpdesks(tmp_path, ENVIRONMENT)


def test_no_helpdesks_is_a_configuration_too() -> None:
    assert dict(load_helpdesks({}, {}).settings) == {}


def test_every_installed_connector_can_be_loaded() -> None:
    assert "rt" in names()
    for name in names():
        found = vendor(name)
        assert found.TRAITS.vendor
        assert all(found.OPTIONS.values())


def test_an_entry_point_that_is_no_connector_says_what_it_lacks() -> None:
    """The group is open to strangers; what one publishes by mistake stops in a sentence."""
    with pytest.raises(InvalidConfig, match="incomplete: it lacks TRAITS, WORDS"):
        load(EntryPoint("half", "pathlib:Path", GROUP))
    with pytest.raises(InvalidConfig, match="cannot be loaded from no_such_module"):
        load(EntryPoint("gone", "no_such_module:X", GROUP))
    assert {point.name for point in entry_points(group=GROUP)} == set(names())


def test_a_status_nobody_mapped_runs_and_is_remembered() -> None:
    words = Words({"new": "new"})
    status, reason = words.status("Waiting for Godot")
    told = {"ticket": "1", "id": "1", "at": "2026-03-02T10:00:00Z", "type": "status", "to": status, "reason": reason}
    assert status == "open"
    assert unmapped([TicketEvent.from_mapping(told)]) == {"Waiting for Godot"}
    assert unmapped([TicketEvent.from_mapping({**told, "reason": "lunch"})]) == frozenset()
