"""What a native speaker is given to read holds every phrase in every form."""

from __future__ import annotations

from pathlib import Path

import pytest

from slaclock.promise.language import language_of
from tests.promise.languages.samples import said
from tests.promise.languages.teller import TONGUES
from tests.promise.languages.test_catalogues import choices, facts, files, messages


@pytest.mark.parametrize("locale", [*TONGUES, "pt-BR", "fr-CA"])
def test_every_phrase_can_be_printed_in_every_form(locale: str, repository: Path) -> None:
    for name, message in messages(files(repository)[locale[:2]]).items():
        texts = said(language_of(locale), name, facts(message))
        forms = dict(choices(message))
        assert len(texts) >= (7 if "dow" in forms else 3 if "about" in forms else 1), name
        assert all("{" not in text for text in texts), name


def test_one_two_few_and_many_are_among_them(repository: Path) -> None:
    message = messages(files(repository)["ru"])["working-days"]
    assert said(language_of("ru"), "working-days", facts(message)) == [
        "в течение 1 рабочего дня",
        "в течение 2 рабочих дней",
        "в течение 3 рабочих дней",
        "в течение 5 рабочих дней",
        "в течение 11 рабочих дней",
        "в течение 21 рабочего дня",
        "в течение 100 рабочих дней",
    ]
