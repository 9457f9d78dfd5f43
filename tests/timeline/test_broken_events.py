"""Broken event lines: each is refused in one clear sentence: which line, what was found, what would be right."""

from __future__ import annotations

import json

import pytest

from slaclock.errors import InvalidEvents
from slaclock.timeline.read import read_events

BASE = '"ticket": "T1", "id": "e1", "at": "2026-03-02T10:00:00+01:00"'
CREATED = f'{BASE}, "type": "created", "channel": "email"'
MESSAGE = f'{BASE}, "type": "message"'
INSTANT = "write RFC 3339 with an offset, like 2026-03-02T10:00:00+01:00"


def at(instant: str) -> str:
    return f'{{"ticket": "T1", "id": "e1", "at": {instant}, "type": "deleted"}}'


BROKEN = [
    # no JSON, or no object
    ("{", "not JSON (Expecting property name enclosed in double quotes, column 2); write one JSON object on each line"),
    (f"{{{CREATED}", "not JSON (Expecting ',' delimiter, column"),
    (f"{{{CREATED}}} {{{CREATED}}}", "not JSON (Extra data, column"),
    ("ticket,id,at,type", "not JSON (Expecting value, column 1)"),
    ("{'ticket': 'T1'}", "not JSON (Expecting property name enclosed in double quotes, column 2)"),
    (f"{{{CREATED},}}", "not JSON ("),  # Python 3.13 has words of its own for a trailing comma
    ('{"ticket": "T1', "not JSON (Unterminated string starting at, column 12)"),
    ("[]", "found []; write an object like"),
    (f"[{{{CREATED}}}]", "write an object like"),
    ("null", "found null; write an object like"),
    ("7", "found 7; write an object like"),
    ('"created"', "found 'created'; write an object like"),
    ("[" * 100_000, "nested too deeply"),
    (f'{{{CREATED}, "fields": {{"n": {"9" * 5_000}}}}}', "a number of thousands of digits"),
    # numbers that are none, keys that stand twice
    (f'{{{CREATED}, "fields": {{"n": NaN}}}}', "found NaN, which is no number; write a number or null"),
    (f'{{{CREATED}, "fields": {{"n": -Infinity}}}}', "found -Infinity, which is no number"),
    (f'{{{CREATED}, "fields": {{"n": 1e999}}}}', "fields: found inf, which is no number"),
    (f'{{{CREATED}, "ticket": "T2"}}', "key 'ticket' stands twice; write it once"),
    (f'{{{CREATED}, "fields": {{"a": 1, "a": 2}}}}', "key 'a' stands twice; write it once"),
    # the common keys
    ("{}", "no key 'type'; it says what happened: one of created, message, delivery,"),
    ('{"id": "e1", "at": "2026-03-02T10:00:00Z", "type": "deleted"}', "no key 'ticket'; it says the ticket's id"),
    ('{"ticket": "T1", "at": "2026-03-02T10:00:00Z", "type": "deleted"}', "no key 'id'; it says the event's own id"),
    ('{"ticket": "T1", "id": "e1", "type": "deleted"}', "no key 'at'; it says when it happened"),
    (
        '{"ticket": 1, "id": "e1", "at": "2026-03-02T10:00:00Z", "type": "deleted"}',
        "ticket: found 1; write text in quotes",
    ),
    ('{"ticket": "T", "id": 2, "at": "2026-03-02T10:00:00Z", "type": "deleted"}', "id: found 2; write text in quotes"),
    ('{"ticket": "", "id": "e1", "at": "2026-03-02T10:00:00Z", "type": "deleted"}', "ticket: found empty text"),
    ('{"ticket": " ", "id": "e1", "at": "2026-03-02T10:00:00Z", "type": "deleted"}', "ticket: found empty text"),
    ('{"ticket": null, "id": "e1", "at": "2026-03-02T10:00:00Z", "type": "deleted"}', "ticket: found null; write text"),
    (
        '{"ticket": ["T"], "id": "e1", "at": "2026-03-02T10:00:00Z", "type": "deleted"}',
        "ticket: found ['T']; write text",
    ),
    (r'{"ticket": "\ud800", "id": "e", "at": "2026-03-02T10:00:00Z", "type": "deleted"}', "ticket: found a control"),
    (r'{"ticket": "T\u0000", "id": "e", "at": "2026-03-02T10:00:00Z", "type": "deleted"}', "ticket: found a control"),
    (f'{{{BASE}, "type": "deleted", "seq": "1"}}', "seq: found '1'; write a whole number"),
    (f'{{{BASE}, "type": "deleted", "seq": 1.0}}', "seq: found 1.0; write a whole number"),
    (f'{{{BASE}, "type": "deleted", "seq": true}}', "seq: found true; write a whole number"),
    (
        f'{{{BASE}, "type": "deleted", "seq": 9223372036854775808}}',
        "seq: found 9223372036854775808, which does not fit",
    ),
    # instants
    (at('"2026-03-02T10:00:00"'), f"at: '2026-03-02T10:00:00' is no instant; {INSTANT}"),
    (at('"2026-03-02"'), "at: '2026-03-02' is no instant"),
    (at('"now"'), "at: 'now' is no instant"),
    (at('""'), "at: '' is no instant"),
    (at('"2026-02-29T10:00:00Z"'), "at: '2026-02-29T10:00:00Z' is no instant: day is out of range for month"),
    (at('"2026-03-02T25:00:00Z"'), "is no instant: hour must be in 0..23"),
    (at('"2026-03-02T10:00:60Z"'), "is no instant: second must be in 0..59"),
    (at('"2026-03-02T10:00:00+0100"'), "'2026-03-02T10:00:00+0100' is no instant"),
    (at('"2026-03-02T10:00:00 Europe/Berlin"'), "is no instant"),
    (at('"02.03.2026 10:00"'), "at: '02.03.2026 10:00' is no instant"),
    (at('"1969-12-31T23:59:59Z"'), "is outside the years 1970 to 2200"),
    (at('"2200-01-01T00:00:00Z"'), "is outside the years 1970 to 2200"),
    (at('"' + "1" * 500 + '"'), "1… is no instant"),
    (at("1772442000"), f"at: found 1772442000; {INSTANT}"),
    (at("null"), "at: found null"),
    # types and keys
    (f'{{{BASE}, "type": "createt"}}', "type: unknown event type 'createt'; did you mean 'created'?"),
    (f'{{{BASE}, "type": "snoozed"}}', "type: unknown event type 'snoozed'; one of created, message,"),
    (f'{{{BASE}, "type": null}}', "type: unknown event type null"),
    (f'{{{BASE}, "type": ["created"]}}', "type: unknown event type ['created']"),
    (
        f'{{{BASE}, "type": "Created", "channel": "email"}}',
        "type: unknown event type 'Created'; did you mean 'created'?",
    ),
    (f'{{{CREATED}, "channell": "email"}}', "unknown key 'channell'; did you mean 'channel'?"),
    (
        f'{{{CREATED}, "colour": "red"}}',
        "unknown key 'colour'; known here: ticket, id, at, type, seq, channel, priority",
    ),
    (f'{{{CREATED}, "Priority": "high"}}', "unknown key 'Priority'; did you mean 'priority'?"),
    (f'{{{BASE}, "type": "deleted", "to": "T2"}}', "unknown key 'to'"),
    (f'{{{BASE}, "type": "resumed", "reason": "parts", "until": "2026-03-03T10:00:00Z"}}', "unknown key 'until'"),
    # created
    (
        f'{{{BASE}, "type": "created"}}',
        "no key 'channel'; it says how the customer reached the desk: one of email, chat",
    ),
    (f'{{{BASE}, "type": "created", "channel": "e-mail"}}', "channel: found 'e-mail'; did you mean 'email'?"),
    (f'{{{BASE}, "type": "created", "channel": null}}', "channel: found null; one of email, chat,"),
    (f'{{{CREATED}, "priority": 1}}', "priority: found 1; write text in quotes, not empty"),
    (f'{{{CREATED}, "priority": ""}}', "priority: found empty text"),
    (f'{{{CREATED}, "status": "in progress"}}', "status: found 'in progress'; one of new, open, pending, hold,"),
    (f'{{{CREATED}, "customer": {{"name": "ACME"}}}}', "customer: found {'name': 'ACME'}; write text"),
    (f'{{{CREATED}, "tags": "vip"}}', "tags: found 'vip'; write a list of text"),
    (f'{{{CREATED}, "tags": [1]}}', "tags: found [1]; write a list of text"),
    (f'{{{CREATED}, "tags": [""]}}', "tags: found empty text; write a list of text"),
    (f'{{{CREATED}, "fields": []}}', "fields: found []; write a table of text, numbers, true, false or null"),
    (f'{{{CREATED}, "fields": {{"a": [1]}}}}', "fields: found {'a': [1]}; write a table of text, numbers"),
    (f'{{{CREATED}, "fields": {{"": 1}}}}', "fields: found empty text; write a table"),
    (f'{{{CREATED}, "by": "robot"}}', "by: found 'robot'; one of customer, agent, import"),
    # message and delivery
    (f'{{{MESSAGE}, "public": true}}', "no key 'author'; it says who spoke: one of customer, agent, bot, system"),
    (f'{{{MESSAGE}, "author": "agent"}}', "no key 'public'; it says whether the customer can see it"),
    (f'{{{MESSAGE}, "author": "agnet", "public": true}}', "author: found 'agnet'; did you mean 'agent'?"),
    (
        f'{{{MESSAGE}, "author": "agent", "public": "true"}}',
        "public: found 'true'; write true or false, without quotes",
    ),
    (f'{{{MESSAGE}, "author": "agent", "public": 1}}', "public: found 1; write true or false"),
    (f'{{{MESSAGE}, "author": "agent", "public": true, "auto": "no"}}', "auto: found 'no'; write true or false"),
    (f'{{{MESSAGE}, "author": "agent", "public": true, "channel": "fax"}}', "channel: found 'fax'; one of email,"),
    (f'{{{MESSAGE}, "author": "agent", "public": true, "message": 7}}', "message: found 7; write text"),
    (f'{{{BASE}, "type": "delivery", "outcome": "read"}}', "no key 'message'; it says the message it reports on"),
    (
        f'{{{BASE}, "type": "delivery", "message": "m1", "outcome": "bounce"}}',
        "outcome: found 'bounce'; did you mean 'bounced'?",
    ),
    # changes
    (f'{{{BASE}, "type": "status"}}', "no key 'to'; it says the status from now on: one of new, open,"),
    (f'{{{BASE}, "type": "status", "to": null}}', "to: found null; one of new, open,"),
    (f'{{{BASE}, "type": "status", "to": "solvd"}}', "to: found 'solvd'; did you mean 'solved'?"),
    (f'{{{BASE}, "type": "priority"}}', "no key 'to'; it says the priority from now on"),
    (f'{{{BASE}, "type": "group", "to": 3}}', "to: found 3; write text"),
    (f'{{{BASE}, "type": "channel", "to": null}}', "to: found null; one of email,"),
    (f'{{{BASE}, "type": "tags"}}', "none of set, add, remove; say what changes"),
    (f'{{{BASE}, "type": "tags", "add": []}}', "none of set, add, remove; say what changes"),
    (f'{{{BASE}, "type": "tags", "add": ["a"], "remove": ["a"]}}', "remove: 'a' is both added and removed"),
    (f'{{{BASE}, "type": "fields", "set": ["a"]}}', "set: found ['a']; write a table"),
    (f'{{{BASE}, "type": "fields", "remove": {{"a": 1}}}}', "remove: found {'a': 1}; write a list of text"),
    # pauses, sessions, the end
    (f'{{{BASE}, "type": "paused"}}', "no key 'reason'; it says why"),
    (
        f'{{{BASE}, "type": "paused", "reason": "parts", "until": "2026-03-02T10:00:00+01:00"}}',
        "until: ends at or before",
    ),
    (f'{{{BASE}, "type": "paused", "reason": "parts", "until": "2026-03-02"}}', "until: '2026-03-02' is no instant"),
    (f'{{{BASE}, "type": "session", "to": "humam"}}', "to: found 'humam'; did you mean 'human'?"),
    (f'{{{BASE}, "type": "merged"}}', "no key 'into'; it says the ticket that goes on"),
    (
        f'{{{BASE}, "type": "merged", "into": "T1"}}',
        "into: ticket 'T1' is merged into itself; name the ticket that goes on",
    ),
    (f'{{{BASE}, "type": "acknowledged"}}', "no key 'target'; it says the target it belongs to"),
    (
        f'{{{BASE}, "type": "acknowledged", "target": "first_response", "step": 1.5}}',
        "step: found 1.5; write text or a",
    ),
]


@pytest.mark.parametrize("line, phrase", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_line_is_refused_with_its_place_and_what_would_be_right(line: str, phrase: str) -> None:
    with pytest.raises(InvalidEvents) as refused:
        read_events(["", line], "events.jsonl")
    told = str(refused.value).splitlines()
    assert all(each.startswith("events.jsonl: line 2: ") for each in told)
    assert any(phrase in each for each in told), told
    assert all(len(each) < 400 and "; " in each for each in told)


def test_one_fault_is_one_complaint() -> None:
    several = [line for line, _ in BROKEN if complaints(line) != 1]
    # an empty object misses four keys; everything else in the table has one thing wrong
    assert [json.loads(line) for line in several] == [{}]


def complaints(line: str) -> int:
    with pytest.raises(InvalidEvents) as refused:
        read_events([line])
    return len(refused.value.complaints)
