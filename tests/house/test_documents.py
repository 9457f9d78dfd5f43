"""Documents are test subjects: Python and commands in them run, output is compared, links lead somewhere.

In a page, a `python` block is run after those before it; what it prints stands in the `text` block that follows it.
In a `console` block, what follows a line `$ slaclock …` is what the command prints. A `toml` block is a configuration
that loads.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from slaclock.policy.load import load_config
from tests.house.survey import REPOSITORY, documents, modules

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
CONTINUED = re.compile(r"\\\n\s*")
BETWEEN = "\x1e"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: what language it is in, and what it says."""

    language: str
    text: str


def blocks(page: Path) -> list[Block]:
    return [Block(*found.groups()) for found in FENCE.finditer(page.read_text(encoding="utf-8"))]


def pages(*languages: str) -> list[Path]:
    return [page for page in documents() if any(block.language in languages for block in blocks(page))]


def name(page: Path) -> str:
    return str(page.relative_to(REPOSITORY))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An empty folder in which the repository's configurations are at hand, as a reader has them."""
    (tmp_path / "config").symlink_to(REPOSITORY / "config")
    return tmp_path


def run(command: list[str], desk: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=desk, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("page", pages("python"), ids=name)
def test_python_prints_what_the_page_says(page: Path, desk: Path) -> None:
    said, code = [""], [""]
    for block, following in zip(found := blocks(page), [*found[1:], Block("", "")], strict=True):
        if block.language == "python":
            code.append(block.text)
            said.append(following.text if following.language == "text" else "")
    script = f"\nprint({BETWEEN!r}, end='')\n".join(code)
    outcome = run([sys.executable, "-c", script], desk)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.split(BETWEEN) == said


@pytest.mark.slow
@pytest.mark.parametrize("page", pages("console"), ids=name)
def test_commands_print_what_the_page_says(page: Path, desk: Path) -> None:
    door = [sys.executable, "-m", "slaclock"]
    for block in blocks(page):
        if block.language == "console":
            for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                typed, _, said = CONTINUED.sub("", part).partition("\n")
                program, *arguments = shlex.split(typed)
                assert program == "slaclock"
                outcome = run([*door, *arguments], desk)
                assert outcome.stdout + outcome.stderr == said, typed


@pytest.mark.parametrize("page", pages("toml"), ids=name)
def test_configurations_in_the_page_load(page: Path) -> None:
    for block in blocks(page):
        if block.language == "toml":
            load_config(tomllib.loads(block.text))


@pytest.mark.parametrize("page", documents(), ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            path, _, heading = target.partition("#")
            goal = (page.parent / path).resolve() if path else page
            assert goal.exists(), target
            if heading and goal.suffix == ".md":
                assert heading in anchors(goal), target


def anchors(page: Path) -> set[str]:
    """The names under which a page's headings can be linked to."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_can_be_reached_from_the_index() -> None:
    index = REPOSITORY / "docs" / "index.md"
    reached, ahead = set[Path](), [index]
    while ahead:
        page = ahead.pop()
        reached.add(page)
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            goal = (page.parent / target.partition("#")[0]).resolve()
            if goal.suffix == ".md" and goal.exists() and goal not in reached:
                ahead.append(goal)
    lost = {page for page in documents() if page.is_relative_to(index.parent)} - reached
    assert not {name(page) for page in lost if page.parent.name != "changelog.d"}


def test_the_map_of_the_house_names_every_room() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    rooms = {module.name.split(".")[1] for module in modules() if module.public and module.name.startswith("slaclock.")}
    missing = {room for room in rooms if not re.search(rf"`slaclock/{room}(/|\.py)`", text)}
    assert not missing
