"""A helpdesk that forgets answers, repeats itself and asks for patience: for tests, drills and the first evening.

`FakeHelpdesk` is the server, in this process or (`python -m slaclock.connectors.fake`) in one of its own;
`FakeConnector` speaks with it over HTTP like any other connector, under the name `fake`.
"""

from slaclock.connectors.fake.connector import FakeConnector
from slaclock.connectors.fake.faults import Fault, Faults
from slaclock.connectors.fake.helpdesk import Effect, FakeHelpdesk

__all__ = ["Effect", "FakeConnector", "FakeHelpdesk", "Fault", "Faults"]
