"""Reads the `when` of a policy: which tickets are meant, as tables instead of an expression language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from zoneinfo import ZoneInfo

from slaclock.complaints import Complaints, show
from slaclock.hours.calendar import Calendar
from slaclock.policy.channel import CHANNELS
from slaclock.policy.known import Known
from slaclock.policy.match import ALWAYS, FACTS, All, AnyOf, Condition, Created, Fact, Field, Not
from slaclock.policy.question import ORDERS, TEXTS, Both, Compared, EachOf, NoneOf, OneOf, Present, Question, Spelled
from slaclock.policy.since import since
from slaclock.policy.value import day_or_instant, is_text, items, keys, nearest, rows, texts

DEEPEST = 10
KEYS = (*FACTS, "fields", "created", "any", "all", "not")
WORDS: Mapping[str, tuple[str, ...]] = {"channel": tuple(CHANNELS), "by": ("customer", "agent", "import")}
"""Facts that know only certain words."""
LISTS: Mapping[str, Callable[[tuple[object, ...]], Question]] = {"is": OneOf, "is_not": NoneOf, "all": EachOf}
OPERATORS = ("is", "is_not", "all", "present", *ORDERS, *TEXTS)
HOURS = ("during", "outside")


def load_when(value: object, complaints: Complaints, known: Known, zone: ZoneInfo, depth: int = 1) -> Condition:
    """A table of wishes, all of which must hold; dates begin at midnight in `zone`."""
    if depth > DEEPEST:
        complaints.add(f"conditions nested more than {DEEPEST} deep", "write them flatter")
        return ALWAYS
    table = complaints.table(value, 'write a table of conditions like { customer = ["ACME"], channel = "email" }')
    keys(table, KEYS, complaints)
    parts: list[Condition] = []
    for key, wish in table.items():
        here = complaints.at(key)
        if key in FACTS:
            parts += _fact(key, key, wish, here)
        elif key == "fields":
            for name, inner in items(
                here.table(wish, "write a table like { amount = { at_least = 100 } }"), complaints
            ):
                parts += _fact(f"fields.{name}", name, inner, here.at(name))
        elif key == "created":
            parts.append(_created(wish, here, known, zone))
        elif key in ("any", "all"):
            inner_parts = _each(wish, here, known, zone, depth)
            parts.append(AnyOf(inner_parts) if key == "any" else All(inner_parts))
        elif key == "not":
            parts.append(Not(load_when(wish, here, known, zone, depth + 1)))
            if not wish:
                here.add("an empty condition matches every ticket, so this rules out all", "name what is ruled out")
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _each(value: object, complaints: Complaints, known: Known, zone: ZoneInfo, depth: int) -> tuple[Condition, ...]:
    wanted = 'write a list of conditions like [{ tier = "gold" }, { tags = ["vip"] }]'
    if value in (None, [], ()):
        complaints.add(f"found {show(value)}", wanted)
    return tuple(load_when(each, here, known, zone, depth + 1) for here, each in rows(value, complaints, wanted))


def _fact(name: str, key: str, wish: object, complaints: Complaints) -> list[Condition]:
    question = _question(name, wish, complaints)
    read = Field(key) if name.startswith("fields.") else FACTS[key]
    return [] if question is None else [Fact(name, read, question)]


def _question(name: str, wish: object, complaints: Complaints) -> Question | None:
    if not isinstance(wish, Mapping):
        values = _values(name, wish, complaints)
        return OneOf(values) if values else None
    if not wish:
        complaints.add("found an empty table", "write a value, a list, or comparisons: " + ", ".join(OPERATORS))
    keys(wish, OPERATORS, complaints)
    questions = [_operator(name, key, limit, complaints.at(key)) for key, limit in wish.items() if key in OPERATORS]
    good = tuple(question for question in questions if question is not None)
    return good[0] if len(good) == 1 else Both(good) if good else None


def _operator(name: str, key: str, limit: object, complaints: Complaints) -> Question | None:
    if key == "present":
        if isinstance(limit, bool):
            return Present(limit)
        complaints.add(f"found {show(limit)}", "write true or false")
    elif key in LISTS:
        if key == "all" and name != "tags":
            complaints.add(f"{name} holds one value", "'all' is for tags; write 'is'")
        elif values := _values(name, limit, complaints):
            return LISTS[key](values)
    elif key in TEXTS:
        parts = texts(limit, complaints, "write a text or a list of them")
        return Spelled(key, parts) if parts else None
    elif not _numeric(name):
        complaints.add(f"{name} is text, not a number", "compare numbers of 'fields'; here write values")
    elif isinstance(limit, bool) or not isinstance(limit, (int, float)) or not isfinite(limit):
        complaints.add(f"found {show(limit)}", "write a number")
    else:
        return Compared(key, limit)
    return None


def _values(name: str, wish: object, complaints: Complaints) -> tuple[object, ...]:
    """One value or a list of them: text for the desk's own facts, also numbers and true/false for fields."""
    values = tuple(wish) if isinstance(wish, (list, tuple)) else (wish,)
    if not values:
        complaints.add("found an empty list, which no ticket matches", "name at least one value or leave the key out")
    for value in values:
        if isinstance(value, (bool, int, float)) and _numeric(name):
            continue
        if not is_text(value):
            complaints.add(f"found {show(value)}", "write a value, a list of values, or a table of comparisons")
            return ()
        if name in WORDS and value not in WORDS[name]:
            complaints.add(f"there is no {name} {value!r}", nearest(str(value), WORDS[name]))
            return ()
    return values


def _numeric(name: str) -> bool:
    return name.startswith("fields.") or isinstance(FACTS[name], Field)


def _created(wish: object, complaints: Complaints, known: Known, zone: ZoneInfo) -> Condition:
    wanted = 'write a table with after, before, during or outside, like { after = 2026-07-01, during = "berlin" }'
    table = complaints.table(wish, wanted)
    keys(table, ("after", "before", *HOURS), complaints)
    if isinstance(wish, Mapping) and not wish:
        complaints.add("found an empty table", wanted)
    after, before = (day_or_instant(table, key, complaints) for key in ("after", "before"))
    first = None if after is None else since(after, zone)
    end = None if before is None else since(before, zone)
    if first is not None and end is not None and first >= end:
        complaints.add("'before' is not later than 'after'", "no ticket is created then; swap or mend them")
    during, outside = (_hours(table, key, complaints, known) for key in HOURS)
    return Created(first, end, during, outside)


def _hours(table: Mapping[str, object], key: str, complaints: Complaints, known: Known) -> Calendar | None:
    return known.calendar(table[key], complaints.at(key)) if key in table else None
