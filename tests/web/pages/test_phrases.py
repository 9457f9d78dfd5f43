"""The words of the wallboard: every language says everything, in its own direction."""

from __future__ import annotations

import re

import pytest

from slaclock.web.pages.phrase import Phrases, direction, languages
from tests.house.survey import REPOSITORY

ROOM = REPOSITORY / "slaclock" / "web" / "pages"
SAID = {
    name
    for page in (ROOM / "templates").glob("*.html")
    for name in re.findall(r"""say\(["']([a-z-]+)["']\)""", page.read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_language_says_everything_itself(language: str) -> None:
    told = (ROOM / "words" / f"{language}.ftl").read_text(encoding="utf-8")
    assert re.match(r"## reviewed: (true|false)\n", told)
    names = {line.split(" = ")[0] for line in told.splitlines() if " = " in line}
    assert len(SAID) > 20
    assert names >= SAID
    assert all(Phrases(language)(name) for name in SAID)


def test_directions() -> None:
    assert {language: direction(language) for language in ("ar", "he", "fa-IR", "en", "de", "ja")} == {
        **dict.fromkeys(("ar", "he", "fa-IR"), "rtl"),
        **dict.fromkeys(("en", "de", "ja"), "ltr"),
    }
