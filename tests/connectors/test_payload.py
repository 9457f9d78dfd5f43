"""A payload read key by key: right values come out, everything else is one sentence about the place."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, dictionaries, floats, integers, lists, none, recursive, text

from slaclock.connectors.payload import Payload, event, read_json
from slaclock.connectors.protocol import Unreadable

TICKET: dict[str, Any] = {
    "id": 7,
    "number": "12",
    "at": "2026-03-27T16:30:00Z",
    "owner": {"name": "agent1"},
    "rows": [{"id": "a"}],
    "empty": "",
    "none": None,
    "flag": True,
}


def test_what_is_there() -> None:
    found = Payload.of(TICKET, "ticket 7")
    assert (found.text("id"), found.number("number"), found.instant("at")) == ("7", 12, 1_774_629_000_000_000)
    assert found.part("owner").text("name") == "agent1"
    assert [each.text("id") for each in found.parts("rows")] == ["a"]
    assert Payload.of({"tags": ["a", 7]}, "here").texts("tags") == ["a", "7"]
    assert (found.maybe("empty"), found.maybe("none"), found.maybe("gone")) == (None, None, None)


@pytest.mark.parametrize(
    "read, sentence",
    [
        (lambda found: found.text("gone"), "ticket 7: 'gone' is missing"),
        (lambda found: found.text("none"), "ticket 7.none: a text is expected, found null"),
        (lambda found: found.text("flag"), "ticket 7.flag: a text is expected, found true or false"),
        (lambda found: found.number("at"), "ticket 7.at: a whole number is expected, found a text"),
        (
            lambda found: found.instant("number"),
            "ticket 7.number: an instant with its offset is expected, found a text",
        ),
        (lambda found: found.part("rows"), "ticket 7.rows: an object is expected, found a list"),
        (lambda found: found.parts("owner"), "ticket 7.owner: a list is expected, found an object"),
        (lambda found: found.parts("rows")[0].text("x"), "ticket 7.rows[1]: 'x' is missing"),
    ],
)
def test_what_is_not(read: Any, sentence: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read(Payload.of(TICKET, "ticket 7"))
    assert str(raised.value) == sentence


JSON = recursive(
    none() | booleans() | integers() | floats() | text(), lambda inner: lists(inner) | dictionaries(text(), inner)
)


@given(JSON)
def test_whatever_is_sent_no_other_error_comes(value: object) -> None:
    texts = (Payload.text, Payload.maybe, Payload.number, Payload.instant, Payload.texts)
    for read in (*texts, Payload.part, Payload.parts):
        with suppress(Unreadable):
            read(Payload.of({"key": value}, "here"), "key")
            read(Payload.of(value, "here"), "key")


def test_an_event_that_cannot_be_is_refused_in_a_sentence() -> None:
    told = {"ticket": "7", "id": "1", "at": "2026-03-27T16:30:00Z", "type": "status", "to": "asleep"}
    with pytest.raises(Unreadable, match="row 3: event: to: found 'asleep'"):
        event(told, "row 3")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_none(body: bytes) -> None:
    assert read_json(body) is None
