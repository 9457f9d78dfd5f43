"""One word, one meaning: every public class stands in the glossary, and the reference says what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.survey import REPOSITORY, modules
from tests.house.tables import MARKED, TABLES, marked, renewed

GLOSSARY = (REPOSITORY / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
NOT_USED = re.compile(r"(Schedule|Interval|Period|Job|Task|Util|Helper|Common|Manager)|^(Event|SLA)$")


def classes() -> set[str]:
    return {node.name for module in modules() if module.public for node in module.classes()}


def words() -> dict[str, str]:
    """Each word of the glossary with its meaning."""
    cells = [line.strip("| ").split("|") for line in GLOSSARY.splitlines() if line.startswith("| ")]
    return {word.strip(" `"): meaning.strip() for word, meaning, *_ in cells}


def test_every_public_class_stands_in_the_glossary() -> None:
    assert not classes() - words().keys(), "run: python -m tests.house.tables"


def test_every_word_has_a_meaning() -> None:
    assert not [word for word, meaning in words().items() if not meaning]


@pytest.mark.parametrize("name", sorted(classes()))
def test_a_class_is_called_by_a_word_of_ours(name: str) -> None:
    assert not NOT_USED.search(name)


@pytest.mark.parametrize("page", marked(), ids=lambda page: page.name)
def test_the_tables_say_what_the_code_says(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == renewed(page), "run: python -m tests.house.tables"


def test_every_table_stands_somewhere() -> None:
    found = {table for page in marked() for table, _, _ in MARKED.findall(page.read_text(encoding="utf-8"))}
    assert found == set(TABLES)
