"""What is printed: plain and stable in a file or pipe, in colour on a terminal, readable in any encoding."""

from __future__ import annotations

import codecs
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_WIDE = 10_000
_PLAIN: Mapping[str, str] = {
    "█": "#",
    "▓": "=",
    "▒": "+",
    "░": "-",
    "·": ".",
    "•": "o",
    "▼": "v",
    "◆": "@",
    "→": "->",
    "…": "...",
    "×": "x",
    "–": "-",
    "—": "-",
    "−": "-",
    "’": "'",
    "“": '"',
    "”": '"',
}


def ready() -> None:
    """Let what an encoding has no sign for be written in plainer ones instead of failing."""
    codecs.register_error("slaclock", _plainer)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="slaclock")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(plain, error.object[error.start : error.end])), error.end


def plain(sign: str) -> str:
    """One sign in ASCII: `é` as `e`, a block as `#`, anything unknown as `?`."""
    bare = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return _PLAIN.get(sign) or bare or "?"


def say(*lines: str) -> None:
    """Lines of text, as they are."""
    for line in lines:
        print(line)


def complain(*lines: str) -> None:
    """Lines for the standard error."""
    for line in lines:
        print(line, file=sys.stderr)


def hand_out(value: object) -> None:
    """A value as JSON: a list of objects one object a line, anything else indented."""
    ascii_only = not (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    if isinstance(value, list):
        rows = (json.dumps(row, ensure_ascii=ascii_only) for row in value)
        body = ",\n".join(rows)
        print(f"[\n{body}\n]" if body else "[]")
    else:
        print(json.dumps(value, ensure_ascii=ascii_only, indent=2))


def console() -> Console:
    """The sheet: in colour on a terminal, and endless, for a wrapped row is easier to read than folded cells."""
    from rich.console import Console  # only what a person looks at needs it

    seen = sys.stdout.isatty()
    return Console(width=_WIDE, force_terminal=seen, highlight=False, markup=False, emoji=False, soft_wrap=False)


def table(
    heads: Sequence[str], rows: Iterable[Sequence[object]], *, right: Iterable[int] = (), title: str = ""
) -> None:
    """Rows under their heads; `right` names the columns that hold numbers."""
    from rich.table import Table

    sheet = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    numbers = set(right)
    for place, head in enumerate(heads):
        sheet.add_column(head, justify="right" if place in numbers else "left")
    for row in rows:
        sheet.add_row(*("" if cell is None else str(cell) for cell in row))
    if title:
        heading(title)
    draw(sheet)


def heading(title: str) -> None:
    """The name of what follows, after a blank line."""
    from rich.text import Text

    say("")
    draw(Text(title, style="bold underline" if sys.stdout.isatty() else ""))


def draw(*things: RenderableType) -> None:
    """Something for the eye, without blanks at the ends of lines."""
    sheet = console()
    with sheet.capture() as caught:
        for thing in things:
            sheet.print(thing)
    say(*(line.rstrip() for line in caught.get().splitlines()))


def share(value: float | None) -> str:
    """A share from 0 to 1 in percent, never rounded up to a whole that was not reached; `none` of an empty set."""
    if value is None:
        return "none"
    return f"{int(value * 1_000) / 10:.1f} %"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 ticket`, `1,024 tickets`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
