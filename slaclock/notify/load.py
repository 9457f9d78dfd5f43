"""[notify.NAME] in TOML → whom ladders can tell; secrets fetched, templates read, all complaints at once.

[notify.team-lead]
kind     = "slack"                               # webhook | smtp | slack | teams | pagerduty | apprise
url      = { env = "SLACK_TEAM_LEAD" }           # an address that is a secret in itself
subject  = "{ticket}: {step}"
text     = "{ticket} of {customer}: {metric} runs out {deadline}"
timezone = "Europe/Berlin"                       # whose clock `deadline` is told on; UTC if left out
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from slaclock.complaints import Complaints, show
from slaclock.connectors.reach import Reach
from slaclock.connectors.secret import Secret, load_secret
from slaclock.desk import WEBHOOK, Notifier
from slaclock.hours.zone_table import read_zone
from slaclock.notify import mail, web
from slaclock.notify.others import AppriseNotifier
from slaclock.notify.template import Template
from slaclock.notify.words import Words
from slaclock.policy.source import read_documents
from slaclock.policy.value import Table, is_text, items, nearest, needed_text, parsed, text, texts

WORDS = ("kind", "subject", "text", "timezone")
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "webhook": ("url", "secret"),
        "smtp": ("host", "port", "security", "user", "password", "from", "to"),
        "slack": ("url",),
        "teams": ("url",),
        "pagerduty": ("key", "severity", "url"),
        "apprise": ("urls",),
    }
)
"""The kinds of recipients, each with keys of its own."""
SEVERITIES = ("critical", "error", "warning", "info")
SECURITIES: Mapping[str, int] = MappingProxyType({mail.STARTTLS: 587, mail.TLS: 465, mail.PLAIN: 25})

Opened = Callable[[Reach, web.Clock, web.Link], Notifier]


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a configuration can tell, by name; each is opened once the doors are known."""

    by_name: Mapping[str, Opened]
    secrets: tuple[Secret, ...]

    def open(self, reach: Reach, clock: web.Clock, link: web.Link) -> dict[str, Notifier]:
        """A notifier for every recipient."""
        return {name: opened(reach, clock, link) for name, opened in self.by_name.items()}


@dataclass(slots=True)
class _Reader:
    """Reads one [notify.NAME]; keeps the secrets it meets."""

    name: str
    table: Table
    here: Complaints
    base: Path | None
    environ: Mapping[str, str]
    secrets: list[Secret]

    def secret(self, key: str) -> Secret | None:
        """A secret, if the key is there."""
        return self._kept(self.table[key], self.here.at(key)) if key in self.table else None

    def needed_secret(self, key: str, wanted: str) -> Secret | None:
        """A secret that must be there."""
        if key not in self.table:
            self.here.add(f"{key!r} is missing", wanted)
        return self.secret(key)

    def url(self, default: str | None = None) -> str | None:
        """A web address, as text or as a secret."""
        value = self.table.get("url", default)
        wanted = "write an address like 'https://hooks.example.com/sla', or { env = '…' } if it is a secret"
        if value is None:
            self.here.add("'url' is missing", wanted)
            return None
        secret = self._kept(value, self.here.at("url")) if isinstance(value, Mapping) else None
        if isinstance(value, Mapping) and secret is None:
            return None
        address = secret.reveal() if secret is not None else value
        if isinstance(address, str) and _web_address(address):
            return address
        self.here.at("url").add("found no web address", wanted)
        return None

    def words(self) -> Words:
        """The templates and the zone."""
        subject, body = self._template("subject"), self._template("text")
        zone = read_zone(self.table["timezone"], self.here.at("timezone")) if "timezone" in self.table else None
        plain = Words(text_template=body)
        words = Words(subject, body) if subject is not None else plain
        return words if zone is None else Words(words.subject_template, body, zone)

    def many_secrets(self, key: str) -> tuple[Secret, ...]:
        """A list of secrets that must be there."""
        value = self.table.get(key)
        if not isinstance(value, (list, tuple)) or not value:
            self.here.at(key).add("found no list", f"write a list like {key} = [{{ env = 'NTFY_URL' }}]")
            return ()
        found = (self._kept(each, self.here.at(key).at(place)) for place, each in enumerate(value, 1))
        return tuple(each for each in found if each is not None)

    def choice(self, key: str, known: Mapping[str, object] | tuple[str, ...], default: str) -> str:
        """One word of several."""
        value = self.table.get(key, default)
        if isinstance(value, str) and value in known:
            return value
        self.here.at(key).add(f"found {show(value)}", nearest(str(value), known))
        return default

    def _template(self, key: str) -> Template | None:
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.here.at(key).add(f"found {show(value)}", 'write words like "{ticket}: {step}"')
            return None
        return parsed(lambda given: Template.parse(str(given)), value, self.here.at(key))

    def _kept(self, value: object, here: Complaints) -> Secret | None:
        secret = load_secret(value, here, self.base, self.environ)
        if secret is not None:
            self.secrets.append(secret)
        return secret


def load_recipients(source: Path | str | Mapping[str, object], environ: Mapping[str, str] = os.environ) -> Recipients:
    """The recipients of a TOML file, a folder of them or a mapping; InvalidConfig with every complaint at once."""
    complaints = Complaints()
    documents = read_documents(source, complaints)
    complaints.settle()
    found: dict[str, Opened] = {}
    secrets: list[Secret] = []
    for document in documents:
        here = Complaints(document.source, "notify", complaints.found)
        for name, value in items(here.table(document.table.get("notify", {}), "write tables like [notify.lead]"), here):
            at = here.at(name)
            if name in found:
                at.add(f"{name!r} stands in another file already", "keep one of them, or rename it")
                continue
            if name == WEBHOOK:
                at.add(f"{name!r} is what ladders mean by their own web addresses", "give the recipient another name")
            table = at.table(value, "write a table like [notify.team-lead]")
            opened = _recipient(_Reader(name, table, at, document.base, environ, secrets))
            if opened is not None:
                found[name] = opened
    complaints.settle()
    return Recipients(MappingProxyType(found), tuple(secrets))


def _recipient(reader: _Reader) -> Opened | None:
    before = len(reader.here.found)
    kind = needed_text(reader.table, "kind", reader.here, "write one of " + ", ".join(KEYS))
    if kind is None or kind not in KEYS:
        if kind is not None:
            reader.here.at("kind").add(f"found {show(kind)}", nearest(kind, KEYS))
        return None
    reader.here.unknown(map(str, reader.table), (*WORDS, *KEYS[kind]))
    opened = _KINDS[kind](reader, reader.words())
    return opened if len(reader.here.found) == before else None


def _over_http(reader: _Reader, url: str | None, body: web.Body, secret: Secret | None = None) -> Opened | None:
    if url is None:
        return None
    return lambda reach, clock, link: web.WebNotifier(web.Door.open(reader.name, url, reach), body, clock, link, secret)


def _webhook(reader: _Reader, _words: Words) -> Opened | None:
    return _over_http(reader, reader.url(), web.webhook, reader.secret("secret"))


def _slack(reader: _Reader, words: Words) -> Opened | None:
    return _over_http(reader, reader.url(), web.slack(words))


def _teams(reader: _Reader, words: Words) -> Opened | None:
    return _over_http(reader, reader.url(), web.teams(words))


def _pagerduty(reader: _Reader, words: Words) -> Opened | None:
    key = reader.needed_secret("key", "write the integration's key, like key = { env = 'PAGERDUTY_KEY' }")
    severity = reader.choice("severity", SEVERITIES, "error")
    url = reader.url(web.PAGERDUTY)
    return _over_http(reader, url, web.pagerduty(words, key, severity)) if key is not None else None


def _smtp(reader: _Reader, words: Words) -> Opened | None:
    table, here = reader.table, reader.here
    host = needed_text(table, "host", here, "write the mail server, like host = 'mail.example.com'")
    security = reader.choice("security", SECURITIES, mail.STARTTLS)
    port = table.get("port", SECURITIES[security])
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:
        here.at("port").add(f"found {show(port)}", "write a port like 587")
        port = 0
    user, password = text(table, "user", here, "write the user as text"), reader.secret("password")
    if (user is None) != ("password" not in table):
        here.add("found a user without a password, or the other way round", "write both or none")
    sender = needed_text(table, "from", here, "write the sender, like from = 'sla@example.com'")
    to = texts(table.get("to"), here.at("to"), "write one address or a list of them")
    for address in (sender, *to):
        if address is not None and ("@" not in address or not is_text(address) or "," in address):
            here.add(f"found {show(address)}, which is no mail address", "write one like 'lead@example.com'")
    if host is None or sender is None:
        return None
    if security == mail.PLAIN and user is not None:
        here.add("found a password that would travel unencrypted", "write security = 'starttls' or 'tls'")
    relay = mail.Relay(host, port, security, user, password)
    return lambda reach, clock, link: mail.MailNotifier(reader.name, relay, sender, to, words, reach, clock, link)


def _others(reader: _Reader, words: Words) -> Opened | None:
    if find_spec("apprise") is None:
        reader.here.at("kind").add("apprise is not installed", "install slaclock[notify], or take another kind")
        return None
    urls = reader.many_secrets("urls")
    return lambda _reach, _clock, link: AppriseNotifier(reader.name, urls, words, link)


_KINDS: Mapping[str, Callable[[_Reader, Words], Opened | None]] = MappingProxyType(
    {
        "webhook": _webhook,
        "smtp": _smtp,
        "slack": _slack,
        "teams": _teams,
        "pagerduty": _pagerduty,
        "apprise": _others,
    }
)


def _web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port
        return parts.scheme in ("https", "http") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False
