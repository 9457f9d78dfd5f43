"""The server: uvicorn, which ends the streams first when it is to end, so that nobody waits for them."""

from __future__ import annotations

import sys
from socket import socket

import uvicorn
from fastapi import FastAPI

PATIENCE = 30
"""Seconds in which what was begun may be finished."""


HAND_OVER = 0.0005
"""Seconds after which a thread that computes lets another go on: with ten times as much, answers wait for rounds."""


class Server(uvicorn.Server):
    """Serves one app until it is asked to end."""

    def __init__(self, web: FastAPI) -> None:
        settings = uvicorn.Config(
            web, log_config=None, server_header=False, access_log=False, timeout_graceful_shutdown=PATIENCE
        )
        super().__init__(settings)
        self._web = web

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """End: the streams, then what else goes on."""
        self._web.state.ending.set()
        await super().shutdown(sockets)


def serve_at(web: FastAPI, door: socket) -> None:
    """Serve an app at a door until SIGTERM or Ctrl-C."""
    sys.setswitchinterval(HAND_OVER)
    Server(web).run(sockets=[door])
