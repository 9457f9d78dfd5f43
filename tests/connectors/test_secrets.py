"""Secrets come from the environment or a file, and no way of showing things shows them."""

from __future__ import annotations

import copy
import logging
import pickle
from pathlib import Path

import pytest

from slaclock.complaints import Complaints
from slaclock.connectors.secret import HIDDEN, Redaction, Secret, load_secret, redact

TOKEN = Secret("canary-1234567890")


def loaded(value: object, base: Path | None = None) -> tuple[Secret | None, list[str]]:
    complaints = Complaints("slaclock.toml").at("token")
    found = load_secret(value, complaints, base, {"TOKEN": " canary-1234567890\n", "EMPTY": " "})
    return found, [str(each) for each in complaints.found]


def test_from_the_environment() -> None:
    assert loaded({"env": "TOKEN"}) == (TOKEN, [])


def test_from_a_file_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "rt.token").write_text("canary-1234567890\n", encoding="utf-8")
    assert loaded({"file": "rt.token"}, tmp_path) == (TOKEN, [])


@pytest.mark.parametrize(
    "value, complaint",
    [
        ("canary-1234567890", "found no reference to a secret"),
        ({"env": "NOWHERE"}, "the environment has no NOWHERE"),
        ({"env": "EMPTY"}, "the environment has no EMPTY"),
        ({"environment": "TOKEN"}, "unknown key 'environment'"),
        ({"env": "TOKEN", "file": "x"}, "found no reference to a secret"),
        ({"file": "not-there"}, "not-there cannot be read"),
        (None, "found no reference to a secret"),
    ],
)
def test_anything_else_is_refused_and_not_repeated(value: object, complaint: str, tmp_path: Path) -> None:
    found, said = loaded(value, tmp_path)
    assert found is None
    assert complaint in said[0]
    assert "canary" not in said[0]


def test_no_way_of_showing_shows_it() -> None:
    for text in (repr(TOKEN), str(TOKEN), f"{TOKEN}", f"{TOKEN!r:>20}", repr([TOKEN]), "%s" % TOKEN):  # noqa: UP031
        assert "canary" not in text
        assert HIDDEN in text


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
def test_it_is_not_written_down(copied: object) -> None:
    with pytest.raises(TypeError, match="not written down"):
        copied(TOKEN)  # type: ignore[operator]


def test_the_longest_is_blacked_out_first() -> None:
    assert redact("a canary-1234567890-more b", [TOKEN, Secret("canary-1234567890-more")]) == f"a {HIDDEN} b"


def test_short_words_are_left_alone() -> None:
    assert redact("the open ticket", [Secret("open")]) == "the open ticket"


def test_logs_are_blacked_out_also_in_arguments(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("test_secrets")
    redaction = Redaction([TOKEN])
    logger.addFilter(redaction)
    logger.warning("token %s and %r", TOKEN.reveal(), {"a": TOKEN.reveal()})
    logger.removeFilter(redaction)
    assert "canary" not in caplog.text
    assert caplog.text.count(HIDDEN) == 2
