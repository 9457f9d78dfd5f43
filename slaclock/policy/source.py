"""Where a configuration comes from: one TOML file, a folder of them, or a mapping that is already there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from slaclock.complaints import Complaints, show
from slaclock.policy.value import Table

LARGEST = 1_000_000
"""Bytes of one file; a longer one is no configuration somebody wrote (and takes seconds to read)."""
MOST_FILES = 1_000

_DEEP_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}""",
    re.ASCII,
)
"""A name of many dotted parts; reading one costs the square of its length."""
_PLACE = re.compile(r"(?P<what>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)", re.DOTALL)
_RULE = "mend the TOML there (text in quotes, keys before '=', each table once)"


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a configuration as it was written; `base` is the folder its own file names start from."""

    source: str
    table: Table
    base: Path | None = None


def read_documents(source: Path | str | Mapping[str, object], complaints: Complaints) -> list[Document]:
    """Every document of a configuration, in the order of the file names."""
    if isinstance(source, Mapping):
        return [Document("", source)]
    path = Path(source)
    if not path.is_dir():
        found = _read(path, complaints)
        return [] if found is None else [found]
    here = Complaints(str(path), "", complaints.found)
    files = sorted(path.glob("*.toml"))
    if not files:
        here.add("there is no .toml file in this folder", "put at least one there, or name another folder")
    if len(files) > MOST_FILES:
        here.add(f"found {len(files)} files", f"a configuration has at most {MOST_FILES}")
        return []
    return [document for file in files if (document := _read(file, complaints)) is not None]


def _read(path: Path, complaints: Complaints) -> Document | None:
    here = Complaints(str(path), "", complaints.found)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            here.add("the file is larger than 1 MB", "split it, or check that it is the right file")
            return None
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        if _DEEP_KEY.search(text):
            here.add("a name has more than 50 dotted parts", "write tables like [calendars.berlin]")
            return None
        return Document(str(path), tomllib.loads(text), path.parent)
    except FileNotFoundError:
        here.add("there is no such file or folder", "name a .toml file or a folder of them")
    except OSError as error:
        here.add(f"cannot be read ({error.strerror or error})", "name a .toml file or a folder of them")
    except UnicodeDecodeError as error:
        here.add(f"is no UTF-8 text (byte {error.start})", "save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        _misspelt(str(error), path, complaints)
    except RecursionError:
        here.add("is nested too deep", "no configuration needs that")
    except ValueError as error:  # a number or date TOML allows but nobody can mean
        here.add(f"found {show(str(error))}", _RULE)
    return None


def _misspelt(message: str, path: Path, complaints: Complaints) -> None:
    match = _PLACE.fullmatch(message)
    place = f"{path}:{match['line']}" if match else str(path)
    said = f"{match['what']} (column {match['column']})" if match else message
    Complaints(place, "", complaints.found).add("not TOML: " + " ".join(said.split()), _RULE)
