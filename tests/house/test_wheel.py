"""What people install is built here, put into an empty environment and looked at."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

import slaclock
from tests.house.survey import REPOSITORY


def call(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    command = tuple(map(str, command))
    outcome = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built offline with the backend that is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    name = call(sys.executable, "-c", code, folder, cwd=REPOSITORY).split()[-1]
    return folder / name


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but the wheel in it."""
    folder = tmp_path_factory.mktemp("clean")
    call(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = next(folder.glob("[bS]*/python*"))
    call(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    return folder


def test_the_wheel_holds_exactly_two_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert tops == {"slaclock", "slaclock_integrations", f"slaclock-{slaclock.__version__}.dist-info"}


def test_the_wheel_is_typed_and_licensed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    licence = f"slaclock-{slaclock.__version__}.dist-info/licenses/LICENSE"
    assert {"slaclock/py.typed", "slaclock_integrations/py.typed", licence} <= names


def test_it_installs_and_imports_without_anything_else(clean: Path) -> None:
    python = next(clean.glob("[bS]*/python*"))
    code = "import slaclock, slaclock_integrations; from slaclock import NeverOpens; print(slaclock.__version__)"
    assert call(python, "-I", "-c", code, cwd=clean).strip() == slaclock.__version__


def test_it_brings_the_command(clean: Path) -> None:
    assert [path.stem for path in clean.glob("[bS]*/slaclock*")] == ["slaclock"]


@pytest.fixture(scope="module")
def lent(clean: Path) -> Path:
    """Its Python, with dependencies lent by the environment the tests run in; slaclock itself is the wheel's."""
    home = next(clean.glob("[lL]ib*/**/site-packages"))
    places = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (home / "lent.pth").write_text("\n".join(places), encoding="utf-8")
    python = next(clean.glob("[bS]*/python*"))
    where = call(python, "-c", "import slaclock; print(slaclock.__file__)", cwd=clean)
    assert Path(where.strip()).is_relative_to(clean)
    return python


def test_the_command_needs_no_repository(clean: Path, lent: Path) -> None:
    assert "attainment" in call(lent, "-m", "slaclock", "demo", cwd=clean)


@pytest.mark.slow
def test_it_brings_the_configuration_of_a_service_that_opens(tmp_path: Path, lent: Path) -> None:
    """The tables come along too: the doctor makes them, and finds nothing."""
    call(lent, "-m", "slaclock", "init", "--service", cwd=tmp_path)
    assert (tmp_path / "slaclock.toml").read_bytes() == (REPOSITORY / "config" / "service.toml").read_bytes()
    assert "can be used: 1 calendar, 1 policy" in call(lent, "-m", "slaclock", "check", cwd=tmp_path)
    secrets = {"SLACLOCK_HOOK_SECRET": "h" * 64, "SLACLOCK_KEY": f"slk_{'k' * 64}"}
    told = call(lent, "-m", "slaclock", "doctor", cwd=tmp_path, env={**os.environ, **secrets})
    assert ": 0 broken, 0 worth a look" in told


def test_it_brings_the_words_of_every_language(tmp_path: Path, lent: Path) -> None:
    names = "from slaclock.promise.language import catalogue, languages"
    code = f"{names}; print(*[catalogue(each).language for each in languages()])"
    found = call(lent, "-c", code, cwd=tmp_path).split()
    catalogues = (REPOSITORY / "slaclock" / "promise" / "catalogue").glob("*.ftl")
    assert found == sorted(path.stem for path in catalogues if "-" not in path.stem)


def test_it_brings_what_pages_are_made_of(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        brought = set(archive.namelist())
    made_of = [
        path for room in ("explain", "web") for path in (REPOSITORY / "slaclock" / room).rglob("*") if path.is_file()
    ]
    kinds = {".css", ".ftl", ".html", ".js", ".svg"}
    wanted = {str(path.relative_to(REPOSITORY)) for path in made_of if path.suffix in kinds}
    assert len(wanted) > 20
    assert wanted <= brought
