"""Fitting: from a history with verdicts and no written rules to the rules, as a configuration that loads."""

from slaclock.fit.result import FitResult
from slaclock.fit.run import run_fit

__all__ = ["FitResult", "run_fit"]
