"""Reads calendars from their tables; everything wrong in them is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol, runtime_checkable

from slaclock.complaints import Complaints
from slaclock.hours.calendar import Calendar
from slaclock.hours.compose import Composed
from slaclock.hours.compose_table import COMPOSE_KEYS, MOST_PARTS, in_order, is_composed, read_composed, references
from slaclock.hours.dated import DatedPlans, Version
from slaclock.hours.plan import HolidaySource, Plan
from slaclock.hours.plan_table import PLAN_KEYS, Facts, opens, read_facts
from slaclock.hours.source import Source
from slaclock.hours.written import read_date, written
from slaclock.hours.zone_table import read_zone

CALENDAR_KEYS = ("timezone", *PLAN_KEYS, "changes")

_TABLE = "write a table with a timezone and hours"
_CHANGES = 'write a list of tables with "effective_from" and the keys that change, each under [[…changes]]'
_NEVER = "give it hours, or a special day with hours"


@runtime_checkable
class Doubtful(Protocol):
    """A source of holidays that knows its own weak spots."""

    def warnings(self, years: Iterable[int]) -> list[str]:
        """What a person should know before trusting it for these years."""
        ...


def load_calendars(tables: Mapping[str, object], complaints: Complaints, base: Path | None) -> dict[str, Calendar]:
    """All calendars of a configuration by name; `complaints` stands at the tables, `base` is the files' folder.

    Calendars may build on each other in any order. One that cannot be used is left out and complained of.
    """
    parts = {name: references(table) for name, table in tables.items()}
    usable = {name: all(_is_known(name, key, part, tables, complaints) for key, part in parts[name]) for name in tables}
    needed = {part for found in parts.values() for _, part in found}
    loaded: dict[str, Calendar] = {}
    sizes: dict[str, int] = {}
    for name in in_order({name: [part for _, part in found] for name, found in parts.items()}, complaints):
        here = complaints.at(name)
        sizes[name] = sum(sizes.get(part, 1) for _, part in parts[name]) or 1
        if sizes[name] > MOST_PARTS:
            here.add(f"it is put together from {sizes[name]} parts", f"at most {MOST_PARTS} are allowed; name fewer")
        elif usable[name] and (
            calendar := load_calendar(name, tables[name], here, loaded.get, base, is_part=name in needed)
        ):
            loaded[name] = calendar
    return {name: loaded[name] for name in tables if name in loaded}


def load_calendar(
    name: str,
    table: object,
    complaints: Complaints,
    others: Callable[[str], Calendar | None],
    base: Path | None,
    *,
    is_part: bool = False,
) -> Calendar | None:
    """One calendar from its table, or None and complaints; `others` gives the calendars it builds on.

    One that is never open is refused, unless it is there to be a part of another (`is_part`).
    """
    if not isinstance(table, Mapping):
        complaints.add(f"found {written(table)}", _TABLE)
        return None
    if is_composed(table):
        calendar = read_composed(name, table, complaints, others)
        never = calendar is not None and not is_part and calendar.never_open
    else:
        calendar = _read_plain(name, table, complaints, base)
        never = calendar is not None and not is_part and not any(opens(plan) for _, plan in calendar.versions)
    if never:
        wanted = "change its parts: they are never open together" if is_composed(table) else _NEVER
        complaints.add("the calendar is never open", wanted)
    return None if never else calendar


def calendar_warnings(calendar: Calendar, years: Iterable[int]) -> tuple[str, ...]:
    """What may be wrong with a calendar's holidays in these years though it can be used: gaps, empty years."""
    asked = sorted(set(years))
    found = [
        text for source in _sources(calendar.source) if isinstance(source, Doubtful) for text in source.warnings(asked)
    ]
    return tuple(dict.fromkeys((*calendar.warnings, *found)))


def _read_plain(name: str, table: Mapping[str, object], complaints: Complaints, base: Path | None) -> Calendar | None:
    before = len(complaints.found)
    complaints.unknown(map(str, table), (*CALENDAR_KEYS, *COMPOSE_KEYS))
    if "timezone" not in table:
        complaints.add("'timezone' is missing", 'write timezone = "Europe/Berlin", or your own IANA zone')
    if "hours" not in table:
        complaints.add("'hours' is missing", 'write hours = { mon-fri = "09:00-17:00" }, or "always", or {} for none')
    zone = read_zone(table["timezone"], complaints.at("timezone")) if "timezone" in table else None
    facts = read_facts(table, complaints, base)
    changes = _read_changes(table.get("changes", []), complaints.at("changes"), base)
    if zone is None or len(complaints.found) > before:
        return None
    versions: list[Version] = [(None, Plan(**facts))]
    for since in sorted(changes):
        facts = facts | changes[since]
        versions.append((since, Plan(**facts)))
    return Calendar(name, zone, versions, warnings=_early_warnings(versions))


def _read_changes(value: object, complaints: Complaints, base: Path | None) -> dict[date, Facts]:
    """What changes, by the local date from which it holds."""
    if not isinstance(value, (list, tuple)):
        complaints.add(f"found {written(value)}", _CHANGES)
        return {}
    changes: dict[date, Facts] = {}
    for place, entry in enumerate(value, 1):
        here = complaints.at(place)
        if not isinstance(entry, Mapping):
            here.add(f"found {written(entry)}", _CHANGES)
            continue
        fixed = [key for key in ("timezone", *COMPOSE_KEYS) if key in entry]
        for key in fixed:
            here.add(f"{key!r} cannot change", "begin a calendar of its own and let a new policy version use it")
        here.unknown([str(key) for key in entry if key not in fixed], ("effective_from", *PLAN_KEYS))
        facts = read_facts(entry, here, base)
        if not facts and not fixed:
            here.add("nothing changes", f"add a key that does: {', '.join(PLAN_KEYS)}")
        if "effective_from" not in entry:
            here.add("'effective_from' is missing", "write the local date of the first day, like 2027-01-01")
            continue
        since = read_date(entry["effective_from"], here.at("effective_from"))
        if since in changes:
            here.add(f"two changes begin on {since}", "make them one")
        if since is not None:
            changes[since] = facts
    return changes


def _is_known(name: str, key: str, part: str, tables: Mapping[str, object], complaints: Complaints) -> bool:
    if part in tables:
        return True
    near = get_close_matches(part, [each for each in tables if each != name], n=1)
    known = ", ".join(sorted(each for each in tables if each != name)[:20])
    wanted = f"did you mean {near[0]!r}?" if near else f"known calendars: {known}" if known else "write that one, too"
    complaints.at(name).at(key).add(f"there is no calendar {written(part)}", wanted)
    return False


def _early_warnings(versions: Iterable[Version]) -> list[str]:
    """What can be said without knowing which years matter."""
    sources = [source for _, plan in versions for source in plan.holidays]
    return list(dict.fromkeys(text for s in sources if isinstance(s, Doubtful) for text in s.warnings(())))


def _sources(source: Source) -> list[HolidaySource]:
    """All sources of holidays behind a calendar, of every version and every part."""
    if isinstance(source, Composed):
        return [*_sources(source.left.source), *_sources(source.right.source)]
    return [each for _, plan in source.versions for each in plan.holidays] if isinstance(source, DatedPlans) else []
