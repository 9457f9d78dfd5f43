"""What is installed is what was tried: every requirement is pinned, and pinned to something it allows."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.survey import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[0-9][0-9a-z.]*)( ; [a-z_]+ [=<>!]+ \"[^\"]+\")?")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def lines() -> list[str]:
    text = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def required() -> set[str]:
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    names = {normal(re.split(r"[\[<>=!~ ;]", line)[0]) for group in groups for line in group}
    return names - {"slaclock"}


@pytest.mark.parametrize("line", lines())
def test_a_constraint_is_a_bare_pin(line: str) -> None:
    assert PIN.fullmatch(line)


def test_every_requirement_is_pinned() -> None:
    pinned = {normal(line.split("==")[0]) for line in lines()}
    assert required() <= pinned


def test_constraints_stand_in_order_and_once() -> None:
    names = [line.split("==")[0].lower() for line in lines()]
    assert names == sorted(set(names))
