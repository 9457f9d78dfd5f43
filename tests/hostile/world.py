"""The world's clock: it runs while calls are under way, and people act when their moment has come."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.hostile.lives import Act


@dataclass
class World:
    """Time, and what people are about to do."""

    now: int
    acts: deque[Act] = field(default_factory=deque[Act])
    happen: Callable[[Act], None] = lambda _act: None

    def plan(self, acts: Iterable[Act]) -> None:
        """People are about to do this as well."""
        self.acts = deque(sorted([*self.acts, *acts]))

    def clock(self) -> int:
        """What time it is."""
        return self.now

    def advance(self, length: int) -> None:
        """Let time pass, act by act."""
        until = self.now + length
        while self.acts and self.acts[0].at <= until:
            act = self.acts.popleft()
            self.now = max(self.now, act.at)
            self.happen(act)
        self.now = until
