"""Requests straight into an ASGI app, several at once: thousands of them without a server or a client's threads."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx
from fastapi import FastAPI


def at_once(loop: asyncio.AbstractEventLoop, web: FastAPI, requests: Sequence[httpx.Request]) -> list[httpx.Response]:
    """What each is answered."""

    async def all_of() -> list[httpx.Response]:
        return await asyncio.gather(*(_answer(web, request) for request in requests))

    return loop.run_until_complete(all_of())


async def _answer(web: FastAPI, request: httpx.Request) -> httpx.Response:
    body = bytearray()
    start: dict[str, Any] = {}
    told = [{"type": "http.request", "body": request.content, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if told:
            return told.pop()
        await asyncio.Event().wait()
        return {}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.extend(message.get("body", b""))

    await web(_scope(request), receive, send)
    answer = httpx.Response(start["status"], headers=start["headers"], content=bytes(body), request=request)
    answer.elapsed = timedelta()
    return answer


def _scope(request: httpx.Request) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.url.path,
        "raw_path": request.url.raw_path.partition(b"?")[0],
        "query_string": request.url.query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 1),
        "server": ("service", 80),
    }
