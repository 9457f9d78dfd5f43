"""Bodies, read to their end only if that is near: who sends too much is stopped while sending."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from fastapi import Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

LARGEST = 1_000_000
"""Bytes of one request's body."""
LONGEST = 30.0
"""Seconds one body may take to arrive."""


def bounded(receive: Receive, headers: Headers, largest: int = LARGEST, longest: float = LONGEST) -> Receive:
    """The same body: 413 as soon as it is too large, whatever its header said, 408 if it drips too slowly."""
    told = headers.get("content-length", "")
    lies = told.isascii() and told.isdigit() and int(told[:12]) > largest
    size, until, ended = 0, 0.0, False

    async def bounded_receive() -> Message:
        nonlocal size, until, ended
        if ended:  # what is waited for now is that the caller leaves
            return await receive()
        if lies:
            raise _too_large(largest)
        now = asyncio.get_running_loop().time
        until = until or now() + longest
        try:
            message = await asyncio.wait_for(receive(), until - now())
        except TimeoutError:
            raise HTTPException(HTTPStatus.REQUEST_TIMEOUT) from None
        size += len(message.get("body", b""))
        if size > largest:
            raise _too_large(largest)
        ended = not message.get("more_body", False)
        return message

    return bounded_receive


async def text_of(request: Request) -> bytes:
    """The raw body if it is text that a store can keep; 400 otherwise."""
    body = await request.body()
    try:
        good = "\0" not in body.decode()
    except UnicodeDecodeError:
        good = False
    if not good:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The body is no UTF-8 text; send it as UTF-8.")
    return body


def _too_large(largest: int) -> HTTPException:
    return HTTPException(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {largest:,} bytes; send it in parts."
    )
