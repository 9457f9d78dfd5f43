"""Every language says everything: the same messages with the same facts, seven weekdays, all its plural forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from babel import Locale
from fluent.syntax import FluentParser, FluentSerializer, ast

from slaclock.promise.language import catalogue, language_of, languages
from tests.promise.languages.teller import TONGUES

WEEK = {"1", "2", "3", "4", "5", "6", "7"}
ABOUT = {"reply", "update", "solution"}
Choices: TypeAlias = list[tuple[str, set[str]]]


def files(repository: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted((repository / "slaclock/promise/catalogue").glob("*.ftl"))}


def messages(path: Path) -> dict[str, ast.Message]:
    resource = FluentParser().parse(path.read_text(encoding="utf-8"))
    junk = [entry.content for entry in resource.body if isinstance(entry, ast.Junk)]
    assert not junk, junk
    return {entry.id.name: entry for entry in resource.body if isinstance(entry, ast.Message)}


def nodes(node: object) -> Iterator[ast.BaseNode]:
    if isinstance(node, ast.BaseNode):
        yield node
        for part in vars(node).values():
            yield from nodes(part)
    elif isinstance(node, list):
        for part in node:
            yield from nodes(part)


def facts(message: ast.Message) -> set[str]:
    """The variables of a message; `$hour` is free to use wherever there is a `$time`."""
    return {node.id.name for node in nodes(message) if isinstance(node, ast.VariableReference)} - {"hour"}


def choices(message: ast.Message) -> Choices:
    """The variables a message chooses by, and between which variants."""
    found: Choices = []
    for node in nodes(message):
        if isinstance(node, ast.SelectExpression):
            assert isinstance(node.selector, ast.VariableReference)
            keys = {v.key.name if isinstance(v.key, ast.Identifier) else v.key.value for v in node.variants}
            assert len(keys) == len(node.variants)
            found.append((node.selector.id.name, keys))
    return found


def test_the_languages_of_the_launch() -> None:
    assert set(languages()) == set(TONGUES)


@pytest.mark.parametrize("language", sorted(TONGUES))
def test_every_message_with_the_same_facts(language: str, repository: Path) -> None:
    english, own = (messages(files(repository)[name]) for name in ("en", language))
    assert own.keys() == english.keys()
    assert {name: facts(said) for name, said in own.items()} == {name: facts(said) for name, said in english.items()}


@pytest.mark.parametrize("language", sorted(TONGUES))
def test_seven_weekdays_and_every_plural(language: str, repository: Path) -> None:
    plurals = {*Locale(language).plural_form.tags, "other"}
    wanted = {"dow": WEEK, "n": plurals, "about": ABOUT, "hour": {"1", "other"}}
    for name, message in messages(files(repository)[language]).items():
        chosen = choices(message)
        assert all(keys == wanted[by] for by, keys in chosen), name
        assert ("n" in facts(message)) == ("n" in dict(chosen)), name
        assert name.endswith(("weekday", "date")) == ("dow" in dict(chosen)), name
        assert ("about" in facts(message)) == ("about" in dict(chosen)), name


@pytest.mark.parametrize("language", sorted(TONGUES))
def test_weekdays_differ_and_are_said_alike_in_every_phrase(language: str, repository: Path) -> None:
    for name, message in messages(files(repository)[language]).items():
        for node in nodes(message):
            if isinstance(node, ast.SelectExpression) and choices(message)[0][0] == "dow":
                texts = [
                    FluentSerializer().serialize_entry(ast.Message(ast.Identifier("m"), v.value)) for v in node.variants
                ]
                assert len(set(texts)) == len(texts), name


def test_a_region_says_otherwise_only_what_its_language_says(repository: Path) -> None:
    found = files(repository)
    regions = {name for name in found if "-" in name}
    assert regions == {"pt-BR"}
    for name in regions:
        whole, part = messages(found[name.partition("-")[0]]), messages(found[name])
        assert part.keys() < whole.keys()
        assert all(facts(part[key]) == facts(whole[key]) for key in part)
        assert all(choices(part[key]) == choices(whole[key]) for key in part)
    assert "fechados" in catalogue("pt", "BR").say("closed", {})
    assert "encerrados" in language_of("pt-PT").say("closed")
    assert "encerrados" in language_of("pt").say("closed")


def test_nobody_has_reviewed_them_yet(repository: Path) -> None:
    for path in files(repository).values():
        assert path.read_text(encoding="utf-8").startswith("## reviewed: false\n## language: "), path.name
    assert not any(catalogue(language).reviewed for language in languages())
