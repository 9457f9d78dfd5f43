"""The published JSON Schema and the page about events say what the reader does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from slaclock.timeline.event import TicketEvent
from slaclock.timeline.grammar import EVENT_TYPES
from slaclock.timeline.read import read_events
from slaclock.timeline.schema import event_schema

VALIDATOR = Draft202012Validator(event_schema())


@pytest.fixture(scope="module")
def reference(repository: Path) -> Path:
    return repository / "docs" / "reference"


@pytest.fixture(scope="module")
def examples(reference: Path) -> list[str]:
    """Every example line of the page about events."""
    page = (reference / "events.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(event_schema())


def test_the_published_schema_is_the_one_of_the_code(reference: Path) -> None:
    published = json.loads((reference / "events.schema.json").read_text(encoding="utf-8"))
    assert published == event_schema(), "write it anew: python -m tests.timeline.write_schema"


def test_the_page_has_an_example_of_every_type_and_each_is_read(examples: list[str]) -> None:
    types = {TicketEvent.from_mapping(json.loads(line)).type for line in examples}
    assert types == set(EVENT_TYPES)
    # the first block is a ticket of its own; the others are the life of one ticket, in order
    life = read_events(examples[3:])
    assert life == sorted(life, key=lambda event: event.order)


def test_every_example_fits_the_schema(examples: list[str]) -> None:
    for line in examples:
        VALIDATOR.validate(json.loads(line))


BASE = {"ticket": "T1", "id": "e1", "at": "2026-03-02T10:00:00+01:00"}


@pytest.mark.parametrize(
    "keys",
    [
        {
            "type": "created",
            "channel": "email",
            "priority": None,
            "status": None,
            "tags": None,
            "by": None,
            "seq": None,
        },
        {"type": "created", "channel": "email", "fields": {"a": None, "b": True, "c": 0.5, "d": ""}},
        {"type": "message", "author": "agent", "public": True, "auto": None, "channel": None},
        {"type": "acknowledged", "target": "t", "step": None},
        {"type": "deleted", "at": "2026-03-02 10:00z"},
    ],
)
def test_what_is_read_fits_the_schema(keys: dict[str, Any]) -> None:
    TicketEvent.from_mapping(BASE | keys)
    VALIDATOR.validate(BASE | keys)


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"type": "createt"},
        {"type": "deleted", "colour": "red"},
        {"type": "deleted", "ticket": 1},
        {"type": "deleted", "ticket": " "},
        {"type": "deleted", "at": "2026-03-02T10:00:00"},
        {"type": "deleted", "seq": "1"},
        {"type": "created"},
        {"type": "created", "channel": "e-mail"},
        {"type": "created", "channel": None},
        {"type": "created", "channel": "web", "priority": 1},
        {"type": "created", "channel": "web", "tags": "vip"},
        {"type": "created", "channel": "web", "fields": {"a": [1]}},
        {"type": "message", "author": "agent"},
        {"type": "message", "author": "agent", "public": 1},
        {"type": "status", "to": None},
        {"type": "group"},
        {"type": "tags"},
        {"type": "acknowledged", "target": "t", "step": 1.5},
    ],
)
def test_what_is_refused_does_not_fit_the_schema(keys: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(BASE | keys)
    with pytest.raises(ValueError, match="event"):
        TicketEvent.from_mapping(BASE | keys)
