"""A reading, line by line: which policy, from when, which span counted, which did not and why, and the sum."""

from slaclock.explain.line import Explanation, Line, LineKind
from slaclock.explain.teller import explain
from slaclock.explain.words import write_length

__all__ = ["Explanation", "Line", "LineKind", "explain", "write_length"]
