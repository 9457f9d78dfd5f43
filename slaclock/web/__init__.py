"""The door for programs: webhooks of helpdesks, readings, acknowledgements, health and figures (extra `web`)."""

from slaclock.web.build import create_app

__all__ = ["create_app"]
