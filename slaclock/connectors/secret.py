"""Secrets: they come from the environment or a file, and never stand in a configuration, a log, a repr or an error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from logging import Filter, LogRecord
from pathlib import Path
from secrets import token_hex

from slaclock.complaints import Complaints
from slaclock.policy.value import is_text

HIDDEN = "•••"
LONGEST = 10_000
SHORTEST = 8
"""Anything shorter is no secret, and would black out innocent words."""
WANTED = "write { env = 'NAME' } for a variable of the environment, or { file = 'path' }; never the secret itself"


class Secret:
    """A token or password that shows itself only to who asks for it by name."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The secret itself, for the call that needs it and nothing else."""
        return self._text

    def __repr__(self) -> str:
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[type, tuple[str, ...]]:
        raise TypeError("a secret is not written down")


class Lent(dict[str, str]):
    """An environment in which no variable is missing, for who looks into the store and calls nobody.

    What is not there is made up anew each time, in the form of an address, since some secrets are addresses: it opens
    no door, proves nothing and leads nowhere.
    """

    def get(self, name: str, _default: object = None) -> str:
        """A variable, or something that is nobody's secret."""
        return super().get(name) or f"https://{token_hex(16)}.invalid"


class Redaction(Filter):
    """A log filter that blacks out what must not be read, also inside arguments and tracebacks."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def filter(self, record: LogRecord) -> bool:
        """Let every record through, its text made safe."""
        record.msg, record.args = redact(record.getMessage(), self._secrets), None
        if record.exc_text:
            record.exc_text = redact(record.exc_text, self._secrets)
        return True


def redact(text: str, secrets: Iterable[Secret]) -> str:
    """The text with every secret blacked out, the longest first so that none leaves a rest."""
    found = sorted({secret.reveal() for secret in secrets if len(secret.reveal()) >= SHORTEST}, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, found)), HIDDEN, text) if found else text


def load_secret(value: object, complaints: Complaints, base: Path | None, environ: Mapping[str, str]) -> Secret | None:
    """The secret a configuration points at, or a complaint that does not repeat what stands there."""
    if not isinstance(value, Mapping) or len(value) != 1 or not is_text(*value.values()):
        complaints.add("found no reference to a secret", WANTED)
        return None
    ((source, name),) = value.items()
    if source == "env":
        return _from_environment(str(name), complaints, environ)
    if source == "file":
        return _from_file((base or Path()) / str(name), complaints)
    complaints.unknown([str(source)], ("env", "file"))
    return None


def _from_environment(name: str, complaints: Complaints, environ: Mapping[str, str]) -> Secret | None:
    text = environ.get(name, "").strip()
    if not text:
        complaints.add(f"the environment has no {name}", f"set {name} where slaclock is started")
        return None
    return Secret(text)


def _from_file(path: Path, complaints: Complaints) -> Secret | None:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(LONGEST + 1).strip()
    except (OSError, UnicodeDecodeError):
        complaints.add(f"{path} cannot be read", "name a text file that slaclock may read")
        return None
    if not text or len(text) > LONGEST:
        complaints.add(f"{path} holds no secret", "write the secret there, alone")
        return None
    return Secret(text)
