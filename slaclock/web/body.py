"""Bodies, read to their end only if that is near: who sends too much is stopped while sending."""

from __future__ import annotations

from asyncio import timeout
from http import HTTPStatus

from fastapi import Request
from starlette.exceptions import HTTPException

LARGEST = 1_000_000
"""Bytes of one request's body."""
LONGEST = 30.0
"""Seconds one body may take to arrive."""


async def body_of(request: Request, largest: int = LARGEST, longest: float = LONGEST) -> bytes:
    """The raw body; 413 as soon as it is too large, whatever its header said, 408 if it drips too slowly."""
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told[:12]) > largest:
        raise _too_large(largest)
    try:
        async with timeout(longest):
            return await _read(request, largest)
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT) from None


async def _read(request: Request, largest: int) -> bytes:
    parts, size = list[bytes](), 0
    async for part in request.stream():
        size += len(part)
        if size > largest:
            raise _too_large(largest)
        parts.append(part)
    return b"".join(parts)


def as_text(body: bytes) -> bytes:
    """The body if it is text that a store can keep; 400 otherwise."""
    try:
        good = "\0" not in body.decode()
    except UnicodeDecodeError:
        good = False
    if not good:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "the body is no UTF-8 text")
    return body


def _too_large(largest: int) -> HTTPException:
    return HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is larger than {largest:,} bytes")
