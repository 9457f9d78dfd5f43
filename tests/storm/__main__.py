"""The storms of `make storm`, one after another, each with its verdict.

python -m tests.storm [--size smoke|full] [--on sqlite] [--on postgresql] [siege] [gale]
"""

from __future__ import annotations
