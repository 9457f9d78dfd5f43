"""The service put together from one configuration: what it refuses to start with, and from when it calls people."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from slaclock.app import App, load_plan, open_app
from slaclock.errors import InvalidConfig, InvalidInput
from slaclock.ingest import ingest
from slaclock.instant import MINUTE
from slaclock.logs import JsonLine
from slaclock.rounds import ROUNDS
from slaclock.timeline.event import TicketEvent
from tests.web.service import ENVIRON, HOOK, config, created


def service(folder: Path, **server: Any) -> App:
    return open_app(load_plan(config(folder, **server), ENVIRON))


def test_a_ladder_that_tells_somebody_unknown_is_refused_before_the_first_breach(tmp_path: Path) -> None:
    table = {**config(tmp_path), "notify": {}}
    with pytest.raises(InvalidConfig) as error:
        load_plan(table, ENVIRON)
    assert "its ladder notifies 'lead', who is not known; write a table [notify.lead]" in str(error.value)


def test_everything_wrong_in_every_table_comes_at_once(tmp_path: Path) -> None:
    table = {**config(tmp_path), "notify": {"lead": {"kind": "slak"}}, "store": {"ulr": 1}, "calendars": {}}
    with pytest.raises(InvalidConfig) as error:
        load_plan(table, {})
    said = str(error.value)
    assert all(each in said for each in ("slak", "ulr", "calendars", "HOOK_DESK"))
    assert len(said.splitlines()) == len(set(said.splitlines()))


def test_a_service_needs_a_helpdesk(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfig, match="no helpdesk; write at least one"):
        load_plan({**config(tmp_path), "helpdesks": {}}, ENVIRON)


def test_a_helpdesk_is_meant_by_its_name(tmp_path: Path) -> None:
    app = service(tmp_path)
    assert app.desk("shop").helpdesk == "shop"
    with pytest.raises(InvalidInput, match="name one: desk, shop"):
        app.desk(None)
    app.close()


def test_nobody_is_called_for_what_was_late_before_slaclock_watched(tmp_path: Path) -> None:
    app = service(tmp_path)
    first = app.desk("desk").since
    ingest(app.store, app.desk("desk"), [TicketEvent.from_mapping(created(app, minutes=90))], app.now())
    app.close()
    again = service(tmp_path)
    assert first <= again.desk("desk").since <= again.now(), "and a restart does not change from when"
    assert ROUNDS["tick"].make(again) >= 1
    again.close()


def test_from_when_can_be_said(tmp_path: Path) -> None:
    app = service(tmp_path, since="2026-03-01T00:00:00Z")
    assert app.desk("desk").since == 1_772_323_200_000_000
    app.close()


def test_other_promises_have_another_name_and_other_secrets_have_not(tmp_path: Path) -> None:
    table = config(tmp_path)
    other = {**table, "policies": [{**table["policies"][0], "targets": {"first_response": {"default": "2 hours"}}}]}
    same = {**table, "server": {**table["server"], "port": 9}}
    names = [load_plan(each, ENVIRON).config_id for each in (table, other, same)]
    assert names[0] == names[2] != names[1]


def test_new_promises_reach_open_tickets(tmp_path: Path) -> None:
    app = service(tmp_path)
    ingest(app.store, app.desk("desk"), [TicketEvent.from_mapping(created(app, minutes=1))], app.now())
    app.close()
    table = config(tmp_path)
    table["policies"][0]["targets"] = {"first_response": {"default": "3 hours"}}
    app = open_app(load_plan(table, ENVIRON))
    assert ROUNDS["housekeep"].make(app) == 1
    with app.store.reading() as unit:
        from slaclock.store import clocks

        (row,) = clocks.of(unit, app.desk("desk").place, "T-1")
    assert row["budget"] == 180 * MINUTE
    app.close()


def test_logs_are_json_lines_without_secrets(tmp_path: Path) -> None:
    plan = load_plan(config(tmp_path), ENVIRON)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLine(plan.secrets))
    log = logging.Logger("test")  # noqa: LOG001 - one of its own, so that nothing is left behind
    log.addHandler(handler)
    try:
        int(HOOK)
    except ValueError:
        log.exception("said %s", HOOK, extra={"given": {"secret": HOOK}, "count": 3})
    told = json.loads(stream.getvalue())
    assert HOOK not in stream.getvalue()
    assert (told["level"], told["message"], told["count"]) == ("error", "said •••", 3)
    assert "ValueError" in told["traceback"]
