"""Imports go only downstairs, and the core stays light."""

from __future__ import annotations

import ast
import subprocess
import sys

from tests.house.survey import REPOSITORY, modules

HEAVY = ("sqlmodel", "sqlalchemy", "httpx", "apscheduler", "numpy", "typer", "rich", "holidays", "icalendar", "pandas")


def run(*code: str) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-c", "\n".join(code)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout


def loaded(*code: str) -> set[str]:
    printed = run(*code, "import sys", f"print(*({set(HEAVY)!r} & set(sys.modules)))")
    return set(printed.split())


def test_the_contracts_of_pyproject_hold() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    command = [sys.executable, "-c", code]
    outcome = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_no_room_imports_the_front_door() -> None:
    """`from slaclock import X` inside the house would hide from the contracts what is really imported."""
    offenders = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.ImportFrom) and node.module == "slaclock")
        and not {"__version__"}.issuperset(alias.name for alias in node.names)
    ]
    assert not offenders


def test_importing_slaclock_loads_the_core_alone() -> None:
    assert loaded("import slaclock") == set()


def test_a_calendar_without_a_country_loads_no_holidays() -> None:
    assert (
        loaded(
            "from datetime import datetime, timedelta, timezone",
            "from slaclock import Calendar",
            "calendar = Calendar.from_config({'timezone': 'Europe/Berlin', 'hours': {'mon-fri': '09:00-17:00'}})",
            "calendar.add(datetime(2026, 3, 6, 16, tzinfo=timezone.utc), timedelta(hours=4))",
        )
        == set()
    )


def test_a_calendar_with_a_country_does() -> None:
    assert loaded(
        "from slaclock import Calendar",
        "calendar = Calendar.from_config({'timezone': 'Europe/Berlin', 'hours': 'always', 'holidays': ['DE-BE']})",
        "from datetime import date; calendar.shifts_on(date(2026, 3, 6))",
    ) == {"holidays"}


def test_the_engine_loads_neither_database_nor_network_nor_terminal() -> None:
    assert loaded("import slaclock.engine") <= {"holidays"}
