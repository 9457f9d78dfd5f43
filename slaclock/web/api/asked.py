"""What a caller may ask for: names, instants and pages, each refused with one sentence if it is none."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from slaclock.errors import InvalidInput, OutOfRange
from slaclock.instant import DAY, format_instant, parse_instant, to_us
from slaclock.store.place import LONGEST, fits
from slaclock.timeline.value import TEXT

MOST = 200
"""Things on one page."""
AHEAD = 3653 * DAY
"""How far ahead of now anybody may look: farther than any deadline can be."""
_WANTED = "write an instant as RFC 3339 with an offset, like 2026-03-02T10:00:00+01:00"


def _named(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    if not fits(given):
        raise ValueError(f"write at most {LONGEST} bytes")
    return TEXT.read(given)


def _instant(given: Any) -> Any:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    if not isinstance(given, str) or len(given) > 40:
        raise ValueError(_WANTED)
    try:
        return to_us(parse_instant(given))
    except OutOfRange:
        raise
    except ValueError:
        raise ValueError(_WANTED) from None


Name = Annotated[str, BeforeValidator(_named), Field(min_length=1, max_length=LONGEST)]
"""A name of something: a ticket, a policy, a customer."""

INSTANT: dict[str, Any] = {"type": "string", "format": "date-time", "maxLength": 40}
Instant = Annotated[
    int,
    BeforeValidator(_instant, json_schema_input_type=str),
    Field(json_schema_extra=INSTANT, examples=["2026-03-02T10:00:00+01:00"]),
]
"""An instant, microseconds inside."""


class Asked(BaseModel):
    """What a request may say; whatever else it says is refused by name."""

    model_config = ConfigDict(extra="forbid")


class OfDesk(Asked):
    """A question to one helpdesk."""

    helpdesk: Name | None = Field(None, description="Which helpdesk; needed only where there are several.")


class AtInstant(OfDesk):
    """A question about an instant."""

    at: Instant | None = Field(None, description="The instant asked about; now, if left out. At most ten years ahead.")

    def moment(self, now: int) -> int:
        """The instant meant, in microseconds."""
        return now if self.at is None else near(self.at, now)


class Listed(OfDesk):
    """A question answered page by page."""

    limit: int = Field(50, ge=1, le=MOST, description="Things on one page.")
    cursor: str | None = Field(
        None, min_length=1, max_length=4_000, description="`next` of the page before; the first page, if left out."
    )


def near(at: int, now: int) -> int:
    """An instant that is not too far ahead."""
    if at > now + AHEAD:
        raise InvalidInput(f"{format_instant(at)} is more than ten years ahead; ask about an earlier instant")
    return at


def moment_of(at: datetime) -> str:
    """An instant as JSON has it."""
    return format_instant(to_us(at))
