"""[store], [server] and [promise] in TOML → Settings, all complaints at once.

[store]
url    = "sqlite:///slaclock.db"        # or { env = "DATABASE_URL" }, since a password is a secret
tenant = "main"

[server]
host        = "127.0.0.1"
port        = 8000
public_url  = "https://sla.example.com"  # what links in notices begin with
link_secret = { env = "SLACLOCK_LINKS" } # signs those links
hook_secret = { env = "SLACLOCK_HOOKS" } # signs the web addresses that ladders call
networks    = ["10.20.0.0/16"]
leap        = "6 hours"                  # when the clock jumps ahead further, nothing fires until somebody confirms it
since       = 2026-03-01                 # what was due before is recorded, and nobody is called for it
keys.wallboard = { role = "viewer", hash = "sha256:…" }          # `slaclock keys new` writes it
keys.laptop    = { role = "admin", key = { env = "SLACLOCK_KEY" }, until = 2027-01-01 }

[promise]
usual = true                             # customers are told how long answers usually take
quiet = "21:00-08:00"                    # when nobody is written to unasked, by his own clock
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit

from slaclock.complaints import Complaints, show
from slaclock.connectors.secret import Secret, load_secret
from slaclock.instant import HOUR, to_us
from slaclock.policy.budget import Unit
from slaclock.policy.source import Document, read_documents
from slaclock.policy.value import Table, day_or_instant, is_text, items, length, nearest, needed_text, text, yes
from slaclock.promise.quiet import QuietHours
from slaclock.settings.key import HASH, ApiKey, Role, digest

STORE = ("url", "tenant")
SERVER = ("host", "port", "public_url", "link_secret", "hook_secret", "networks", "since", "leap", "keys")
PROMISE = ("usual", "quiet")
KEY = ("role", "hash", "key", "until")
LEAP = 6 * HOUR
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_HASH = re.compile(re.escape(HASH) + r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the service needs beside helpdesks and policies, with what it is if nobody says otherwise."""

    store: Secret = Secret("sqlite:///slaclock.db")  # noqa: RUF009 - a secret is immutable
    tenant: str = "main"
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None
    link_secret: Secret | None = None
    hook_secret: Secret | None = None
    since: int | None = None
    """From when somebody is called; None: from when a helpdesk was first heard of."""
    leap: int = LEAP
    """How far the clock may jump ahead before somebody has to confirm it."""
    usual: bool = False
    """Whether customers are told how long answers usually take."""
    quiet: QuietHours | None = None
    """When no customer is written to unasked."""
    keys: tuple[ApiKey, ...] = ()
    secrets: tuple[Secret, ...] = ()
    """Everything that must not be read anywhere."""


def load_settings(
    source: Path | str | Mapping[str, object],
    environ: Mapping[str, str] = os.environ,
    doors: Mapping[str, str] | None = None,
) -> Settings:
    """The settings of a TOML file, a folder of them or a mapping; InvalidConfig with every complaint at once.

    `doors` is where the secrets of [server] are looked up, if not where that of [store] is.
    """
    complaints = Complaints()
    documents = read_documents(source, complaints)
    complaints.settle()
    found = Settings()
    for document in documents:
        here = Complaints(document.source, "", complaints.found)
        found = _store(found, document, here.at("store"), environ)
        found = _promise(found, document, here.at("promise"))
        found = _server(found, document, here.at("server"), environ if doors is None else doors)
    complaints.settle()
    return found


def _store(known: Settings, document: Document, here: Complaints, environ: Mapping[str, str]) -> Settings:
    table = here.table(document.table.get("store", {}), "write a table [store]")
    here.unknown(map(str, table), STORE)
    found = replace(known, tenant=_name(table, "tenant", here) or known.tenant)
    if "url" not in table:
        return found
    url = table["url"]
    at = here.at("url")
    if isinstance(url, Mapping):
        secret = load_secret(url, at, document.base, environ)
        return found if secret is None else replace(found, store=secret, secrets=(*found.secrets, secret))
    if not isinstance(url, str) or not is_text(url):
        at.add(f"found {show(url)}", "write an address like 'sqlite:///slaclock.db' or { env = 'DATABASE_URL' }")
    elif _password(url):
        at.add("found a password in the address", "write url = { env = 'DATABASE_URL' } and set it there")
    else:
        found = replace(found, store=Secret(url))
    return found


def _password(url: str) -> bool:
    try:
        return urlsplit(url).password is not None
    except ValueError:
        return False


def _server(known: Settings, document: Document, here: Complaints, environ: Mapping[str, str]) -> Settings:
    table = here.table(document.table.get("server", {}), "write a table [server]")
    here.unknown(map(str, table), SERVER)
    link = _secret(table, "link_secret", here, document, environ)
    hook = _secret(table, "hook_secret", here, document, environ)
    keys, shown = _keys(table.get("keys", {}), here.at("keys"), document, environ)
    return replace(
        known,
        host=text(table, "host", here, "write a host like '127.0.0.1'") or known.host,
        port=_port(table, here, known.port),
        public_url=_public_url(table, here) or known.public_url,
        link_secret=link or known.link_secret,
        hook_secret=hook or known.hook_secret,
        since=_instant(day_or_instant(table, "since", here)) or known.since,
        leap=_leap(table, here.at("leap")) or known.leap,
        keys=(*known.keys, *keys),
        secrets=(*known.secrets, *shown, *(each for each in (link, hook) if each is not None)),
    )


def _promise(known: Settings, document: Document, here: Complaints) -> Settings:
    table = here.table(document.table.get("promise", {}), "write a table [promise]")
    here.unknown(map(str, table), PROMISE)
    quiet = QuietHours.read(table["quiet"], here.at("quiet")) if "quiet" in table else None
    return replace(known, usual=yes(table, "usual", here, known.usual), quiet=quiet or known.quiet)


def _secret(table: Table, key: str, here: Complaints, document: Document, environ: Mapping[str, str]) -> Secret | None:
    return load_secret(table[key], here.at(key), document.base, environ) if key in table else None


def _port(table: Table, here: Complaints, default: int) -> int:
    value = table.get("port", default)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 65536:
        return value
    here.at("port").add(f"found {show(value)}", "write a port like 8000")
    return default


def _leap(table: Table, at: Complaints) -> int | None:
    found = length(table["leap"], at) if "leap" in table else None
    if found is not None and found.unit is not Unit.WALL:
        at.add(f"found {found.text!r}", "a clock jumps in wall time; write '6 hours'")
        return None
    return found.amount if found is not None else None


def _public_url(table: Table, here: Complaints) -> str | None:
    wanted = "write the address people reach the service at, like 'https://sla.example.com'"
    url = text(table, "public_url", here, wanted)
    try:
        parts = urlsplit(url or "https://-")
        good = parts.scheme in ("https", "http") and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good:
        here.at("public_url").add(f"found {show(url)}", wanted)
    return url.rstrip("/") if url else None


def _instant(value: date | int | None) -> int | None:
    return to_us(datetime.combine(value, time(), UTC)) if isinstance(value, date) else value


def _name(table: Table, key: str, here: Complaints) -> str | None:
    wanted = "write a short name of letters, digits, dots and dashes"
    value = text(table, key, here, wanted)
    if value is not None and NAME.fullmatch(value) is None:
        here.at(key).add(f"found {show(value)}", wanted)
        return None
    return value


def _keys(
    value: object, here: Complaints, document: Document, environ: Mapping[str, str]
) -> tuple[list[ApiKey], list[Secret]]:
    keys: list[ApiKey] = []
    shown: list[Secret] = []
    for name, given in items(here.table(value, "write tables like [server.keys.wallboard]"), here):
        at = here.at(name)
        table = at.table(given, "write { role = 'viewer', hash = '…' }; `slaclock keys new` prints one")
        at.unknown(map(str, table), KEY)
        role = _role(table, at)
        until = _instant(day_or_instant(table, "until", at))
        if ("hash" in table) == ("key" in table):
            at.add("found no one key", "write either hash = '…' or key = { env = '…' }")
            continue
        secret = load_secret(table["key"], at.at("key"), document.base, environ) if "key" in table else None
        hashed = _hash(table, at) if "hash" in table else digest(secret.reveal()) if secret is not None else None
        if secret is not None:
            shown.append(secret)
            if len(secret.reveal()) < 20:
                at.at("key").add("found a key of less than 20 signs", "take one that `slaclock keys new` prints")
        if role is not None and hashed is not None:
            keys.append(ApiKey(name, role, hashed, until))
    return keys, shown


def _role(table: Table, at: Complaints) -> Role | None:
    name = needed_text(table, "role", at, "write one of " + ", ".join(Role))
    if name is not None and name not in tuple(Role):
        at.at("role").add(f"found {show(name)}", nearest(name, Role))
        return None
    return Role(name) if name is not None else None


def _hash(table: Table, at: Complaints) -> bytes | None:
    value = table["hash"]
    if isinstance(value, str) and _HASH.fullmatch(value):
        return bytes.fromhex(value.removeprefix(HASH))
    at.at("hash").add("found no hash of a key", f"write {HASH} and 64 digits; `slaclock keys new` prints it")
    return None
