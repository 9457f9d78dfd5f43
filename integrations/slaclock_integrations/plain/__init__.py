"""Plain events: for a helpdesk of your own that tells slaclock's events and is told what to do, as signed JSON."""

from slaclock_integrations.plain.connector import PlainConnector

__all__ = ["PlainConnector"]
