from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slaclock.errors import InvalidInput
from slaclock.notify.fact import FACTS
from slaclock.notify.template import Template


def test_facts_stand_in_their_places() -> None:
    template = Template.parse("{ticket} of {customer}: {metric}, {{really}}")
    facts = {"ticket": "T-1", "customer": "ACME", "metric": "first response"}
    assert template.fill(facts) == "T-1 of ACME: first response, {really}"


def test_what_is_not_known_is_empty() -> None:
    assert Template.parse("[{assignee}]").fill({}) == "[]"


@pytest.mark.parametrize(
    "text, said",
    [
        ("{tickt}", "did you mean 'ticket'"),
        ("{ticket.__class__}", "which is no fact"),
        ("{0}", "which is no fact"),
        ("{ticket!r}", "which is no fact"),
        ("{ticket:>1000000000}", "which is no fact"),
        ("{}", "which is no fact"),
        ("{ticket", "a brace alone (sign 1)"),
        ("ticket}", "a brace alone (sign 7)"),
        ("x" * 2_001, "write at most 2,000"),
    ],
)
def test_anything_else_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=r"^template: found ") as refused:
        Template.parse(text)
    assert said in str(refused.value)


def test_a_template_inside_a_fact_stays_text() -> None:
    assert Template.parse("{customer}").fill({"customer": "{ticket}", "ticket": "T-1"}) == "{ticket}"


@given(st.text(max_size=300))
def test_whatever_is_written_is_read_or_refused_and_filled_in_no_time(text: str) -> None:
    began = time.perf_counter()
    try:
        filled = Template.parse(text).fill(dict.fromkeys(FACTS, "x" * 500))
    except InvalidInput:
        return
    assert len(filled) <= 500 * len(text) + len(text)
    assert time.perf_counter() - began < 1
