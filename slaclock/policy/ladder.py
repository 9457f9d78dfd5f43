"""The ladder of an escalation as plain data: who is told, what is changed, at which point; not yet when that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from slaclock.complaints import Complaints, show
from slaclock.hours.calendar import Calendar
from slaclock.policy.known import Known
from slaclock.policy.step import Point
from slaclock.policy.value import Table, is_text, keys, nearest, parsed, rows, text, texts, yes


class Verb(StrEnum):
    """What a step can do."""

    NOTIFY = "notify"
    TAG = "tag"
    NOTE = "note"
    REPLY = "reply"
    PRIORITY = "priority"
    ASSIGN = "assign"
    GROUP = "group"
    FIELD = "field"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: tell somebody, tag, note, answer the customer, change the ticket, call a web address.

    `values` are whom to notify or which tags; one text for the other verbs; `fields` only for FIELD.
    """

    verb: Verb
    values: tuple[str, ...] = ()
    fields: Mapping[str, str | int | float | bool] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The action as a configuration writes it."""
        if self.fields is not None:
            return {self.verb.value: dict(self.fields)}
        return {self.verb.value: list(self.values) if len(self.values) != 1 else self.values[0]}


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """At this point do these actions, once; the firing is remembered by `name`, so it outlives a change of wording.

    `target` is the metric whose clock it hangs on (None for points of the ticket itself). `hours` is the calendar in
    which it may be delivered; outside it waits for the opening unless `urgent`.
    """

    name: str
    target: str | None
    point: Point
    do: tuple[Action, ...]
    hours: Calendar | None = None
    urgent: bool = False


KEYS = ("name", "target", "at", "do", "hours", "urgent")
SCALAR = (str, int, float, bool)
SEVERAL = (Verb.NOTIFY, Verb.TAG)
"""Verbs that take a list."""


def load_ladder(value: object, complaints: Complaints, known: Known, targets: object) -> tuple[Step, ...]:
    """The [[policies.escalations]] of one policy; `targets` is what it promises: a table by metric, if all is well."""
    steps: list[Step] = []
    for here, table in rows(value, complaints, "write [[policies.escalations]] with target, at and do"):
        step = _step(table, here, known, targets)
        if step is not None and any(step.name == other.name for other in steps):
            here.add(f"a step {step.name!r} stands here already", "give this one a 'name' of its own")
        elif step is not None:
            steps.append(step)
    return tuple(steps)


def _step(table: Table, complaints: Complaints, known: Known, targets: object) -> Step | None:
    before = len(complaints.found)
    keys(table, KEYS, complaints)
    for key, wanted in (("at", "say when, like at = '75%'"), ("do", "say what, like do = [{ notify = 'team-lead' }]")):
        if key not in table:
            complaints.add(f"{key!r} is missing", wanted)
    point = parsed(Point.parse, table["at"], complaints.at("at")) if "at" in table else None
    target = _target(table, complaints, targets, point)
    do = _actions(table["do"], complaints.at("do")) if "do" in table else ()
    hours = known.calendar(table["hours"], complaints.at("hours")) if "hours" in table else None
    urgent = yes(table, "urgent", complaints)
    name = text(table, "name", complaints, "give the step a name like 'team lead'")
    if point is None or len(complaints.found) > before:
        return None
    return Step(name or " ".join(filter(None, (target, point.text))), target, point, do, hours, urgent)


def _target(table: Table, complaints: Complaints, promised: object, point: Point | None) -> str | None:
    targets: Table = promised if isinstance(promised, Mapping) else {}
    if "target" not in table:
        if point is None or point.needs_target:
            complaints.add(
                "'target' is missing", "name the metric it hangs on: " + (", ".join(targets) or "(no targets)")
            )
        return None
    if point is not None and not point.needs_target:
        complaints.at("target").add(f"{point.text!r} is a point of the ticket, not of a clock", "leave 'target' out")
        return None
    target = table["target"]
    if isinstance(target, str) and (target in targets or not isinstance(promised, Mapping)):
        return target
    wanted = nearest(target, targets) if isinstance(target, str) else "name one metric"
    complaints.at("target").add(f"this policy has no target {show(target)}", wanted)
    return None


def _actions(value: object, complaints: Complaints) -> tuple[Action, ...]:
    wanted = "write a list of actions like [{ notify = 'team-lead' }, { tag = 'sla-at-risk' }]"
    if not isinstance(value, (list, tuple)) or not value:
        complaints.add(f"found {show(value)}", wanted)
        return ()
    actions = (_action(table, here) for here, table in rows(value, complaints, wanted))
    return tuple(action for action in actions if action is not None)


def _action(table: Table, complaints: Complaints) -> Action | None:
    if len(table) != 1:
        complaints.add(f"found {show(dict(table))}", "write one action a table: " + ", ".join(Verb))
        return None
    ((key, value),) = table.items()
    if key not in tuple(Verb):
        keys(table, tuple(Verb), complaints)
        return None
    verb, here = Verb(key), complaints.at(key)
    if verb is Verb.FIELD:
        return _field(value, here)
    if verb not in SEVERAL and not isinstance(value, str):
        here.add(f"found {show(value)}", f'write one text, like {key} = "..."')
        return None
    values = texts(value, here, "write a text" + (" or a list of texts" if verb in SEVERAL else ""))
    if verb is Verb.WEBHOOK and values and not _web_address(values[0]):
        here.add(f"found {show(value)}", "write a web address that starts with https://")
        return None
    return Action(verb, values) if values else None


def _field(value: object, complaints: Complaints) -> Action | None:
    good = isinstance(value, Mapping) and all(
        is_text(name) and isinstance(each, SCALAR) for name, each in value.items()
    )
    if value and good and isinstance(value, Mapping):
        return Action(Verb.FIELD, (), dict(value))
    complaints.add(f"found {show(value)}", "write the fields to set as a table like { breached = true }")
    return None


def _web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and not any(map(str.isspace, address))
    except ValueError:
        return False
