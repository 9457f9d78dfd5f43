"""Lists that Zendesk hands out in pages: read to their end, and never for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from slaclock.connectors.http import Http
from slaclock.connectors.payload import Payload
from slaclock.connectors.protocol import Unreadable

SIZE = 100
MOST = 500
"""Pages of one ticket's list: 50,000 rows, more than a ticket can have."""


def rows(http: Http, path: str, key: str) -> Iterator[Payload]:
    """The rows of a list under a ticket, page by page; an archived ticket gives them all at once."""
    after: str | None = None
    for _ in range(MOST):
        query: dict[str, str | int] = {"page[size]": SIZE} | ({"page[after]": after} if after else {})
        answer = http.get(path, query)
        page = Payload.of(answer.json(), answer.where)
        yield from page.parts(key)
        before, after = after, next_page(page.value)
        if after is None:
            return
        if after == before:
            raise Unreadable(f"{answer.where}: the pages do not go on")
    raise Unreadable(f"{path}: the pages do not end")


def next_page(page: Mapping[str, object]) -> str | None:
    """Where the next page begins, if there is one."""
    meta = page.get("meta")
    if not isinstance(meta, Mapping) or meta.get("has_more") is not True:
        return None
    after = meta.get("after_cursor")
    return after if isinstance(after, str) and after else None
