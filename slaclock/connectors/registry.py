"""The connectors that are installed, found by entry point: a stranger's is found in the same way as ours."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from slaclock.connectors.vendor import Vendor
from slaclock.errors import InvalidConfig
from slaclock.policy.value import nearest

GROUP = "slaclock.connectors"
_NEEDED = ("TRAITS", "WORDS", "OPTIONS", "open", "verify", "read_webhook", "poll", "fetch", "deliver", "look")


def names() -> tuple[str, ...]:
    """The names of all connectors, as `connector = "…"` takes them."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def vendor(name: str) -> type[Vendor]:
    """The connector of this name; InvalidConfig if there is none, or if it cannot be loaded."""
    for point in entry_points(group=GROUP):
        if point.name == name:
            return load(point)
    raise InvalidConfig(f"connector {name!r} is not installed; {nearest(name, names())}")


def load(point: EntryPoint) -> type[Vendor]:
    """The connector an entry point leads to; InvalidConfig if that is none."""
    try:
        found: type[Vendor] = point.load()
    except Exception as error:  # whatever a stranger's module does when it is imported
        raise InvalidConfig(f"connector {point.name!r} cannot be loaded from {point.value}: {error}") from error
    missing = [each for each in _NEEDED if not hasattr(found, each)]
    if missing:
        raise InvalidConfig(f"connector {point.name!r} ({point.value}) is incomplete: it lacks {', '.join(missing)}")
    return found
