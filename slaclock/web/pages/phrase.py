"""The words of the wallboard and of what surrounds the pages, in some languages; direction for all of them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi")


def direction(language: str) -> str:
    """How a page in a language runs."""
    return "rtl" if language.replace("_", "-").partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """The languages there is a file of."""
    return frozenset(Path(each.name).stem for each in _folder().iterdir() if each.name.endswith(".ftl"))


class Phrases:
    """The phrases of one language, English where one is missing."""

    def __init__(self, language: str) -> None:
        self._told = {**_read("en"), **_read(language)}

    def __call__(self, name: str) -> str:
        """A phrase by its name."""
        return self._told[name]


@lru_cache(maxsize=32)
def _read(language: str) -> dict[str, str]:
    """Plain `name = words` lines; a `#` begins a remark."""
    lines = (_folder() / f"{language}.ftl").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" = ", 1) for line in lines if " = " in line and not line.startswith("#"))
    return {name.strip(): told.strip() for name, told in pairs}


def _folder() -> Traversable:
    return files("slaclock.web.pages") / "words"
