"""Service levels over many tickets: tallies, the formulas V0 to V9 by id, waits, and objectives judged."""

from slaclock.reports.duration import Waits
from slaclock.reports.formula import FORMULAS, Figure, Formula
from slaclock.reports.level import Level, levels
from slaclock.reports.objective import Judgement, judge
from slaclock.reports.tally import Standing, Tally, standing

__all__ = [
    "FORMULAS",
    "Figure",
    "Formula",
    "Judgement",
    "Level",
    "Standing",
    "Tally",
    "Waits",
    "judge",
    "levels",
    "standing",
]
