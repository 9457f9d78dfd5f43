"""The OpenAPI and the table of operations as the reference has them.

python -m tests.web.api.renew_openapi      writes them anew
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.web.api.tenants import unopened

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
OPENAPI = REFERENCE / "openapi.json"
PAGE = REFERENCE / "api.md"
TABLE = re.compile(r"(?<=^<!-- operations -->\n)(.*?)(?=^<!-- end -->)", re.MULTILINE | re.DOTALL)


def openapi() -> str:
    """The OpenAPI as a file."""
    return json.dumps(unopened().openapi(), indent=1, ensure_ascii=False) + "\n"


def operations() -> str:
    """Every operation in a line: how it is asked, which role it needs, what it does."""
    lines = ["| operation | role | what |", "|---|---|---|"]
    for path, each in unopened().openapi()["paths"].items():
        for method, told in each.items():
            role = ", ".join(told.get("security", [{}])[0].get("key", [])) or "–"
            lines.append(f"| `{method.upper()} {path}` | {role} | {told['summary']} |")
    return "\n".join(lines)


def renewed() -> str:
    """The page with its table as the service has it now."""
    return TABLE.sub(f"\n{operations()}\n\n", PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    OPENAPI.write_text(openapi(), encoding="utf-8")
    PAGE.write_text(renewed(), encoding="utf-8")
