"""Broken configurations: each is refused with one clear line: where, what was found, what would be right."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from slaclock.errors import InvalidConfig
from slaclock.policy.load import load_config

GOOD: dict[str, Any] = {
    "calendars": {"berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}},
    "policies": [
        {
            "name": "enterprise",
            "kind": "customer",
            "when": {"customer": ["ACME"], "channel": ["email", "web"]},
            "calendar": "berlin",
            "targets": {
                "first_response": {"urgent": "30 business minutes", "default": "1 business day"},
                "resolution": {"default": "3 business days", "pauses": ["pending", "hold"]},
            },
            "escalations": [{"target": "first_response", "at": "75%", "do": [{"notify": "team-lead"}]}],
        },
        {
            "name": "network team",
            "kind": "internal",
            "calendar": "berlin",
            "targets": {"ownership": {"default": "2 business hours"}},
        },
    ],
    "agreements": [
        {
            "name": "ACME 2026",
            "parties": ["Our Company", "ACME"],
            "policies": ["enterprise"],
            "objectives": [{"metric": "first_response", "share": "90 %", "period": "month"}],
        }
    ],
    "concessions": [
        {
            "customer": "ACME",
            "policy": "enterprise",
            "expires": "2027-01-01",
            "reason": "launch",
            "approver": "head of support",
            "targets": {"first_response": {"default": "2 business hours"}},
        }
    ],
}

GONE = object()
POLICY, TARGETS, WHEN = "policies.0", "policies.0.targets", "policies.0.when"
STEP, AGREEMENT, OBJECTIVE = "policies.0.escalations.0", "agreements.0", "agreements.0.objectives.0"
CONCESSION = "concessions.0"

BROKEN: list[tuple[str, object, str]] = [
    # a whole configuration
    ("polices", [], "unknown key 'polices'; did you mean 'policies'?"),
    ("policies", {}, "policies: found {}; write each one as a table that begins with [[policies]]"),
    ("policies", ["enterprise"], "policies[1]: found 'enterprise'"),
    ("calendars", GONE, "calendars: no calendar; write at least one"),
    ("calendars", [], "calendars: found []; write tables like [calendars.NAME]"),
    ("metrics", {"resolution": {"starts": ["begun"], "stops": ["solved"]}}, "'resolution' is slaclock's own metric"),
    ("metrics", {"legal": {"starts": ["begun"], "stops": ["sloved"]}}, "unknown moment 'sloved'"),
    # a policy
    (f"{POLICY}.name", GONE, "policies[1]: 'name' is missing; give the policy a name"),
    (f"{POLICY}.name", "", "policies[1].name: found ''"),
    (f"{POLICY}.name", 7, "policies[1].name: found 7"),
    (f"{POLICY}.name", "a\nb", "policies[1].name: found 'a\\nb'"),
    (f"{POLICY}.name", "x" * 600, "policies[1].name: found"),
    (f"{POLICY}.kind", "customers", "policies[1].kind: found 'customers'; did you mean 'customer'?"),
    (f"{POLICY}.kind", 1, "write customer, internal or vendor"),
    (f"{POLICY}.calendar", GONE, "'calendar' is missing; name the calendar its promises are counted on; known: berlin"),
    (f"{POLICY}.calendar", "Berlin", "there is no calendar 'Berlin'; did you mean 'berlin'?"),
    (f"{POLICY}.calendar", ["berlin"], "policies[1].calendar: found ['berlin']; write the name of a calendar"),
    (f"{POLICY}.targets", GONE, "'targets' is missing; write [policies.targets]"),
    (f"{POLICY}.targets", [], "policies[1].targets: found []"),
    (f"{POLICY}.priority", "high", "unknown key 'priority'"),
    (f"{POLICY}.reopen_window", "7 days", "reopen_window: found '7 days'; a day means three things"),
    (f"{POLICY}.reopen_window", "40 business hours", "the window is counted in wall time; write '168 hours'"),
    (f"{POLICY}.reopen_window", "5 business days", "here a length is needed"),
    (f"{POLICY}.reopen_window", 168, "reopen_window: found 168"),
    (f"{POLICY}.auto_acknowledgement_counts", "yes", "found 'yes'; write true or false"),
    (f"{POLICY}.effective_from", "July 2026", "effective_from: found 'July 2026'; write a date like 2026-07-01"),
    (f"{POLICY}.effective_from", "2026-07-01T08:00:00", "or an instant with its offset"),
    (f"{POLICY}.effective_from", "2026-02-30", "effective_from: found '2026-02-30'"),
    (f"{POLICY}.effective_from", "1815-06-18", "effective_from: found '1815-06-18'"),
    (
        "policies.1",
        GOOD["policies"][1] | {"name": "enterprise", "effective_from": "2027-01-01"},
        "policy 'enterprise' was of kind customer before",
    ),
    ("policies.1", GOOD["policies"][0], "policy 'enterprise' stands here twice"),
    # targets
    (
        f"{TARGETS}.frist_response",
        {"default": "4bh"},
        "there is no metric 'frist_response'; did you mean 'first_response'?",
    ),
    (
        f"{TARGETS}.first_response",
        "4 business hours",
        "first_response: found '4 business hours'; write a table of priorities",
    ),
    (f"{TARGETS}.first_response", {}, "first_response: no budget; write at least one priority or a default"),
    (f"{TARGETS}.resolution", {"pauses": ["hold"]}, "resolution: no budget"),
    (f"{TARGETS}.first_response.urgent", "1 day", "first_response.urgent: found '1 day'; a day means three things"),
    (f"{TARGETS}.first_response.urgent", "soon", "first_response.urgent: found 'soon'; write a number and a unit"),
    (f"{TARGETS}.first_response.urgent", 30, "first_response.urgent: found 30; write a number and a unit"),
    (f"{TARGETS}.first_response.urgent", "0 business hours", "a budget of nothing"),
    (f"{TARGETS}.first_response.defualt", "4bh", "unknown key 'defualt'; did you mean 'default'?"),  # codespell:ignore
    (f"{TARGETS}.first_response.Default", "4bh", "unknown key 'Default'; did you mean 'default'?"),
    (f"{TARGETS}.first_response.pauses", ["pending"], "first_response has fixed pauses; leave 'pauses' out"),
    (f"{TARGETS}.first_response.pause_cap", "72 hours", "first_response has fixed pauses; leave 'pause_cap' out"),
    (f"{TARGETS}.first_response.calendar", "munich", "first_response.calendar: there is no calendar 'munich'"),
    (f"{TARGETS}.resolution.pauses", "pending", "resolution.pauses: found 'pending'; write a list of statuses"),
    (f"{TARGETS}.resolution.pauses", ["waiting"], "there is no status 'waiting'"),
    (f"{TARGETS}.resolution.pauses", ["solved"], "a clock has stopped when solved"),
    (f"{TARGETS}.resolution.pauses", [1], "resolution.pauses: found [1]"),
    (
        f"{TARGETS}.resolution.pause_cap",
        "2 business days",
        "pause_cap: found '2 business days'; here a length is needed",
    ),
    # when
    (WHEN, "ACME", "when: found 'ACME'; write a table of conditions"),
    (f"{WHEN}.costumer", "ACME", "unknown key 'costumer'; did you mean 'customer'?"),  # codespell:ignore
    (f"{WHEN}.customer", [], "found an empty list, which no ticket matches"),
    (f"{WHEN}.customer", 7, "when.customer: found 7"),
    (f"{WHEN}.customer", {}, "when.customer: found an empty table"),
    (f"{WHEN}.customer", {"at_least": 3}, "customer is text, not a number"),
    (f"{WHEN}.customer", {"equals": "ACME"}, "unknown key 'equals'"),
    (f"{WHEN}.customer", {"all": ["a", "b"]}, "'all' is for tags"),
    (f"{WHEN}.customer", {"present": "yes"}, "write true or false"),
    (f"{WHEN}.channel", ["mail"], "there is no channel 'mail'; did you mean 'email'?"),
    (f"{WHEN}.by", "robot", "there is no by 'robot'"),
    (f"{WHEN}.fields", ["amount"], "when.fields: found ['amount']"),
    (f"{WHEN}.fields", {"amount": {"at_least": "100"}}, "when.fields.amount.at_least: found '100'; write a number"),
    (f"{WHEN}.fields", {"amount": {"at_least": float("nan")}}, "found nan; write a number"),
    (f"{WHEN}.fields", {"amount": {"atleast": 100}}, "did you mean 'at_least'?"),  # codespell:ignore
    (f"{WHEN}.fields", {"sku": {"starts_with": 7}}, "starts_with: found 7; write a text"),
    (f"{WHEN}.created", "2026", "when.created: found '2026'; write a table"),
    (f"{WHEN}.created", {}, "when.created: found an empty table"),
    (f"{WHEN}.created", {"since": "2026-01-01"}, "unknown key 'since'"),
    (f"{WHEN}.created", {"after": "noon"}, "when.created.after: found 'noon'"),
    (f"{WHEN}.created", {"after": "2026-02-01", "before": "2026-01-01"}, "'before' is not later than 'after'"),
    (f"{WHEN}.created", {"during": "night"}, "when.created.during: there is no calendar 'night'"),
    (f"{WHEN}.any", [], "when.any: found []; write a list of conditions"),
    (f"{WHEN}.any", [{"costumer": "x"}], "when.any[1]: unknown key 'costumer'"),  # codespell:ignore
    (f"{WHEN}.not", {}, "this rules out all"),
    # escalations
    (f"{POLICY}.escalations", {}, "escalations: found {}; write [[policies.escalations]]"),
    (f"{STEP}.at", GONE, "escalations[1]: 'at' is missing"),
    (f"{STEP}.at", "75 percent", "escalations[1].at: found '75 percent'; write one of: 'at start'"),
    (f"{STEP}.at", "1 day before", "a day means three things"),
    (f"{STEP}.target", GONE, "'target' is missing; name the metric it hangs on: first_response, resolution"),
    (f"{STEP}.target", "update", "this policy has no target 'update'"),
    (f"{STEP}.target", "first_respons", "did you mean 'first_response'?"),
    (
        f"{STEP}.at",
        "unassigned for 4 business hours",
        "target: 'unassigned for 4 business hours' is a point of the ticket",
    ),
    (f"{STEP}.at", "reopened once", "leave 'target' out"),
    (f"{STEP}.do", GONE, "'do' is missing"),
    (f"{STEP}.do", [], "escalations[1].do: found []"),
    (f"{STEP}.do", [{}], "write one action a table"),
    (f"{STEP}.do", [{"notify": "a", "tag": "b"}], "write one action a table: notify, tag"),
    (f"{STEP}.do", [{"notfy": "a"}], "unknown key 'notfy'; did you mean 'notify'?"),  # codespell:ignore
    (f"{STEP}.do", [{"notify": 7}], "do[1].notify: found 7; write a text or a list of texts"),
    (f"{STEP}.do", [{"note": ["a", "b"]}], "do[1].note: found ['a', 'b']; write one text"),
    (f"{STEP}.do", [{"webhook": "example.com"}], "do[1].webhook: found 'example.com'; write a web address"),
    (f"{STEP}.do", [{"field": {}}], "do[1].field: found {}"),
    (f"{STEP}.hours", "nights", "escalations[1].hours: there is no calendar 'nights'"),
    (f"{STEP}.urgent", 1, "escalations[1].urgent: found 1; write true or false"),
    (f"{STEP}.when", "75%", "escalations[1]: unknown key 'when'"),
    (
        f"{POLICY}.escalations",
        [GOOD["policies"][0]["escalations"][0]] * 2,
        "a step 'first_response 75%' stands here already",
    ),
    # channels
    (f"{POLICY}.channels", {"mail": {}}, "there is no channel 'mail'; did you mean 'email'?"),
    (f"{POLICY}.channels", {"chat": {"short": "5 seconds"}}, "channels.chat: unknown key 'short'"),
    (f"{POLICY}.channels", {"chat": {"short_abandon": "5 business minutes"}}, "this is counted in wall time"),
    (f"{POLICY}.channels", {"chat": {"session": "no"}}, "channels.chat.session: found 'no'; write true or false"),
    # agreements and objectives
    (f"{AGREEMENT}.name", GONE, "agreements[1]: 'name' is missing"),
    (f"{AGREEMENT}.parties", GONE, "'parties' is missing"),
    (f"{AGREEMENT}.parties", ["ACME"], "an agreement has at least two different parties"),
    (f"{AGREEMENT}.policies", GONE, "'policies' is missing"),
    (f"{AGREEMENT}.policies", ["enterprize"], "there is no policy 'enterprize'; did you mean 'enterprise'?"),
    (f"{AGREEMENT}.policies", ["network team"], "policy 'network team' is of kind internal"),
    (f"{AGREEMENT}.from", "2026-01-01T00:00:00Z", "a term is counted in whole days"),
    (f"{AGREEMENT}.to", "soon", "agreements[1].to: found 'soon'"),
    (f"{AGREEMENT}.review", "often", "write one of: day, week, month, quarter, year"),
    (f"{AGREEMENT}.signed", True, "agreements[1]: unknown key 'signed'"),
    (f"{OBJECTIVE}.metric", GONE, "'metric' is missing"),
    (f"{OBJECTIVE}.metric", "speed", "there is no metric 'speed'"),
    (f"{OBJECTIVE}.share", GONE, "'share' is missing"),
    (f"{OBJECTIVE}.share", 90, "objectives[1].share: found 90; write how many of them, like share = '90 %' or 0.9"),
    (f"{OBJECTIVE}.share", "101 %", "found '101 %'"),
    (f"{OBJECTIVE}.share", "0 %", "found '0 %'"),
    (f"{OBJECTIVE}.period", GONE, "'period' is missing; write one of: day, week, month"),
    (f"{OBJECTIVE}.period", "fortnight", "found 'fortnight'; write one of"),
    (f"{OBJECTIVE}.formula", "V11", "there is no formula 'V11'"),
    (f"{OBJECTIVE}.channel", "mail", "there is no channel 'mail'"),
    ("objectives", [{"metric": "update", "share": 0.9}], "objectives[1]: 'period' is missing"),
    ("agreements", [GOOD["agreements"][0]] * 2, "agreement 'ACME 2026' stands here 2 times"),
    # concessions
    (f"{CONCESSION}.customer", GONE, "concessions[1]: 'customer' is missing"),
    (f"{CONCESSION}.reason", GONE, "'reason' is missing; say why it was granted"),
    (f"{CONCESSION}.approver", GONE, "'approver' is missing; say who granted it"),
    (f"{CONCESSION}.expires", GONE, "'expires' is missing; say from which date on it no longer applies"),
    (f"{CONCESSION}.from", "2028-01-01", "it expires before it begins"),
    (f"{CONCESSION}.policy", "gold", "there is no policy 'gold'"),
    (f"{CONCESSION}.targets", {}, "concessions[1].targets: no target"),
    (f"{CONCESSION}.targets", {"update": {"default": "4bh"}}, "the policy has no target 'update'"),
    (f"{CONCESSION}.targets", {"first_response": {"default": "1d"}}, "a day means three things"),
    (f"{CONCESSION}.targets", {"first_response": {"pauses": ["hold"]}}, "concessions[1].targets.first_response.pauses"),
    (f"{CONCESSION}.calendar", "x", "concessions[1].calendar: there is no calendar 'x'"),
]


def broken(path: str, value: object) -> dict[str, Any]:
    """The good configuration with one thing changed (or taken out)."""
    config = copy.deepcopy(GOOD)
    if path.startswith(("policies", "calendars")):  # what refers to them would be complained of too
        config["agreements"] = config["concessions"] = []
    if path == "calendars":
        config["policies"] = []
    *steps, last = path.split(".")
    place: Any = config
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is GONE:
        del place[last]
    else:
        place[int(last) if last.isdigit() else last] = copy.deepcopy(value)
    return config


def test_the_good_one_is_good() -> None:
    config = load_config(GOOD)
    assert [policy.name for policy in config.policies] == ["enterprise", "network team"]
    assert [objective.name for objective in config.objectives] == ["90 % of first_response in time per month"]


@pytest.mark.parametrize("path, value, says", BROKEN, ids=[f"{n}-{case[0]}" for n, case in enumerate(BROKEN)])
def test_it_is_refused_with_one_clear_line(path: str, value: object, says: str) -> None:
    with pytest.raises(InvalidConfig) as refused:
        load_config(broken(path, value))
    lines = str(refused.value).splitlines()
    assert len(lines) == 1, lines
    assert says in lines[0]
    assert "; " in lines[0]


def test_every_complaint_comes_at_once() -> None:
    config = copy.deepcopy(GOOD)
    config["policies"][0]["targets"]["first_response"]["urgent"] = "1 day"
    config["policies"][0]["calendar"] = "munich"
    config["policies"][0]["when"]["channel"] = "mail"
    config["policies"][1]["kind"] = "own"
    config["agreements"][0]["review"] = "often"
    with pytest.raises(InvalidConfig) as refused:
        load_config(config)
    assert [complaint.where for complaint in refused.value.complaints] == [
        "policies[1].calendar",
        "policies[1].when.channel",
        "policies[1].targets.first_response.urgent",
        "policies[2].kind",
        "agreements[1].review",
    ]


def test_a_broken_calendar_is_not_complained_of_again_by_its_policies() -> None:
    config = copy.deepcopy(GOOD)
    config["calendars"]["berlin"]["timezone"] = "Europe/Berln"
    with pytest.raises(InvalidConfig) as refused:
        load_config(config)
    assert {complaint.where.split(".")[0] for complaint in refused.value.complaints} == {"calendars"}


def test_a_calendar_that_is_only_a_part_of_others_keeps_no_promise() -> None:
    calendars = {
        "berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}},
        "empty": {"timezone": "Europe/Berlin", "hours": {}},
        "both": {"union": ["berlin", "empty"]},
    }
    targets = {"resolution": {"default": "4bh"}}
    good = [{"name": "a", "calendar": "both", "targets": targets}]
    assert load_config({"calendars": calendars, "policies": good}).policies
    with pytest.raises(InvalidConfig, match=r"policies\[1\].calendar: the calendar 'empty' is never open; name one"):
        load_config({"calendars": calendars, "policies": [good[0] | {"calendar": "empty"}]})


def test_nested_conditions_end_somewhere() -> None:
    deep: dict[str, Any] = {"customer": "ACME"}
    for _ in range(2_000):
        deep = {"not": deep}
    config = load_config(GOOD)
    assert config.policies
    bad = dict(GOOD["policies"][0], when=deep)
    with pytest.raises(InvalidConfig, match="nested more than 10 deep"):
        load_config({**GOOD, "policies": [bad], "agreements": [], "concessions": []})


def test_a_heap_of_rubbish_is_cut_short() -> None:
    rubbish = [{f"key{n}": n} for n in range(20_000)]
    with pytest.raises(InvalidConfig) as refused:
        load_config({**GOOD, "policies": rubbish})
    assert len(refused.value.complaints) <= 201
    assert "further complaints" in str(refused.value)


FILES: list[tuple[str, bytes, str]] = [
    ("no-value", b"[calendars.berlin]\ntimezone =\n", "no-value.toml:2: not TOML: Invalid value"),
    ("twice", b"[calendars.a]\n[calendars.a]\n", "twice.toml:2: not TOML: Cannot declare"),
    ("unquoted", b"a = 1\nb = hello\n", "unquoted.toml:2: not TOML"),
    ("latin", b'name = "M\xfcller"\n', "is no UTF-8 text (byte 9)"),
    ("empty", b"", "empty.toml: calendars: no calendar"),
    ("deep", b"a = " + b"[" * 50_000, "deep.toml"),
    ("large", b"# " + b"x" * 1_000_000, "larger than 1 MB"),
    ("dotted", b"a." * 20_000 + b"a = 1\n", "a name has more than 50 dotted parts"),
    ("binary", bytes(range(256)), "is no UTF-8 text"),
    ("naive", b"a = 2026-99-99\n", "naive.toml"),
]


@pytest.mark.parametrize("name, content, says", FILES, ids=[case[0] for case in FILES])
def test_a_file_that_is_no_configuration(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / f"{name}.toml").write_bytes(content)
    with pytest.raises(InvalidConfig) as refused:
        load_config(tmp_path / f"{name}.toml")
    assert says in str(refused.value)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfig, match=r"gone\.toml: there is no such file or folder"):
        load_config(tmp_path / "gone.toml")
    with pytest.raises(InvalidConfig, match=r"there is no \.toml file in this folder"):
        load_config(tmp_path)
