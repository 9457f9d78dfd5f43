"""The commands that look after a service, on a store in a folder."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from slaclock.app import load_plan, open_app
from slaclock.ingest import ingest
from slaclock.instant import DAY, HOUR, MINUTE, format_instant
from slaclock.promise import Habit
from slaclock.promise.habit import Habits
from slaclock.rounds import ROUNDS
from slaclock.settings import Role
from slaclock.settings.key import digest, find
from slaclock.settings.load import load_settings
from slaclock.store import deeds, habits, ledger, marks, outbox
from slaclock.store.outbox import Fate
from slaclock.store.tables import outbox as messages
from slaclock.store.tables import tickets
from slaclock.timeline.event import TicketEvent
from tests.cli.typed import Answer, refused, typed

pytestmark = pytest.mark.slow

CONFIG = """
[calendars.always]
timezone = "UTC"
hours = "always"

[[policies]]
name = "gold"
calendar = "always"
targets.first_response = { default = "1 hour" }

[[policies.escalations]]
target = "first_response"
at = "50%"
do = [{ notify = "lead" }]

[helpdesks.desk]
connector = "plain"
url = "http://127.0.0.1:9/x"

[notify.lead]
kind = "webhook"
url = "http://127.0.0.1:9/lead"

[store]
url = "sqlite:///FOLDER/store.db"

[server]
since = 2000-01-01
keys.wall = { role = "viewer", hash = "sha256:HASH" }
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A service whose only ticket has waited for 40 of 60 minutes, and that has given up a message."""
    text = CONFIG.replace("FOLDER", str(tmp_path)).replace("HASH", digest("slk_x").hex())
    config = tmp_path / "service.toml"
    config.write_text(text, encoding="utf-8")
    app = open_app(load_plan(config, {}))
    at = format_instant(app.now() - 40 * MINUTE)
    told = {"ticket": "T-1", "id": "e1", "at": at, "type": "created", "channel": "email", "requester": "r-7"}
    found = app.desk(None)
    ingest(app.store, found, [TicketEvent.from_mapping(told)], app.now())
    ROUNDS["tick"].make(app)
    with app.store.unit() as unit:
        (row,) = [each for each in outbox.listed(unit, found.place, tuple(Fate)) if each["kind"] == "notify"]
        unit.run(messages.update().where(messages.c.id == row["id"]).values(state="dead", error="gone"))
    app.close()
    return config


def run(desk: Path, *words: object) -> Answer:
    return typed(*words, "--config", desk)


def test_what_was_fired_is_listed(desk: Path) -> None:
    answer = run(desk, "escalations")
    assert answer.lines[0] == "1 step fired"
    assert "first_response 50%" in answer.out
    (told,) = run(desk, "escalations", "--ticket", "T-1", "--json").json
    assert (told["ticket"], told["step"], told["muted"]) == ("T-1", "first_response 50%", False)
    assert run(desk, "escalations", "--ticket", "T-2", "--json").json == []


def test_a_dead_message_is_listed_retried_and_dropped(desk: Path) -> None:
    (told,) = run(desk, "outbox", "list", "--json").json
    assert (told["state"], told["name"], told["error"]) == ("dead", "lead", "gone")
    number = told["id"]
    assert run(desk, "outbox", "retry", number).out == f"message {number}: waits to be sent again\n"
    again = run(desk, "outbox", "retry", number)
    assert (again.code, again.out) == (1, "")
    assert "nothing to do that with" in again.err
    (waiting,) = [row for row in run(desk, "outbox", "list", "--state", "waiting", "--json").json if row["name"]]
    assert run(desk, "outbox", "drop", waiting["id"], "--json").json["done"] == "dropped"


def test_a_state_there_is_not_is_refused(desk: Path) -> None:
    assert "did you mean 'dead'?" in refused(run(desk, "outbox", "list", "--state", "ded"))


def test_an_escalation_is_acknowledged(desk: Path) -> None:
    assert run(desk, "ack", "T-1", "first_response").out == "T-1: first_response acknowledged\n"
    assert run(desk, "ack", "T-9", "first_response").code == 1
    assert run(desk, "ack", "T-1", "gold/first_response/default", "--step", "first_response 50%").code == 0
    assert "no ladder hangs on 'resolution'" in refused(run(desk, "ack", "T-1", "resolution"))
    said = refused(run(desk, "ack", "T-1", "first_response", "--step", "first_respnse 50%"))
    assert "no ladder on 'first_response' has a step 'first_respnse 50%'; did you mean 'first_response 50%'?" in said


def test_nobody_is_forgotten_without_a_name(desk: Path) -> None:
    assert "the requester's name is empty; write it as" in refused(run(desk, "erase", ""))


def test_the_doctor_says_no_when_something_is_broken(desk: Path) -> None:
    well = run(desk, "doctor", "--json")
    assert well.code == 0, well.out
    assert not [row for row in well.json if row["broken"]]
    plan = load_plan(desk, {})
    app = open_app(plan)
    with app.store.unit() as unit:
        unit.connection.exec_driver_sql("UPDATE firings SET fired_at = due_at - 1")
    app.close()
    broken = run(desk, "doctor")
    assert broken.code == 1
    assert "BROKEN" in broken.out


def test_polling_a_helpdesk_that_only_tells_reads_nothing(desk: Path) -> None:
    assert run(desk, "poll").out == "desk: 0 pages, 0 deliveries read, 0 tickets fetched\n"


def test_a_new_key_opens_what_its_line_of_configuration_allows(desk: Path) -> None:
    answer = typed("keys", "new", "board", "--role", "agent")
    key = answer.lines[0].removeprefix("key   ")
    line = "\n".join(answer.lines[answer.lines.index("[server.keys]") :])
    desk.write_text(line, encoding="utf-8")
    found = find(load_settings(desk, {}).keys, key, 0)
    assert found is not None
    assert (found.name, found.role) == ("board", Role.AGENT)


def test_keys_are_listed_by_name_and_never_shown(desk: Path) -> None:
    assert run(desk, "keys", "list", "--json").json == [{"name": "wall", "role": "viewer", "until": None}]
    assert digest("slk_x").hex() not in run(desk, "keys", "list").out


def test_a_role_there_is_not_is_refused() -> None:
    assert "did you mean 'viewer'?" in refused(typed("keys", "new", "x", "--role", "viwer"))
    assert "short one" in refused(typed("keys", "new", "a b"))


def test_connectors_say_what_they_can() -> None:
    rows = {row["connector"]: row for row in json.loads(typed("connectors", "--json").out)}
    assert {"plain", "rt"} <= rows.keys()
    assert (rows["plain"]["polls"], rows["plain"]["signed"]) == (False, True)
    assert "plain events" in typed("connectors").out


def test_a_requester_is_forgotten(desk: Path) -> None:
    assert run(desk, "erase", "r-7").out == "desk: forgotten in 1 ticket\n"
    assert run(desk, "erase", "r-7", "--json").json == [{"helpdesk": "desk", "tickets": 0}]


def test_a_round_there_is_not_is_refused(desk: Path) -> None:
    assert "there is no round 'tock'" in refused(run(desk, "worker", "--only", "tick,tock"))


def test_a_configuration_without_helpdesks_serves_nobody(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[calendars.a]\ntimezone = "UTC"\nhours = "always"\n', encoding="utf-8")
    assert "no helpdesk" in refused(typed("serve", "--config", config))


def test_time_that_leapt_is_told_and_confirmed(desk: Path) -> None:
    assert typed("time", "--config", desk, "--json").json["in_doubt"] is False
    app = open_app(load_plan(desk, {}))
    with app.store.unit() as unit:
        marks.put(unit, "main", app.now() - DAY, app.now())
    app.close()
    answer = typed("time", "--config", desk)
    assert answer.code == 1
    assert answer.lines[-1] == "if the time is right: slaclock time --confirm"
    assert typed("doctor", "--config", desk).code == 1
    assert typed("time", "--config", desk, "--confirm").code == 0
    assert typed("time", "--config", desk).code == 0


def test_objectives_are_told_by_the_day(desk: Path) -> None:
    """The ticket was answered two days ago, in time."""
    with desk.open("a", encoding="utf-8") as config:
        config.write('\n[[objectives]]\nname = "answered"\nmetric = "first_response"\nshare = "90 %"\nperiod = "day"\n')
    app = open_app(load_plan(desk, {}))
    now = app.now()
    facts: dict[str, Any] = {"ticket": "T-0", "type": "created", "channel": "email"}
    told = [facts | {"id": "c", "at": format_instant(now - 2 * DAY)}]
    told += [{"ticket": "T-0", "type": "message", "id": "a", "author": "agent", "public": True, "at": told[0]["at"]}]
    with app.store.unit() as unit:
        unit.run(tickets.update().values(seen_at=now - 3 * DAY))
    ingest(app.store, app.desk(None), [TicketEvent.from_mapping(each) for each in told], now)
    app.close()
    rows = typed("report", "--config", desk, "--json").json
    day = format_instant(now - 2 * DAY)[:10]
    (whole,) = [row for row in rows if (row["period"], row["policy"]) == (day, "all")]
    assert (whole["numerator"], whole["denominator"], whole["reached"]) == (1, 1, True)
    lines = typed("report", "--config", desk, "--period", day).lines
    assert lines[0] == "2 figures"
    assert lines[-1].split() == [day, "answered", "gold", "none", "90.0%", "100.0%", "1", "V9", "reached"]


def test_how_promises_were_kept_is_told_by_priority(desk: Path) -> None:
    app = open_app(load_plan(desk, {}))
    now = app.now()
    row = {"ticket": "T-1", "metric": "first_response", "cycle": 1, "number": 1, "policy": "gold", "via": "reply"}
    row |= {"told_at": now, "deadline": now, "shown": now, "text": "We will.", "locale": "en", "zone": "UTC"}
    row |= {"zone_known": True, "formula": "f", "fate": "kept", "judged_at": now, "answered_at": now - 2 * HOUR}
    with app.store.unit() as unit:
        ledger.write(unit, app.desk(None).place, row)
    app.close()
    (_, every) = typed("kept", "--config", desk, "--json").json
    assert (every["priority"], every["promised"], every["first"]["share"]) == ("all", 1, 1.0)
    lines = typed("kept", "--config", desk, "--since", format_instant(now - DAY)).lines
    assert lines[0] == "1 promise"
    assert lines[-1].split()[:4] == ["first_response", "all", "1", "0"]
    assert typed("kept", "--config", desk, "--until", format_instant(now - DAY)).lines == ["0 promises"]


def test_how_long_answers_usually_take(desk: Path) -> None:
    app = open_app(load_plan(desk, {}))
    alike, few = ("gold", "email", "normal"), ("gold", "chat", "")
    half = timedelta(seconds=30)
    found = {alike: Habit(timedelta(minutes=40), timedelta(hours=3), 31), few: Habit(half, half, 2)}
    with app.store.unit() as unit:
        habits.put(unit, app.desk(None).place, Habits(found))
    app.close()
    chat, mail = typed("usual", "--config", desk, "--json").json
    assert mail == {
        "policy": "gold",
        "channel": "email",
        "priority": "normal",
        "p50": 2400.0,
        "p90": 10800.0,
        "answers": 31,
        "enough": True,
    }
    assert (chat["priority"], chat["enough"]) == ("all", False)
    lines = typed("usual", "--config", desk).lines
    assert lines[0] == "customers are not told; usual = true under [promise] has them told"
    assert lines[-2].split() == ["gold", "chat", "all", "0:00:30", "0:00:30", "2", "(too", "few)"]
    assert lines[-1].split() == ["gold", "email", "normal", "0:40:00", "3:00:00", "31"]
    with desk.open("a", encoding="utf-8") as config:
        config.write("\n[promise]\nusual = true\n")
    assert typed("usual", "--config", desk).lines[0] == "customers are told"


def test_what_is_done_at_the_command_line_is_recorded(desk: Path) -> None:
    typed("ack", "T-1", "first_response", "--config", desk)
    typed("erase", "r-7", "--config", desk)
    rows = typed("audit", "--config", desk, "--json").json
    assert [row["what"] for row in rows] == ["erase a requester", "acknowledge T-1 first_response"]
    assert all(row["who"].startswith("command line") for row in rows)
    assert typed("audit", "--config", desk, "--limit", "1").lines[0] == "1 deed"


def test_when_a_key_was_last_used(desk: Path) -> None:
    (row,) = typed("keys", "list", "--config", desk, "--used", "--json").json
    assert row["used"] is None
    app = open_app(load_plan(desk, {}))
    with app.store.unit() as unit:
        deeds.used(unit, "main", "wall", app.now())
    app.close()
    assert typed("keys", "list", "--config", desk, "--used").lines[-1].startswith("wall  viewer")


def test_only_who_speaks_to_the_outside_needs_the_secrets(tmp_path: Path) -> None:
    """The store's address is needed by everybody."""
    config = tmp_path / "slaclock.toml"
    assert typed("init", config, "--service").code == 0
    text = config.read_text(encoding="utf-8").replace("sqlite:///", f"sqlite:///{tmp_path}/")
    text += '[notify.chat]\nkind = "slack"\nurl = { env = "CHAT" }\n'
    config.write_text(text, encoding="utf-8")
    for words in ("doctor", "escalations", "outbox list", "time", "report", "kept", "usual", "audit"):
        assert typed(*words.split(), "--config", config).code == 0, words
    assert "the environment has no SLACLOCK_HOOK_SECRET" in refused(typed("poll", "--config", config), lines=4)
    config.write_text(text.replace(f'"sqlite:///{tmp_path}/slaclock.db"', '{ env = "DATABASE_URL" }'), encoding="utf-8")
    assert "the environment has no DATABASE_URL" in refused(typed("doctor", "--config", config))
