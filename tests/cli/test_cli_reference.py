"""The reference has a section for every command, and names what all of them share."""

from __future__ import annotations

import re

from slaclock.cli.app import COMMANDS
from tests.house.survey import REPOSITORY

PAGE = (REPOSITORY / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
HEAD, *SECTIONS = re.split(r"^## ", PAGE, flags=re.MULTILINE)


def test_every_command_has_a_section() -> None:
    names = [each.split("\n")[0] for each in SECTIONS]
    groups = ["slaclock calendars diff", "slaclock outbox", "slaclock keys"]
    assert names == [*(f"slaclock {name}" for name in ORDER), *groups, "All options"]


FILES = ("init", "check", "demo", "due", "open", "read", "explain", "promise", "plan", "replay", "fit")
SERVICE = (
    "serve",
    "worker",
    "poll",
    "doctor",
    "time",
    "report",
    "kept",
    "usual",
    "escalations",
    "ack",
    "connectors",
    "erase",
    "audit",
)
ORDER = (*FILES, *SERVICE)


def test_the_order_is_that_of_a_walk() -> None:
    assert set(ORDER) == set(COMMANDS)


def test_what_they_share_stands_at_the_top() -> None:
    assert all(f"`{option}`" in HEAD for option in ("--config", "--at", "--json", "--help", "--version"))
