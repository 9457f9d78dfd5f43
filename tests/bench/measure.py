"""How things are measured: CPU time of this thread, everything interleaved within a round, medians over rounds."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Mapping, Sequence
from time import thread_time_ns

ENOUGH = 20_000_000
"""A sample takes about so many nanoseconds, so that the clock's steps do not matter."""


class Race:
    """Candidates that run in turns; each is a call that does `size` units of work."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self._candidates: dict[str, tuple[Callable[[], object], int]] = {}

    def enter(self, name: str, call: Callable[[], object], size: int = 1) -> None:
        self._candidates[name] = call, size

    def run(self) -> dict[str, float]:
        """Nanoseconds of CPU a unit of work, by candidate."""
        repeats = {name: _repeats(call) for name, (call, _) in self._candidates.items()}
        samples: dict[str, list[float]] = {name: [] for name in self._candidates}
        for _ in range(self.rounds):
            for name, (call, size) in self._candidates.items():
                samples[name].append(_cpu(call, repeats[name]) / repeats[name] / size)
        return {name: statistics.median(times) for name, times in samples.items()}


def each(function: Callable[..., object], arguments: Sequence[tuple[object, ...]]) -> Callable[[], object]:
    """One call that asks a function of all arguments."""

    def call() -> None:
        for pair in arguments:
            function(*pair)

    return call


def _repeats(call: Callable[[], object]) -> int:
    return max(1, int(ENOUGH / max(_cpu(call, 1), 1)))


def _cpu(call: Callable[[], object], times: int) -> int:
    gc.collect()
    gc.disable()
    try:
        start = thread_time_ns()
        for _ in range(times):
            call()
        return thread_time_ns() - start
    finally:
        gc.enable()


def table(title: str, columns: Sequence[str], rows: Mapping[str, Sequence[str]]) -> str:
    """A Markdown table that also reads well in a terminal."""
    widths = [max(len(title), *(len(name) for name in rows))]
    widths += [max(len(head), *(len(row[n]) for row in rows.values())) for n, head in enumerate(columns)]
    head = [title, *columns]
    lines = [
        "| "
        + " | ".join(
            text.ljust(width) if n == 0 else text.rjust(width)
            for n, (text, width) in enumerate(zip(head, widths, strict=True))
        )
        + " |"
    ]
    lines.append("|" + "|".join("-" * (width + 1) + ("-" if n == 0 else ":") for n, width in enumerate(widths)) + "|")
    for name, row in rows.items():
        cells = [name, *row]
        lines.append(
            "| "
            + " | ".join(
                text.ljust(width) if n == 0 else text.rjust(width)
                for n, (text, width) in enumerate(zip(cells, widths, strict=True))
            )
            + " |"
        )
    return "\n".join(lines)


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:,.2f}"
