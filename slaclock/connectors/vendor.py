"""What a vendor's folder publishes: a class that says what it can do, which keys it takes, and how it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar, Protocol, Self

import httpx

from slaclock.connectors.protocol import Connector, Traits
from slaclock.connectors.secret import Secret
from slaclock.connectors.words import Words

NO_OPTIONS: Mapping[str, object] = MappingProxyType({})
CALLS = 300
"""Calls a minute where nobody says how many a helpdesk takes."""


@dataclass(frozen=True, slots=True)
class HelpdeskSettings:
    """One [helpdesks.NAME] of the configuration, read and ready: secrets fetched, words mapped.

    `token` is what we show, `secrets` what webhooks prove themselves with (two while one is renewed); `options` are the
    vendor's own keys, as they stand; `quota` is how many calls the helpdesk takes in any minute.
    """

    name: str
    connector: str
    url: str
    token: Secret | None = None
    secrets: tuple[Secret, ...] = ()
    words: Words = field(default_factory=Words)
    options: Mapping[str, object] = field(default_factory=lambda: NO_OPTIONS)
    quota: int = CALLS


class Vendor(Connector, Protocol):
    """A connector's class, as the registry hands it out."""

    TRAITS: ClassVar[Traits]
    WORDS: ClassVar[Words]
    """What its words mean unless the configuration says otherwise."""
    OPTIONS: ClassVar[Mapping[str, str]]
    """Its own keys in [helpdesks.NAME], each with what to write there."""

    @classmethod
    def open(cls, settings: HelpdeskSettings, client: httpx.Client) -> Self:
        """A connector for one helpdesk, which makes its calls through this client; InvalidConfig if a key is wrong."""
        ...
