"""What can be proven about two conditions without any ticket: that one takes in the other, or that they never meet."""

from __future__ import annotations

from slaclock.policy.match import All, AnyOf, Condition, Created, Fact, Not
from slaclock.policy.question import NoneOf, OneOf


def takes_in(outer: Condition, inner: Condition) -> bool:
    """Whether every ticket `inner` is for is provably one `outer` is for too; False may also mean "not provable"."""
    if outer == inner:
        return True
    if isinstance(outer, All):
        return all(takes_in(part, inner) for part in outer.parts)
    if isinstance(inner, AnyOf):
        return all(takes_in(outer, part) for part in inner.parts)
    if isinstance(outer, AnyOf) and any(takes_in(part, inner) for part in outer.parts):
        return True
    if isinstance(inner, All):
        return any(takes_in(outer, part) for part in inner.parts)
    if isinstance(outer, Fact) and isinstance(inner, Fact) and outer.name == inner.name:
        return _wider(outer, inner)
    return isinstance(outer, Not) and never_meet(outer.part, inner)


def never_meet(one: Condition, other: Condition) -> bool:
    """Whether provably no ticket is meant by both; False may also mean "not provable"."""
    for a, b in ((one, other), (other, one)):
        if isinstance(a, All) and any(never_meet(part, b) for part in a.parts):
            return True
        if isinstance(a, AnyOf) and all(never_meet(part, b) for part in a.parts):
            return True
        if isinstance(a, Not) and takes_in(a.part, b):
            return True
        if isinstance(a, Fact) and isinstance(b, Fact) and _apart(a, b):
            return True
    return isinstance(one, Created) and isinstance(other, Created) and _different_times(one, other)


def _wider(outer: Fact, inner: Fact) -> bool:
    match outer.question, inner.question:
        case OneOf(wide), OneOf(narrow):
            return set(narrow) <= set(wide)
        case NoneOf(few), NoneOf(many):
            return set(few) <= set(many)
        case NoneOf(out), OneOf(values) if inner.name != "tags":
            return set(values).isdisjoint(out)
        case _:
            return False


def _apart(one: Fact, other: Fact) -> bool:
    """One fact cannot be two things at once; tags can."""
    if one.name != other.name or one.name == "tags":
        return False
    match one.question, other.question:
        case OneOf(values), OneOf(others):
            return set(values).isdisjoint(others)
        case OneOf(values), NoneOf(out):
            return set(values) <= set(out)
        case _:
            return False


def _different_times(one: Created, other: Created) -> bool:
    ends = [(one.before, other.after), (other.before, one.after)]
    return any(before is not None and after is not None and before <= after for before, after in ends)
