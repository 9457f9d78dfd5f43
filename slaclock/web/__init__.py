"""The door for programs: webhooks of helpdesks, readings, acknowledgements, health and figures (extra `web`)."""

from slaclock.web.build import create_app
from slaclock.web.server import serve_at

__all__ = ["create_app", "serve_at"]
