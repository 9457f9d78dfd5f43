"""TOML → the calendars, policies, agreements and concessions of a desk, or every complaint at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from slaclock.complaints import Complaints
from slaclock.errors import Complaint, InvalidConfig
from slaclock.hours.calendar import Calendar
from slaclock.hours.compose_table import references
from slaclock.hours.load import load_calendars
from slaclock.policy.agreement import Agreement, Objective, load_agreement, load_objectives
from slaclock.policy.book import PolicyBook
from slaclock.policy.concession import Concession, load_concession
from slaclock.policy.known import Known
from slaclock.policy.metric import METRICS, Metric, load_metric
from slaclock.policy.policy import Policy, load_policy
from slaclock.policy.source import Document, read_documents
from slaclock.policy.value import ENOUGH, Table, is_text, items, keys, rows

TABLES = ("calendars", "metrics", "policies", "agreements", "objectives", "concessions")
ALSO = ("helpdesks", "notify", "store", "server", "promise")
"""The service's tables: they stand in the same files, and are read by the service."""
MOST_POLICIES = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Config:
    """Everything a desk has written down, checked and ready to use; `warnings` are worth a look but stop nothing."""

    calendars: Mapping[str, Calendar]
    book: PolicyBook
    metrics: Mapping[str, Metric]
    agreements: tuple[Agreement, ...] = ()
    objectives: tuple[Objective, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policies in their order."""
        return self.book.policies


def load_config(source: Path | str | Mapping[str, object]) -> Config:
    """Read a TOML file, a folder of them (merged in the order of their names) or a mapping.

    Raises InvalidConfig with every complaint at once.
    """
    complaints = Complaints()
    documents = read_documents(source, complaints)
    complaints.settle()
    for document in documents:
        keys(document.table, (*TABLES, *ALSO), _at(document, complaints))
    calendars, broken, never = _calendars(documents, complaints)
    metrics, unusable = _metrics(documents, complaints)
    known = Known(calendars, metrics, broken | unusable, never)
    policies = _policies(documents, complaints, known)
    kinds = {policy.name: policy.kind for policy in policies}
    known = replace(known, broken={*known.broken, *_written(documents) - kinds.keys()})
    concessions = _concessions(documents, complaints, known, policies)
    agreements = [
        agreement
        for here, table in _rows(documents, "agreements", complaints)
        if (agreement := load_agreement(table, here, known, kinds)) is not None
    ]
    objectives = [objective for agreement in agreements for objective in agreement.objectives]
    for document in documents:
        here = _at(document, complaints).at("objectives")
        objectives += load_objectives(document.table.get("objectives"), here, known, None, (), kinds)
    everywhere = _at(documents[0], complaints) if len(documents) == 1 else complaints
    _once("agreement", [agreement.name for agreement in agreements], everywhere)
    _settle(complaints)
    warnings = tuple(f"{name}: {warning}" for name, calendar in calendars.items() for warning in calendar.warnings)
    book = PolicyBook(policies, concessions)
    return Config(MappingProxyType(calendars), book, metrics, tuple(agreements), tuple(objectives), warnings)


def _calendars(documents: list[Document], complaints: Complaints) -> tuple[dict[str, Calendar], set[str], set[str]]:
    """The calendars, the names of those that were written but cannot be used, and of those that are never open."""
    tables, files = _named(documents, "calendars", complaints)
    if not tables and not complaints.found:
        where = documents[0].source if len(documents) == 1 else ""
        Complaints(where, "calendars", complaints.found).add(
            "no calendar", "write at least one, like [calendars.berlin]"
        )
    base = next((document.base for document in documents if document.base is not None), None)
    place = Complaints(documents[0].source if len(documents) == 1 else "", "calendars")
    calendars = load_calendars(tables, place, base)
    complaints.found.extend(_with_file(complaint, files) for complaint in place.found)
    parts = {part for table in tables.values() for _, part in references(table)} & calendars.keys()
    never = {part for part in parts if calendars[part].never_open}
    return calendars, tables.keys() - calendars.keys(), never


def _with_file(complaint: Complaint, files: Mapping[str, str]) -> Complaint:
    """A complaint about a calendar together with the file the calendar stands in."""
    owners = [name for name in files if f"{complaint.where}.".startswith(f"calendars.{name}.")]
    if not owners or not files[max(owners, key=len)]:
        return complaint
    return replace(complaint, where=f"{files[max(owners, key=len)]}: {complaint.where}")


def _metrics(documents: list[Document], complaints: Complaints) -> tuple[Mapping[str, Metric], set[str]]:
    """Slaclock's metrics and the desk's own, and the names of those that cannot be used."""
    tables, files = _named(documents, "metrics", complaints)
    own: dict[str, Metric] = {}
    for name, table in items(tables, complaints):
        metric = load_metric(name, table, Complaints(files[name], "metrics", complaints.found).at(name))
        if metric is not None:
            own[name] = metric
    return MappingProxyType({**METRICS, **own}), tables.keys() - own.keys()


def _policies(documents: list[Document], complaints: Complaints, known: Known) -> list[Policy]:
    policies: list[Policy] = []
    versions: set[tuple[str, int | None]] = set()
    kinds: dict[str, str] = {}
    for here, table in _rows(documents, "policies", complaints):
        policy = load_policy(table, here, known)
        if policy is None:
            continue
        if (policy.name, policy.effective_from) in versions:
            here.add(f"policy {policy.name!r} stands here twice", "rename one, or give the newer an 'effective_from'")
        elif kinds.setdefault(policy.name, policy.kind) != policy.kind:
            here.add(
                f"policy {policy.name!r} was of kind {kinds[policy.name]} before", "versions are of one kind; rename it"
            )
        versions.add((policy.name, policy.effective_from))
        policies.append(policy)
        if len(policies) > MOST_POLICIES:
            here.add(f"more than {MOST_POLICIES} policies", "match on fields or tiers instead of single customers")
            break
    return policies


def _concessions(
    documents: list[Document], complaints: Complaints, known: Known, policies: list[Policy]
) -> list[Concession]:
    promised: dict[str, dict[str, object]] = {}
    for policy in policies:
        promised.setdefault(policy.name, {}).update(policy.targets)
    found = (
        load_concession(table, here, known, promised) for here, table in _rows(documents, "concessions", complaints)
    )
    return [concession for concession in found if concession is not None]


def _rows(documents: list[Document], key: str, complaints: Complaints) -> Iterator[tuple[Complaints, Table]]:
    """The tables of an array over all documents, each with its place; ends once there is enough to mend."""
    for document in documents:
        here = _at(document, complaints).at(key)
        for placed in rows(document.table.get(key), here, f"write each one as a table that begins with [[{key}]]"):
            if len(complaints.found) > ENOUGH:
                return
            yield placed


def _named(documents: list[Document], key: str, complaints: Complaints) -> tuple[dict[str, object], dict[str, str]]:
    """The named tables of all documents, and the file each stands in; a name may stand in one file only."""
    tables: dict[str, object] = {}
    files: dict[str, str] = {}
    for document in documents:
        here = _at(document, complaints).at(key)
        for name, table in items(
            here.table(document.table.get(key, {}), f"write tables like [{key}.NAME]"), complaints
        ):
            if not is_text(name):
                here.add(f"found the name {name!r}", "give it a name")
            elif name in tables:
                here.at(name).add(f"{name!r} stands in {files[name]} already", "keep one of them, or rename it")
            else:
                tables[name], files[name] = table, document.source
    return tables, files


def _written(documents: list[Document]) -> set[str]:
    """The names of all policies that were written, usable or not."""
    tables = [table for document in documents for _, table in rows(document.table.get("policies"), Complaints(), "")]
    return {name for table in tables if isinstance(name := table.get("name"), str)}


def _once(what: str, names: list[str], complaints: Complaints) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            complaints.at(f"{what}s").add(f"{what} {name!r} stands here {count} times", "give each a name of its own")


def _at(document: Document, complaints: Complaints) -> Complaints:
    return Complaints(document.source, "", complaints.found)


def _settle(complaints: Complaints) -> None:
    if len(complaints.found) > ENOUGH:
        rest = len(complaints.found) - ENOUGH
        more = Complaint("configuration", f"{rest} further complaints", "mend these first")
        raise InvalidConfig([*complaints.found[:ENOUGH], more])
    complaints.settle()
