"""Writing once: the same request under the same Idempotency-Key is done once and answered the same for a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from slaclock.app import App
from slaclock.store import answers
from slaclock.store.unit import Unit
from slaclock.web.guard import KEY, app_of

REPLAYED = "Idempotency-Replayed"
NAMED = Header(
    alias="Idempotency-Key",
    min_length=1,
    max_length=200,
    pattern=r"^[!-~]+$",
    description="A name of your own for this write (a UUID): the same request under it is done once, within 24 hours.",
)

Write = Callable[[Unit], Mapping[str, Any]]
"""What is to be done in a transaction, answering what is to be said about it."""


@dataclass(frozen=True, slots=True)
class Once:
    """One write: done in one transaction together with the memory of its answer, so a crash leaves both or neither."""

    app: App
    digest: str | None
    fingerprint: str

    def do(self, write: Write) -> JSONResponse:
        """Do it, or answer what was answered before; 409 while the first one is under way, 422 for another request."""
        if self.digest is None:
            with self.app.store.unit() as unit:
                return JSONResponse(write(unit))
        tenant, now = self.app.settings.tenant, self.app.now()
        with self.app.store.unit() as unit:
            row, mine = answers.claim(unit, tenant, self.digest, self.fingerprint, now)
        if not mine:
            return self._known(row)
        try:
            return self._first(row, write)
        except BaseException:
            with self.app.store.unit() as unit:
                answers.release(unit, row)
            raise

    def _first(self, row: dict[str, Any], write: Write) -> JSONResponse:
        with self.app.store.unit() as unit:
            told = write(unit)
            unit.fault("once: done")
            if not answers.settle(unit, row, json.dumps(told, ensure_ascii=False)):
                raise _busy()
        return JSONResponse(told)

    def _known(self, row: Mapping[str, Any]) -> JSONResponse:
        if row["fingerprint"] != self.fingerprint:
            raise HTTPException(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "This Idempotency-Key was used for another request within 24 hours; take a new one.",
            )
        if row["answer"] is None:
            raise _busy()
        return JSONResponse(json.loads(row["answer"]), headers={REPLAYED: "true"})


async def once_of(request: Request, named: Annotated[str | None, NAMED] = None) -> Once:
    """The write a request asks for. A key belongs to one owner of an API key and one address, and to nobody else."""
    app = app_of(request)
    body = await request.body()
    owner = getattr(request.state, KEY, "")
    where = (request.method, request.scope["path"])
    digest = None if named is None else _hash(app.settings.tenant, owner, *where, named)
    return Once(app, digest, _hash(*where, request.url.query, hashlib.sha256(body).hexdigest()))


def _busy() -> HTTPException:
    return HTTPException(
        HTTPStatus.CONFLICT,
        "The first request under this Idempotency-Key is under way; ask again.",
        {"Retry-After": "1"},
    )


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


Writing = Annotated[Once, Depends(once_of)]
