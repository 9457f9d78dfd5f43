"""The only place where things are plugged together: configuration, store, helpdesks and recipients."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from slaclock.complaints import Complaints
from slaclock.connectors.load import Helpdesks, load_helpdesks
from slaclock.connectors.secret import Lent, Secret
from slaclock.connectors.vendor import HelpdeskSettings
from slaclock.desk import Desk, Notice, Notifier
from slaclock.errors import InvalidConfig, InvalidInput
from slaclock.leap import Watch, believed
from slaclock.notify.link import Links
from slaclock.notify.load import Recipients, load_recipients
from slaclock.notify.web import CalledAddress, Link, no_link
from slaclock.policy.ladder import Verb
from slaclock.policy.load import TABLES, Config, load_config
from slaclock.policy.source import read_documents
from slaclock.settings import Settings, load_settings
from slaclock.store import Store, open_store, tickets
from slaclock.store.buckets import Quota
from slaclock.store.place import Place
from slaclock.store.unit import Fault, no_fault

T = TypeVar("T")
Source = Path | str | Mapping[str, object]


@dataclass(frozen=True, slots=True)
class App:
    """A whole service, ready to be knocked at: doors and workers are handed one of these and nothing else."""

    config: Config
    settings: Settings
    store: Store
    desks: Mapping[str, Desk]
    links: Links | None
    secrets: tuple[Secret, ...]
    watch: Watch = field(default_factory=Watch, compare=False)
    closing: tuple[Callable[[], None], ...] = ()
    """What gives back the connections to helpdesks."""

    def now(self) -> int:
        """The present instant, as the database tells it to everybody."""
        return self.store.now()

    def believes(self, now: int) -> bool:
        """Whether to work at this instant: not if time leapt ahead and nobody has confirmed it."""
        return believed(self.store, self.settings.tenant, now, self.watch, self.settings.leap)

    def desk(self, name: str | None) -> Desk:
        """The helpdesk meant: the one named, or the only one there is."""
        if name is None and len(self.desks) == 1:
            return next(iter(self.desks.values()))
        if name is None:
            raise InvalidInput(f"there are several helpdesks; name one: {', '.join(self.desks)}")
        if name not in self.desks:
            raise InvalidInput(f"there is no helpdesk {name!r}; known: {', '.join(self.desks) or 'none'}")
        return self.desks[name]

    def close(self) -> None:
        """Give everything back."""
        for close in self.closing:
            close()
        self.store.close()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a configuration says about a service, read and checked, but nothing opened yet."""

    config: Config
    settings: Settings
    helpdesks: Helpdesks
    recipients: Recipients
    config_id: str

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Every secret of the configuration: none of them may be read anywhere."""
        return (*self.settings.secrets, *self.helpdesks.secrets, *self.recipients.secrets)


def load_plan(source: Source, environ: Mapping[str, str] = os.environ, *, calls: bool = True) -> Plan:
    """Read everything; InvalidConfig with all complaints of all tables at once.

    Who will call nobody and open no door (`calls` is False) needs no secret but the store's.
    """
    found = Complaints()
    outside = environ if calls else Lent(environ)
    config, settings, helpdesks, recipients = (
        _or_complain(partial(load_config, source), found),
        _or_complain(partial(load_settings, source, environ, outside), found),
        _or_complain(partial(load_helpdesks, source, outside), found),
        _or_complain(partial(load_recipients, source, outside), found),
    )
    if config is not None and recipients is not None:
        _everybody_is_known(config, recipients, found)
    if helpdesks is not None and not helpdesks.settings:
        found.at("helpdesks").add("no helpdesk", "write at least one, like [helpdesks.rt]")
    found.settle()
    if config is None or settings is None or helpdesks is None or recipients is None:
        raise InvalidConfig(found.found)
    return Plan(config, settings, helpdesks, recipients, _identity(source, config))


def open_app(plan: Plan, fault: Fault = no_fault) -> App:
    """Open the store, bring its tables up to date, and join everything."""
    settings = plan.settings
    store = open_store(settings.store.reveal(), fault)
    store.migrate()
    links = None
    if settings.public_url is not None and settings.link_secret is not None:
        links = Links(settings.public_url, settings.link_secret, settings.tenant)
    desks: dict[str, Desk] = {}
    closing: list[Callable[[], None]] = []
    for name, told in plan.helpdesks.settings.items():
        client = plan.helpdesks.client(name)
        link: Link = partial(_link, links, store, name) if links is not None else no_link
        desks[name] = Desk(
            tenant=settings.tenant,
            helpdesk=name,
            config=plan.config,
            connector=plan.helpdesks.open(name, client),
            notifiers=MappingProxyType(_notifiers(plan, store, link)),
            config_id=plan.config_id,
            since=_since(plan, store, Place(settings.tenant, name)),
            quota=Quota.of(told.quota),
            words=_words(told),
            strange=told.words.strange,
            usual=settings.usual,
            quiet=settings.quiet,
        )
        closing.append(client.close)
    known = MappingProxyType(desks)
    return App(plan.config, settings, store, known, links, plan.secrets, closing=tuple(closing))


def _notifiers(plan: Plan, store: Store, link: Link) -> dict[str, Notifier]:
    reach, clock = plan.helpdesks.reach, store.now
    called = CalledAddress(reach, clock, link, plan.settings.hook_secret)
    return {**plan.recipients.open(reach, clock, link), "webhook": called}


def _link(links: Links, store: Store, helpdesk: str, notice: Notice) -> str | None:
    return links.make(helpdesk, notice, store.now())


def _since(plan: Plan, store: Store, place: Place) -> int:
    """From when somebody is called: as configured, or from when the helpdesk was first heard of.

    Whoever connects a helpdesk with years of tickets does not want to be called for all that was late before.
    """
    if plan.settings.since is not None:
        return plan.settings.since
    with store.reading() as unit:
        seen = tickets.first_seen(unit, place)
    return seen if seen is not None else store.now()


def _everybody_is_known(config: Config, recipients: Recipients, complaints: Complaints) -> None:
    """Refuse a ladder that tells somebody nobody knows: it would be found out at the first breach."""
    told = {
        (name, policy.name)
        for policy in config.policies
        for step in policy.escalations
        for action in step.do
        if action.verb is Verb.NOTIFY
        for name in action.values
    }
    for name, policy in sorted(told):
        if name not in recipients.by_name:
            wanted = f"write a table [notify.{name}]"
            complaints.at("policies").at(policy).add(f"its ladder notifies {name!r}, who is not known", wanted)


def _or_complain(load: Callable[[], T], complaints: Complaints) -> T | None:
    try:
        return load()
    except InvalidConfig as error:
        complaints.found += [each for each in error.complaints if each not in complaints.found]
        return None


def _words(settings: HelpdeskSettings) -> str:
    """Names what the configuration says about a helpdesk's own words; under others its tickets are fetched anew."""
    words = settings.words
    tables = [words.statuses, words.priorities, words.channels, words.fields, settings.options]
    text = json.dumps([dict(table) for table in tables], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _identity(source: Source, config: Config) -> str:
    """Names what the policies and calendars say, their holidays included; under another name tickets are read anew."""
    documents = read_documents(source, Complaints())
    said = [{name: document.table.get(name) for name in TABLES} for document in documents]
    hours = {name: calendar.fingerprint for name, calendar in config.calendars.items()}
    text = json.dumps([said, hours], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
