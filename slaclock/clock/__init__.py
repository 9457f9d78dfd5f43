"""The clocks: a ticket's events, the policies and an instant make Readings (laws L14 to L30).

The way of one event: `teller` tells a `life` of turns, waits and stages; `cycle` finds the runs of each metric among
the turns; `gauge` lays a target on a run; `measure` says what it reads. `merge` brings in what merged tickets left
behind.
"""

from slaclock.clock.reading import BreachCause, Reading, State
from slaclock.policy.metric import Outcome

__all__ = ["BreachCause", "Outcome", "Reading", "State"]
