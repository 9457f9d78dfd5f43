"""The ledger: what customers are promised is written down as it is told, and what becomes of it is found out later."""

from slaclock.ledger.amended import Amended, amended
from slaclock.ledger.entry import REPLY, WIDGET, Row, entry, of_ticket
from slaclock.ledger.judged import judge
from slaclock.ledger.record import record
from slaclock.ledger.shown import look, write_down
from slaclock.ledger.spoken import known_zone, manner, promised, usual

__all__ = [
    "REPLY",
    "WIDGET",
    "Amended",
    "Row",
    "amended",
    "entry",
    "judge",
    "known_zone",
    "look",
    "manner",
    "of_ticket",
    "promised",
    "record",
    "usual",
    "write_down",
]
