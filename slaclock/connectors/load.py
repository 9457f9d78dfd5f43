"""[helpdesks.NAME] in TOML → what a connector needs to open; secrets fetched, words mapped, all complaints at once.

[helpdesks.rt]
connector  = "rt"
url        = "https://rt.example.com"
token      = { env = "RT_TOKEN" }                # or { file = "rt.token" }; never the secret itself
secrets    = [{ env = "RT_HOOK" }]               # what webhooks prove themselves with; two while one is renewed
statuses   = { "waiting" = "pending" }           # their word = our word; the connector brings defaults
priorities = { "100" = "urgent" }
channels   = { "Hotline" = "voice" }
fields     = { "Service Level" = "tier" }        # their field = the name policies match on
quota      = "300 per minute"                    # calls slaclock may make, all its processes together

[server]
networks = ["10.20.0.0/16"]                      # inner networks slaclock may connect to
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import httpx

from slaclock.complaints import Complaints, show
from slaclock.connectors.http import open_client
from slaclock.connectors.protocol import Connector
from slaclock.connectors.reach import Network, Reach, load_networks
from slaclock.connectors.registry import vendor
from slaclock.connectors.secret import Secret, load_secret
from slaclock.connectors.vendor import CALLS, HelpdeskSettings, Vendor
from slaclock.connectors.words import Words
from slaclock.errors import InvalidConfig
from slaclock.policy.source import Document, read_documents
from slaclock.policy.value import Table, is_text, items, needed_text

TABLES = ("helpdesks", "notify", "store", "server")
"""The service's tables, beside those of the policies."""
KEYS = ("connector", "url", "token", "secrets", "statuses", "priorities", "channels", "fields", "quota")
QUOTA = re.compile(r"([1-9][0-9]{0,5}) per (second|minute|hour)")
MINUTES = {"second": 60, "minute": 1, "hour": 1 / 60}


@dataclass(frozen=True, slots=True)
class Helpdesks:
    """The helpdesks of a configuration by name, and where slaclock may connect to."""

    settings: Mapping[str, HelpdeskSettings]
    reach: Reach

    def open(self, name: str, client: httpx.Client | None = None) -> Connector:
        """The connector of one helpdesk, on a guarded client of its own or one that the caller closes."""
        settings = self.settings[name]
        return vendor(settings.connector).open(settings, client or self.client(name))

    def client(self, name: str) -> httpx.Client:
        """A guarded client for one helpdesk's address."""
        return open_client(self.settings[name].url, self.reach)

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Every secret of every helpdesk, for the filter that keeps them out of logs."""
        tokens = (settings.token for settings in self.settings.values() if settings.token is not None)
        return (*tokens, *(secret for settings in self.settings.values() for secret in settings.secrets))


def load_helpdesks(source: Path | str | Mapping[str, object], environ: Mapping[str, str] = os.environ) -> Helpdesks:
    """The helpdesks of a TOML file, a folder of them or a mapping; InvalidConfig with every complaint at once."""
    complaints = Complaints()
    documents = read_documents(source, complaints)
    complaints.settle()
    found: dict[str, HelpdeskSettings] = {}
    networks: list[Network] = []
    for document in documents:
        here = Complaints(document.source, "", complaints.found)
        server = here.at("server").table(document.table.get("server", {}), "write a table [server]")
        networks += load_networks(server.get("networks"), here.at("server").at("networks"))
        _helpdesks(document, here.at("helpdesks"), environ, found)
    complaints.settle()
    return Helpdesks(MappingProxyType(found), Reach(tuple(networks)))


def _helpdesks(
    document: Document, here: Complaints, environ: Mapping[str, str], found: dict[str, HelpdeskSettings]
) -> None:
    tables = here.table(document.table.get("helpdesks", {}), "write tables like [helpdesks.rt]")
    for name, value in items(tables, here):
        at = here.at(name)
        if name in found:
            at.add(f"{name!r} stands in another file already", "keep one of them, or rename it")
            continue
        settings = _settings(name, at.table(value, "write a table like [helpdesks.rt]"), at, document.base, environ)
        if settings is not None:
            found[name] = settings


def _settings(
    name: str, table: Table, complaints: Complaints, base: Path | None, environ: Mapping[str, str]
) -> HelpdeskSettings | None:
    before = len(complaints.found)
    connector = needed_text(table, "connector", complaints, "name a connector, like connector = 'rt'")
    found = _vendor(connector, complaints) if connector is not None else None
    if connector is None or found is None:
        return None
    complaints.unknown(map(str, table), (*KEYS, *found.OPTIONS))
    for key in found.OPTIONS.keys() & table.keys():
        if isinstance(table[key], str) and not is_text(table[key]):
            complaints.at(key).add(f"found {show(table[key])}", found.OPTIONS[key])
    url = _url(table, complaints)
    token = load_secret(table["token"], complaints.at("token"), base, environ) if "token" in table else None
    secrets = _secrets(table.get("secrets", []), complaints.at("secrets"), base, environ)
    words = Words.load(table, complaints, found.WORDS)
    quota = _quota(table, complaints)
    if len(complaints.found) > before or url is None:
        return None
    options = MappingProxyType({key: value for key, value in table.items() if key in found.OPTIONS})
    return HelpdeskSettings(name, connector, url, token, secrets, words, options, quota)


def _vendor(connector: str, complaints: Complaints) -> type[Vendor] | None:
    try:
        return vendor(connector)
    except InvalidConfig as error:
        found, _, wanted = str(error).partition("; ")
        complaints.at("connector").add(found, wanted or "install what it needs, or name another connector")
        return None


def _url(table: Table, complaints: Complaints) -> str | None:
    wanted = "write the helpdesk's address, like url = 'https://help.example.com'"
    url = needed_text(table, "url", complaints, wanted)
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("https", "http") and bool(parts.hostname) and not (parts.query or parts.fragment)
        secret = parts.username is not None or parts.password is not None
        _ = parts.port
    except ValueError:
        good = secret = False
    if secret:
        complaints.at("url").add("found a user or password in the address", "credentials belong into token")
    elif not good:
        complaints.at("url").add(f"found {show(url)}", wanted)
    return url.rstrip("/")


def _quota(table: Table, complaints: Complaints) -> int:
    """Calls a minute, at least one."""
    value = table.get("quota", f"{CALLS} per minute")
    told = QUOTA.fullmatch(value) if isinstance(value, str) else None
    if told is None:
        complaints.at("quota").add(f"found {show(value)}", 'write quota = "300 per minute" (or second, or hour)')
        return CALLS
    return max(int(int(told[1]) * MINUTES[told[2]]), 1)


def _secrets(
    value: object, complaints: Complaints, base: Path | None, environ: Mapping[str, str]
) -> tuple[Secret, ...]:
    if not isinstance(value, (list, tuple)):
        complaints.add("found no list", "write a list like secrets = [{ env = 'HOOK_SECRET' }]")
        return ()
    found = (load_secret(each, complaints.at(place), base, environ) for place, each in enumerate(value, 1))
    return tuple(secret for secret in found if secret is not None)
