"""Connectors with one part taken out on purpose: a hostile run that does not notice would prove nothing."""

from __future__ import annotations

from typing import Any

from slaclock.connectors.protocol import Connector, Message, RateLimited, Receipt, Unavailable


class Twisted:
    """Another connector but for one thing."""

    def __init__(self, inner: Connector) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class Blind(Twisted):
    """Sees nothing of what it wrote."""

    def look(self, message: Message) -> bool:
        return self.inner.look(message) and False


class Stuttering(Twisted):
    """Repeats a write by itself when the answer is lost."""

    def deliver(self, message: Message) -> Receipt:
        try:
            return self.inner.deliver(message)
        except RateLimited:
            raise
        except Exception:  # noqa: BLE001  (the mistake that is shown here)
            return self.inner.deliver(message)


class Careless(Twisted):
    """Takes silence for success."""

    def deliver(self, message: Message) -> Receipt:
        try:
            return self.inner.deliver(message)
        except Unavailable:
            return Receipt()


class Hurried(Twisted):
    """Takes a timeline that breaks off for a whole one."""

    def fetch(self, ticket: str) -> Any:
        return self.inner.fetch(ticket)[:-1]


class Impatient(Twisted):
    """Does not hear how long it is asked to wait."""

    def fetch(self, ticket: str) -> Any:
        try:
            return self.inner.fetch(ticket)
        except RateLimited as error:
            raise RateLimited(str(error), retry_after=1) from None
