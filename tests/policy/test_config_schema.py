"""The published JSON Schema of configurations, and the page about them, say what the loader does."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from slaclock.errors import InvalidConfig
from slaclock.policy.load import load_config
from slaclock.policy.schema import config_schema

VALIDATOR = Draft202012Validator(config_schema())

CALENDARS = {"berlin": {"timezone": "Europe/Berlin", "hours": {"mon-fri": "09:00-17:00"}}}
POLICY: dict[str, Any] = {"name": "a", "calendar": "berlin", "targets": {"resolution": {"default": "4bh"}}}


def plain(value: Any) -> Any:
    """What TOML read, as JSON has it: dates as text."""
    return json.loads(json.dumps(value, default=lambda when: when.isoformat()))


def examples(repository: Path) -> list[dict[str, Any]]:
    page = (repository / "docs" / "reference" / "configuration.md").read_text(encoding="utf-8")
    return [tomllib.loads(block) for block in re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(config_schema())


def test_the_published_schema_is_the_one_of_the_code(repository: Path) -> None:
    page = repository / "docs" / "reference" / "config.schema.json"
    published = json.loads(page.read_text(encoding="utf-8"))
    assert published == config_schema(), "write it anew: python -m tests.policy.write_config_schema"


def test_every_example_of_the_page_loads_and_fits(repository: Path) -> None:
    assert len(examples(repository)) >= 5
    for example in examples(repository):
        load_config(example)
        VALIDATOR.validate(plain(example))


def test_every_configuration_of_the_repository_fits(repository: Path) -> None:
    for file in sorted((repository / "config").rglob("*.toml")):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        if table.keys() <= config_schema()["properties"].keys():
            VALIDATOR.validate(plain(table))


def keys_of(schema: Any) -> Iterator[str]:
    """Every key a person can write."""
    if isinstance(schema, dict):
        properties = schema.get("properties", {})
        yield from properties
        for value in schema.values():
            yield from keys_of(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from keys_of(value)


def keys_in(table: Any) -> Iterator[str]:
    if isinstance(table, dict):
        yield from table
        for value in table.values():
            yield from keys_in(value)
    elif isinstance(table, list):
        for value in table:
            yield from keys_in(value)


def test_every_key_stands_in_an_example_of_the_page(repository: Path) -> None:
    shown = {key for example in examples(repository) for key in keys_in(example)}
    assert set(keys_of(config_schema())) - shown == set()


@pytest.mark.parametrize(
    "table",
    [
        {"polices": []},
        {"policies": {}},
        {"policies": [{"name": "a"}]},
        {"policies": [{**POLICY, "kind": "customers"}]},
        {"policies": [{**POLICY, "targets": {"resolution": {"default": 4}}}]},
        {"policies": [{**POLICY, "targets": {"resolution": {}}}]},
        {"policies": [{**POLICY, "targets": {"resolution": {"default": "4bh", "pauses": ["solved"]}}}]},
        {"policies": [{**POLICY, "when": {"costumer": "x"}}]},  # codespell:ignore
        {"policies": [{**POLICY, "when": {"customer": []}}]},
        {"policies": [{**POLICY, "when": {"fields": {"a": {"at_least": "3"}}}}]},
        {"policies": [{**POLICY, "when": {"not": {}}}]},
        {"policies": [{**POLICY, "escalations": [{"target": "resolution", "at": "75%"}]}]},
        {"policies": [{**POLICY, "escalations": [{"target": "resolution", "at": "75%", "do": [{"shout": "x"}]}]}]},
        {"policies": [{**POLICY, "channels": {"mail": {}}}]},
        {"agreements": [{"name": "x", "parties": ["a"], "policies": ["a"]}]},
        {"objectives": [{"metric": "resolution", "share": 90, "period": "month"}]},
        {"objectives": [{"metric": "resolution", "share": 0.9, "period": "fortnight"}]},
        {"concessions": [{"customer": "ACME", "targets": {"resolution": {"default": "4bh"}}}]},
    ],
)
def test_what_does_not_fit_is_refused(table: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(table)
    with pytest.raises(InvalidConfig):
        load_config({"calendars": CALENDARS, "policies": [POLICY]} | table)
