"""What slaclock remembers between one event and the next: facts, cached readings, timers, firings and the outbox.

One SQLite file out of the box, a PostgreSQL database by URL. Everything but the facts can be worked out again.
"""

from slaclock.store.database import Store, open_store
from slaclock.store.unit import Unit

__all__ = ["Store", "Unit", "open_store"]
