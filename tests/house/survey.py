"""What stands in the house: modules, classes and functions, read from the source without importing it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
ROOTS = (REPOSITORY / "slaclock", REPOSITORY / "integrations" / "slaclock_integrations")


@dataclass(frozen=True, slots=True)
class Module:
    """One source file of ours: its dotted name, its text and its syntax tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def public(self) -> bool:
        return not any(part.startswith("_") for part in self.name.split("."))

    def classes(self) -> Iterator[ast.ClassDef]:
        """The public classes at the top of the module."""
        return (node for node in self.tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))

    def functions(self) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        """Every function and method, inner ones too, with the name to find it by."""
        return _functions(self.tree, self.name)


def _functions(node: ast.AST, path: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path}.{child.name}", child
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _functions(child, f"{path}.{child.name}")
        else:
            yield from _functions(child, path)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the distribution, tests of vendors left out."""
    return tuple(_modules())


def _modules() -> Iterator[Module]:
    for root in ROOTS:
        for path in sorted(root.rglob("*.py")):
            if not path.name.startswith("test_"):
                parts = path.relative_to(root.parent).with_suffix("").parts
                text = path.read_text(encoding="utf-8")
                yield Module(".".join(parts).removesuffix(".__init__"), path, text, ast.parse(text))


def tracked() -> list[Path]:
    """Every file that belongs to the repository: what git tracks or, in an unpacked archive, what lies there."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listing.returncode == 0:
        paths = [REPOSITORY / name for name in listing.stdout.split("\0") if name]
    else:
        hidden = {".venv", ".git", "__pycache__"}
        paths = [path for path in REPOSITORY.rglob("*") if not hidden.intersection(path.parts)]
    return [path for path in paths if path.is_file()]


def documents() -> list[Path]:
    """Every page a person may read."""
    pages = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md"]
    pages += sorted((REPOSITORY / "docs").rglob("*.md"))
    pages += sorted((REPOSITORY / "integrations").rglob("*.md"))
    return pages
