"""The repository speaks of the product only: no machine's paths, no place packages happened to come from."""

from __future__ import annotations

import re

from tests.house.survey import REPOSITORY, tracked

# Written in pieces, so that this file does not find itself.
TRACES = re.compile(
    "|".join(
        [
            "py" + r"pi\.(org|python)",
            "python" + r"hosted\.org",
            r"registry\.npm" + "js",
            r"https?://[^ ]*(local" + r"host|127\.0\.0\.1):\d+/simple",
            r"(?<![\w.$}\])>*-])/(root|work|farm" + r"|tmp|home/\w+)/",
            r"\.lib" + "rary/",
        ]
    )
)


def test_no_trace_of_a_machine() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or an archive
        for number, line in enumerate(text.splitlines(), 1):
            if trace := TRACES.search(line):
                found.append(f"{path.relative_to(REPOSITORY)}:{number}: {trace.group()}")
    assert not found


def test_the_top_of_the_house_is_tidy() -> None:
    top = {path.relative_to(REPOSITORY).parts[0] for path in tracked()}
    assert top <= {
        ".ci",
        ".editorconfig",
        ".gitignore",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "config",
        "constraints.txt",
        "docs",
        "integrations",
        "pyproject.toml",
        "slaclock",
        "tests",
    }
