"""A storm: hands at work on one store, killed and stopped as they go; then calm, until nothing is left to do."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from slaclock.instant import SECOND
from tests.storm.crew import ROOT, Toll, Zygote, real_time, world_of
from tests.storm.evidence import connected, rows
from tests.storm.hand import append, write
from tests.storm.pace import JUMP, World
from tests.storm.points import STILL
from tests.storm.teller import Teller

Rates = Mapping[tuple[str, str], float]
Tell = Callable[[str], None]
STILL_FOR = 400 * SECOND
"""So long a hand stands still, in the storm's time: longer than any lease, and until others have had their turn."""
SILENCE = 100 * SECOND
"""So long nothing may be left to do before it counts as calm: longer than a poll stays away."""
ERASING = frozenset(
    {"insert tombstones", "update events", "delete conflicts", "erase: facts changed", "erase: read anew"}
)
HEARTBEATS = frozenset({"insert heartbeats", "delete heartbeats"})
ONCE = frozenset({"insert buckets", "insert marks"})
"""What is done once in the life of a store, if nobody dies just before."""
FEW = 12
"""So many places a hand looks out for; those that are left when there are no more are the rare ones."""
LEFT = (
    "SELECT count(*) FROM timers",
    "SELECT count(*) FROM wants",
    "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')",
    "SELECT count(*) FROM deliveries WHERE state = 'waiting'",
)


@dataclass
class Tail:
    """The last lines of a file that others add to; what was read long ago is not read again."""

    path: Path
    place: int = 0
    kept: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> list[dict[str, Any]]:
        """What was added lately, the last lines read before included: two hands may end at once."""
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(self.place)
                fresh = file.read()
            whole = fresh[: fresh.rfind(b"\n") + 1]
            self.place += len(whole)
            self.kept = [*self.kept[-200:], *(json.loads(line) for line in whole.splitlines())]
        return self.kept


@dataclass
class Storm:
    """One storm over one store. `hands` zygotes; the first holds the web door."""

    world: World
    rates: Rates
    seed: int
    hands: int = 2
    package: Path = ROOT
    tell: Tell = print
    toll: Toll = field(default_factory=Toll)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.teller = Teller(self.world, real_time, self.rates, self.seed)
        self.journal = Tail(self.world.folder / "deaths.jsonl")
        self.thanked = Tail(self.world.folder / "acked.jsonl")
        self.over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._began = real_time()
        zygotes = [Zygote.start(self.world, self.package, n, door=n == 0) for n in range(self.hands)]
        self.zygotes = [each.ready() for each in zygotes]
        foreign = [each.package for each in self.zygotes if each.package != str(self.package / "slaclock")]
        if foreign:
            raise RuntimeError(f"the hands import slaclock from {foreign[0]}, not from {self.package}")

    @property
    def seconds(self) -> float:
        """How long it has lasted, on the wall."""
        return (real_time() - self._began) / SECOND

    def begin(self, work: Callable[[Zygote, Random], None]) -> None:
        """Let the plot begin, and every zygote work in a thread of its own."""
        self._start(self.teller.run)
        self._start(self._watch)
        self.workers = [
            threading.Thread(target=work, args=(each, Random(self.seed + n)), daemon=True)
            for n, each in enumerate(self.zygotes)
        ]
        for each in self.workers:
            each.start()

    def end(self, patience: float) -> None:
        """No more tickets and no more deaths; wait until everything is done, and write down the toll."""
        self.teller.ending.set()
        self.over.set()
        for each in self.workers:
            each.join()
        self.knock()
        self._calm(patience)
        for zygote in self.zygotes:
            zygote.end()
        told: dict[str, Any] = {
            "kills": self.toll.kills(),
            "stops": self.toll.ends["stopped"],
            "seconds": round(self.seconds, 1),
        }
        told |= {"deaths": dict(self.toll.deaths), "ends": dict(self.toll.ends), "tickets": self.teller.told}
        (self.world.folder / "toll.json").write_text(json.dumps(told, indent=1), encoding="utf-8")

    def rest(self) -> None:
        """Wait until no thread of it does anything any more."""
        for thread in self._threads:
            thread.join(30)

    def knock(self) -> None:
        """Have deliveries handed in at the web door."""
        if not any(each.name == "knock" for each in self._threads):
            door = f"http://127.0.0.1:{self.zygotes[0].door}"
            self._start(lambda: self.teller.knock(door, "acme"), "knock")

    def one(self, zygote: Zygote, spec: Mapping[str, Any], life: float | None = None) -> tuple[int, str]:
        """One hand, from birth to death; with a life it is killed when that is over."""
        pid = zygote.bear(spec)
        clock = threading.Timer(life, _signal, [pid, signal.SIGKILL]) if life is not None else None
        if clock is not None:
            clock.start()
        end = ""
        for end in zygote.buried():
            with self.toll.lock:
                self.toll.ends[end] += 1
            if end == "stopped":
                self.over.wait(STILL_FOR / self.world.speed / SECOND)
                _signal(pid, signal.SIGCONT)
        if clock is not None:
            clock.cancel()
        return pid, end

    def _calm(self, patience: float) -> None:
        calm = threading.Event()
        specs = [
            {"mode": "serve" if n == 0 else "worker", "tenant": ("acme", "umbra")[n % 2]} for n in range(self.hands)
        ]
        born = [zygote.bear(spec) for zygote, spec in zip(self.zygotes, specs, strict=True)]
        until = real_time() + patience * SECOND
        quiet_since = None
        while real_time() < until:
            calm.wait(0.25)
            if self._left() or self.teller.waiting or not self.teller.quiet.is_set():
                quiet_since = None
                continue
            quiet_since = quiet_since or real_time()
            if real_time() - quiet_since > SILENCE / self.world.speed:
                break
        for pid in born:
            _signal(pid, signal.SIGTERM)
        for zygote in self.zygotes:
            for end in zygote.buried():
                self.toll.ends[f"{end} in the calm"] += 1

    def _left(self) -> int:
        with connected(self.world.url) as store:
            return sum(int(rows(store, f"{query}")[0].popitem()[1]) for query in LEFT)

    def _start(self, run: Callable[[], None], name: str | None = None) -> None:
        thread = threading.Thread(target=run, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _watch(self) -> None:
        """Write down which firings were seen: what was seen once must stay."""
        file, seen, last = append(self.world.folder / "seen.jsonl"), set[tuple[str, ...]](), 0
        with connected(self.world.url) as store:
            while not self.teller.quiet.wait(0.5):
                query = "SELECT tenant, ticket, policy, metric, step, fired_at FROM firings WHERE fired_at > "
                for row in rows(store, query + str(last - 4 * JUMP)):
                    key = tuple(str(row[name]) for name in ("tenant", "ticket", "policy", "metric", "step"))
                    last = max(last, row["fired_at"])
                    if key not in seen:
                        seen.add(key)
                        write(file, {"key": key, "fired_at": row["fired_at"]})
                store.rollback()


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):  # it may have ended by itself
        os.kill(pid, number)


@contextmanager
def storm(
    folder: Path, url: str, *, speed: int, rate: float, rates: Rates, seed: int, **facts: Any
) -> Generator[Storm]:
    """A storm ready to begin; whatever happens, no process of it is left behind."""
    with world_of(folder, url, speed=speed, rate=rate, seed=seed) as world:
        made = Storm(world, rates, seed, **facts)
        try:
            yield made
        finally:
            made.over.set()
            made.teller.ending.set()
            made.teller.quiet.set()
            made.teller.closed.set()
            for zygote in made.zygotes:
                zygote.end()
            made.rest()
            made.teller.close()


# ------------------------------------------------------------------------------------------------------- kinds of storm


def siege(here: Storm, places: Sequence[str], each: int, *, least: float = 0, patience: float = 3_600) -> Counter[str]:
    """Hands die at every one of some places so often; answers with how often they did. Lasts some seconds at least."""
    deaths, lock = here.toll.deaths, here.toll.lock

    def work(zygote: Zygote, chance: Random) -> None:
        while not here.over.is_set():
            with lock:
                left = [place for place in places if deaths[place] < each]
            if not left:
                if here.seconds > least:
                    return
                left = list(places) if chance.random() < 0.5 else []  # the others live on
            spec = _armed(left, chance)
            spec["deliveries"] = _taken(here, spec["tenant"], lock)
            pid, end = here.one(zygote, spec, 6 if spec["mode"] == "worker" else None)
            _given_back(here, spec["deliveries"], lock)
            if end in ("killed", "left"):
                with lock:
                    place = {line["pid"]: line["point"] for line in here.journal.read()}.get(pid, "at any moment")
                    deaths[place] += 1

    here.begin(work)
    _wait(here, patience)
    return deaths


def lull(here: Storm, place: str, seconds: float) -> None:
    """Nobody is killed; again and again one hand stands still for longer than its lease, while the other works on."""

    def work(zygote: Zygote, _chance: Random) -> None:
        while not here.over.is_set() and here.seconds < seconds:
            spec: dict[str, Any] = {"mode": "passes", "tenant": "acme", "turns": 30, "how": "stop"}
            here.one(zygote, spec | ({"traps": {place: 1}} if zygote.door is None else {}))

    here.begin(work)
    here.teller.waiting.clear()
    _wait(here, seconds + 60)


def _wait(here: Storm, seconds: float) -> None:
    pause = threading.Event()
    while any(thread.is_alive() for thread in here.workers) and here.seconds < seconds:
        pause.wait(0.1)


def _armed(left: list[str], chance: Random) -> dict[str, Any]:
    """A hand that dies at the first place it reaches of those that are left; it does what leads to the rarer ones."""
    rare = len(left) <= FEW
    spec: dict[str, Any] = {"mode": "passes", "turns": 30 if rare else 10, "how": chance.choice(("kill", "exit"))}
    spec["tenant"] = "umbra" if chance.random() < (0.5 if rare else 0.2) else "acme"
    some = chance.sample(left, min(len(left), FEW))  # or else hands would never get past the first places
    spec["traps"] = {point: 1 if rare else chance.choice((1, 1, 2, 3)) for point in some}
    spec["traps"] |= dict.fromkeys(ONCE.intersection(left), 1)
    if "replan: batch read" in left and chance.random() < 0.1:
        spec["config"] = f"other {chance.random()}"
    if (ERASING.intersection(left) or not left) and chance.random() < (0.2 if len(left) > 10 else 0.7):
        spec["erase"] = chance.choice(("person", "person", "crowd")) + f"-{chance.randrange(7)}@storm.example"
        spec["traps"] |= dict.fromkeys(ERASING.intersection(left), 1)
    if HEARTBEATS.intersection(left) and chance.random() < 0.1:
        spec["mode"] = "worker"
    return spec


def _taken(here: Storm, tenant: str, lock: threading.Lock) -> list[dict[str, Any]]:
    """Some deliveries for a hand to take in."""
    with lock:
        mine = [each for each in here.teller.waiting if each["tenant"] == tenant][:6]
        for each in mine:
            here.teller.waiting.remove(each)
    return mine


def _given_back(here: Storm, deliveries: list[dict[str, Any]], lock: threading.Lock) -> None:
    """What a hand did not say it had taken in comes again, as a helpdesk has it."""
    if deliveries:
        with lock:
            acked = {line["id"] for line in here.thanked.read()}
            here.teller.waiting.extendleft(each for each in reversed(deliveries) if each["id"] not in acked)


def gale(here: Storm, kills: int, patience: float, life: float) -> None:
    """Workers and the web door are killed at any moment; now and then one stands still for longer than its lease."""

    def work(zygote: Zygote, chance: Random) -> None:
        while not here.over.is_set():
            tenant = "acme" if zygote.door is not None or chance.random() < 0.8 else "umbra"
            spec: dict[str, Any] = {"mode": "serve" if zygote.door is not None else "worker", "tenant": tenant}
            lives = chance.expovariate(1 / life) + 0.3
            if zygote.door is None and chance.random() < 0.15:
                spec |= {"how": "stop", "traps": {chance.choice(STILL): chance.randint(1, 3)}}
                lives += 2 * STILL_FOR / here.world.speed / SECOND
            here.one(zygote, spec, lives)

    here.begin(work)
    here.knock()
    pause = threading.Event()
    while here.toll.kills() < kills and here.seconds < patience:
        pause.wait(0.2)
