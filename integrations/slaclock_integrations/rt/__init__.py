"""Request Tracker 5, spoken with through its REST 2 interface."""

from slaclock_integrations.rt.connector import RtConnector

__all__ = ["RtConnector"]
