"""What others build on, pinned: a name leaves or changes only on purpose."""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any

import pytest

import slaclock
from slaclock import Calendar, Engine, Promise, Reading, SlaclockError, Span


def public(subject: type[Any]) -> set[str]:
    return {name for name in dir(subject) if not name.startswith("_")}


def test_the_front_door() -> None:
    assert dir(slaclock) == [
        "Calendar",
        "Complaint",
        "Engine",
        "Habit",
        "InvalidConfig",
        "InvalidEvents",
        "InvalidInput",
        "MissingExtra",
        "NaiveDatetime",
        "NeverCloses",
        "NeverOpens",
        "OutOfRange",
        "Promise",
        "PromiseKind",
        "Reading",
        "SlaclockError",
        "Span",
        "TicketEvent",
        "__version__",
    ]


@pytest.mark.parametrize("name", slaclock.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(slaclock, name)


def test_an_unknown_name_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Schedule'"):
        _ = slaclock.Schedule


@pytest.mark.parametrize(
    "name, parameters",
    [
        ("from_config", ["table"]),
        ("always", ["zone"]),
        ("add", ["start", "open_time"]),
        ("subtract", ["end", "open_time"]),
        ("between", ["start", "end"]),
        ("is_open", ["at"]),
        ("next_opening", ["at"]),
        ("next_closing", ["at"]),
        ("spans", ["start", "end"]),
        ("add_days", ["start", "n"]),
        ("end_of_day", ["start", "n"]),
        ("add_many", ["starts_us", "open_us"]),
        ("between_many", ["starts_us", "ends_us"]),
    ],
)
def test_what_a_calendar_answers(name: str, parameters: list[str]) -> None:
    assert [each for each in inspect.signature(getattr(Calendar, name)).parameters if each != "self"] == parameters


@pytest.mark.parametrize("operator", ["__or__", "__and__", "__sub__"])
def test_calendars_compose(operator: str) -> None:
    assert operator in dir(Calendar)


@pytest.mark.parametrize(
    "name, parameters",
    [
        ("from_config", ["source"]),
        ("read", ["events", "at"]),
        ("explain", ["events", "metric", "at", "ticket", "cycle", "kind"]),
        ("promise", ["events", "at", "zone", "locale", "ticket", "habit", "coarse"]),
        ("promise_for", ["facts", "at", "zone", "locale", "habit", "coarse"]),
    ],
)
def test_what_an_engine_answers(name: str, parameters: list[str]) -> None:
    assert [each for each in inspect.signature(getattr(Engine, name)).parameters if each != "self"] == parameters


def test_what_a_reading_says() -> None:
    assert [field.name for field in dataclasses.fields(Reading)] == [
        "ticket",
        "metric",
        "target",
        "policy",
        "kind",
        "cycle",
        "state",
        "started_at",
        "stopped_at",
        "budget",
        "budget_text",
        "elapsed",
        "remaining",
        "deadline",
        "breached_at",
        "breach_cause",
        "outcome",
        "facts",
    ]


def test_what_a_promise_says() -> None:
    assert [field.name for field in dataclasses.fields(Promise)] == [
        "kind",
        "ticket",
        "metric",
        "at",
        "deadline",
        "shown",
        "opens_at",
        "closed_because",
        "language",
        "locale",
        "zone",
        "zone_known",
        "text",
        "sentences",
        "sms",
        "sms_segments",
        "direction",
        "formula",
    ]


def test_what_a_span_says() -> None:
    assert public(Span) == {"start", "end", "length"}


def errors() -> list[type[SlaclockError]]:
    found = [getattr(slaclock, name) for name in slaclock.__all__ if name != "__version__"]
    return [each for each in found if isinstance(each, type) and issubclass(each, SlaclockError)]


@pytest.mark.parametrize("error", errors())
def test_an_error_speaks_a_sentence(error: type[SlaclockError]) -> None:
    assert (error.__doc__ or "").splitlines()[0].endswith(".")
