"""Service levels over many tickets: tallies, the formulas V0 to V9 by id, waits, and objectives judged."""

from slaclock.reports.duration import Waits
from slaclock.reports.formula import ABANDONMENT, FORMULAS, Figure, Formula
from slaclock.reports.level import Level, levels
from slaclock.reports.objective import Judgement, judge, judgements
from slaclock.reports.tally import Profiles, Standing, Tally, standing, under

__all__ = [
    "ABANDONMENT",
    "FORMULAS",
    "Figure",
    "Formula",
    "Judgement",
    "Level",
    "Profiles",
    "Standing",
    "Tally",
    "Waits",
    "judge",
    "judgements",
    "levels",
    "standing",
    "under",
]
