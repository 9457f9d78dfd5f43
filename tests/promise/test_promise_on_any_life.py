"""Whatever happened to a ticket, its promise says what its readings say, never earlier, in any language and zone."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from random import Random

import pytest

from slaclock import Engine, Promise, Reading
from slaclock.instant import to_us
from slaclock.promise.language import languages
from tests.oracle.lives import ERAS, configs, random_case

REPLIES = ("first_response", "next_response")
TOLD = (*REPLIES, "update", "resolution", "total_resolution")
ZONES = ("Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "Australia/Lord_Howe", "America/Havana", None)


def running(readings: list[Reading], ticket: str) -> list[Reading]:
    """The clocks a customer may be told about."""
    mine = (each for each in readings if each.ticket == ticket and each.kind == "customer" and each.metric in TOLD)
    return [each for each in mine if each.state != "stopped"]


def check(promise: Promise, clocks: list[Reading], at: datetime) -> None:
    replies = [each for each in clocks if each.metric in REPLIES]
    mine = [each for each in clocks if each.metric == promise.metric]
    if promise.kind == "none":
        assert not clocks or promise.formula == "the priority is provisional"
        return
    assert promise.text
    assert promise.sms_segments
    assert not replies or promise.metric in REPLIES
    if promise.kind == "paused":
        assert any(each.state == "paused" for each in mine)
        assert (promise.deadline, promise.shown) == (None, None)
        return
    assert promise.deadline is not None
    due = to_us(promise.deadline)
    assert due in [to_us(each.deadline) for each in mine if each.deadline is not None]
    assert due == min(to_us(each.deadline) for each in replies or mine if each.deadline is not None)
    assert (due < to_us(at)) == (promise.kind == "overdue")
    if promise.kind == "reply_by":
        assert promise.shown is not None
        assert to_us(promise.shown) >= due


@pytest.mark.parametrize("era", ERAS)
def test_the_promise_says_what_the_readings_say(era: str) -> None:
    engines = {json.dumps(config): Engine.from_config(config) for config in configs(era)}
    kinds: Counter[str] = Counter()
    random = Random(era)
    for seed in range(40):
        case = random_case(era, seed)
        engine = engines[json.dumps(case.config)]
        for asked in case.asked:
            at = datetime.fromisoformat(asked)
            readings = engine.read(case.events, at)
            tickets = {event["ticket"] for event in case.events if event["type"] == "created" and event["at"] <= asked}
            for ticket in sorted(tickets):
                tag = random.choice([*languages(), "xx"])
                promise = engine.promise(case.events, at, random.choice(ZONES), tag, ticket=ticket)
                check(promise, running(readings, ticket), at)
                kinds[promise.kind] += 1
    assert set(kinds) == {"reply_by", "paused", "overdue", "none"}, kinds
