"""sync: empties the outbox. What can be looked at takes effect once; a stale worker does nothing."""

from slaclock.sync.run import Synced, sync
from slaclock.sync.sender import DOUBT, GIVE_UP, LEASE

__all__ = ["DOUBT", "GIVE_UP", "LEASE", "Synced", "sync"]
