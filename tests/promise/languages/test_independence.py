"""The reader would prove nothing if it shared a line with what it reads."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
OWN = "tests.promise.languages."
READER = sorted(
    {"chances", "gsm", "law", "reader", "rounding", "tongue", "wall", *(p.stem for p in HERE.glob("words_*.py"))}
)


def imported(module: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse((HERE / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names if node.module == OWN[:-1]}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found - {OWN[:-1]}


@pytest.mark.parametrize("module", READER)
def test_it_stands_on_the_standard_library_alone(module: str) -> None:
    for name in imported(module):
        top = name.partition(".")[0]
        assert top in sys.stdlib_module_names or name.removeprefix(OWN) in READER, name


def test_only_one_room_knows_both() -> None:
    assert {"slaclock.promise.telling", OWN + "law"} <= imported("teller")
