"""Template: words with facts in braces, `{ticket}: {metric} at {step}`. No loops, no calls, no attributes, no code.

Whoever writes one can show facts and nothing else, so a template can neither read what it should not nor run for long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from slaclock.errors import Complaint, InvalidInput
from slaclock.notify.fact import FACTS
from slaclock.policy.value import nearest

LONGEST = 2_000
"""Signs of a template."""
_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Template:
    """Words with places for facts; `{{` and `}}` are braces themselves.

    >>> Template.parse("{ticket}: {metric} {step}").fill({"ticket": "T-1", "metric": "first response", "step": "75%"})
    'T-1: first response 75%'
    """

    parts: tuple[tuple[str, bool], ...]
    """Each a text, or the name of a fact (True)."""

    @classmethod
    def parse(cls, text: str) -> Template:
        """Read a template; InvalidInput names what cannot be a fact."""
        if len(text) > LONGEST:
            _refuse(f"{len(text):,} signs", f"write at most {LONGEST:,}")
        return cls(tuple(_parts(text)))

    def fill(self, facts: Mapping[str, str]) -> str:
        """The words with the facts in their places; what is in a fact is never read as a template."""
        return "".join(facts.get(part, "") if is_fact else part for part, is_fact in self.parts)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    past = 0
    for found in _PART.finditer(text):
        yield text[past : found.start()], False
        past = found.end()
        name = found.group(1)
        if name is not None and name in FACTS:
            yield name, True
        elif found.group() in ("{{", "}}"):
            yield found.group()[0], False
        elif name is not None:
            _refuse(f"{{{name[:40]}}}, which is no fact", nearest(name[:40], FACTS))
        else:
            _refuse(f"a brace alone (sign {found.start() + 1})", "write it twice to mean itself")
    yield text[past:], False


def _refuse(found: str, wanted: str) -> NoReturn:
    raise InvalidInput([Complaint("template", f"found {found}", wanted)])
