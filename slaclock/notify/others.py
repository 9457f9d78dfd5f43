"""Notices over whatever apprise speaks (extra `notify`): Telegram, Matrix, ntfy, SMS gates and a hundred more.

apprise makes its own connections: neither the guard of inner networks nor the limits of the door hold there, so its
addresses come from the operator alone, as secrets.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from slaclock.connectors.protocol import Unavailable
from slaclock.connectors.secret import Secret
from slaclock.desk import Notice
from slaclock.errors import MissingExtra
from slaclock.notify.web import Link, no_link
from slaclock.notify.words import Words


@dataclass(frozen=True, slots=True)
class AppriseNotifier:
    """Tells everybody behind some apprise addresses."""

    name: str
    urls: tuple[Secret, ...]
    words: Words
    link: Link = no_link

    def tell(self, notice: Notice) -> None:
        """Make one attempt; if one address fails the notice is told again to all of them."""
        link = self.link(notice)
        box = _apprise().Apprise()
        for url in self.urls:
            box.add(url.reveal())
        if len(box) < len(self.urls) or not box.notify(
            title=self.words.subject(notice, link), body=self.words.text(notice, link), body_format="text"
        ):
            raise Unavailable(f"{self.name}: apprise could not tell everybody")


def _apprise() -> Any:
    try:
        return import_module("apprise")
    except ImportError:
        raise MissingExtra("kind = 'apprise' needs apprise; install slaclock[notify]") from None
