"""A change tells the people it concerns: one fragment a change, gathered into CHANGELOG.md at a release."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import slaclock
from tests.house.survey import REPOSITORY

FRAGMENTS = REPOSITORY / "docs" / "changelog.d"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(added|changed|fixed|removed|security)\.md")


def fragments() -> list[Path]:
    return [path for path in sorted(FRAGMENTS.iterdir()) if path.name != "README.md"]


@pytest.mark.parametrize("path", fragments(), ids=lambda path: path.name)
def test_a_fragment_says_what_kind_of_change_it_is(path: Path) -> None:
    assert NAME.fullmatch(path.name), (
        "call it WHAT-IT-IS-ABOUT.KIND.md; kinds: added, changed, fixed, removed, security"
    )


@pytest.mark.parametrize("path", fragments(), ids=lambda path: path.name)
def test_a_fragment_is_one_short_paragraph_of_whole_sentences(path: Path) -> None:
    text = path.read_text(encoding="utf-8").strip()
    assert text
    assert text.endswith(".")
    assert "\n\n" not in text
    assert len(text) < 600


def test_the_changelog_knows_this_version_or_has_it_unreleased() -> None:
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {slaclock.__version__}" in text
