"""The judge of a storm. Imports nothing of slaclock: it reads the store, the helpdesks' own logs and what was told.

    python -m tests.storm.checker FOLDER

Prints every broken invariant with an example, then one line: `kills …, due …, fired …, lost 0, doubled 0, early 0`.
Asks `slaclock doctor` as well. Exits with 1 if anything is broken.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.storm.evidence import Evidence, Row, gather
from tests.storm.foretold import JUMP, MESSAGES, SLACK, Step, Ticket, foretold

FINAL = ("sent", "found", "superseded")
LOST, DOUBLED, EARLY, WRONG = "lost", "doubled", "early", "wrong"


@dataclass
class Judgement:
    """What was found: counts for the line, and every violation under its invariant."""

    due: int = 0
    fired: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    violations: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def broken(self, invariant: str, kind: str, example: object) -> None:
        """One violation."""
        self.counts[kind] += 1
        self.violations[invariant].append(f"{kind}: {example}")

    def line(self, kills: int) -> str:
        """The verdict in one line."""
        counts = ", ".join(f"{kind} {self.counts[kind]}" for kind in (LOST, DOUBLED, EARLY))
        wrong = f", wrong {self.counts[WRONG]}" if self.counts[WRONG] else ""
        return f"kills {kills:,}, due {self.due:,}, fired {self.fired:,}, {counts}{wrong}"


class Judge:
    """Goes through the invariants one after another."""

    def __init__(self, evidence: Evidence) -> None:
        self.seen = evidence
        self.tickets = foretold(evidence.told)
        self.found = Judgement()
        self.firings = {_key(row): row for row in evidence.tables["firings"]}
        self.stored: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for row in evidence.tables["events"]:
            self.stored[row["tenant"], row["ticket"]][row["event"]] = row["stored_at"]

    def judge(self) -> Judgement:
        """Everything."""
        self.facts()
        self.acknowledged()
        self.steps()
        self.clocks()
        self.unfired()
        self.torn()
        self.effects()
        self.notices()
        self.undone()
        self.forgotten()
        return self.found

    def facts(self) -> None:
        """I1: what a helpdesk told is stored; I11: at its own tenant and nowhere else."""
        for (tenant, name), ticket in self.tickets.items():
            for missing in ticket.events.keys() - self.stored[tenant, name].keys():
                self.found.broken("I1", LOST, f"fact {missing} of {tenant} {name} was told and is not stored")
        for (tenant, name), stored in self.stored.items():
            mine = self.tickets.get((tenant, name))
            foreign = [
                each for each in stored if not each.startswith("own-") and (mine is None or each not in mine.events)
            ]
            for each in foreign:
                self.found.broken("I11", WRONG, f"fact {each} stands at {tenant} {name} and was never told there")

        for row in (*self.seen.tables["firings"], *self.seen.tables["clocks"]):
            if not self.stored.get((row["tenant"], row["ticket"])):
                self.found.broken(
                    "I11", WRONG, f"{row['tenant']} {row['ticket']} has no facts there, and yet {row['policy']}"
                )

    def acknowledged(self) -> None:
        """I4: a delivery that was thanked for is in the inbox, and was read."""
        inbox: dict[tuple[str, str], str] = {}
        for row in self.seen.tables["deliveries"]:
            headers = json.loads(row["headers"]) if isinstance(row["headers"], str) else row["headers"]
            inbox[row["tenant"], headers["webhook-id"]] = row["state"]
        # a delivery that names somebody who was forgotten is removed with the name
        forgotten = {(line["tenant"], line["requester"]) for line in self.seen.erased}
        for line in self.seen.acked:
            state = inbox.get((line["tenant"], line["id"]))
            if state is None and not forgotten.intersection((line["tenant"], each) for each in line["askers"]):
                self.found.broken("I4", LOST, f"delivery {line['id']} was thanked for and is not in the inbox")
            elif state not in (None, "done"):
                self.found.broken("I1", LOST, f"delivery {line['id']} is {state}")

    def steps(self) -> None:
        """I1 lost steps, I2 early ones, I3 uncalled-for ones, I9 and I10 other instants than arithmetic's."""
        right: Counter[tuple[str, str]] = Counter()
        wrong: dict[tuple[str, str], list[str]] = defaultdict(list)
        by_ticket: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.seen.tables["firings"]:
            by_ticket[row["tenant"], row["ticket"]].append(row)
        for key, ticket in self.tickets.items():
            if not ticket.free:
                self._must(key, ticket)
                for row in by_ticket[key] if self.stored.get(key) else ():
                    said = self._step(row, ticket, self.stored[key])
                    if said is None:
                        right[key[0], row["policy"]] += 1
                    elif said:
                        wrong[key[0], row["policy"]].append(said)
        for kind, examples in wrong.items():
            for each in examples:
                self.found.broken("I10" if right[kind] else "I9", WRONG, each)
        self.found.fired = len(self.firings)

    def _step(self, row: Row, ticket: Ticket, stored: Mapping[str, int]) -> str | None:
        """One firing: None if it is right, a sentence if arithmetic says another instant, nothing if it is worse."""
        step, slack = Step(row["policy"], row["metric"], row["step"]), SLACK * self.seen.world["speed"]
        legal = [(ticket.plan(known), until) for known, until in ticket.knowledge(stored)]
        plans = [plan for plan, until in legal if until is None or until >= row["fired_at"] - slack]
        whole = [plan[step] for plan in plans if step in plan]
        if row["fired_at"] < min(whole, default=row["due_at"]) or row["fired_at"] < row["deliver_at"]:
            self.found.broken("I2", EARLY, f"{_name(row)} fired at {row['fired_at']}, due {whole}")
        if not whole:
            self.found.broken("I3", WRONG, f"{_name(row)} was fired though what was known did not call for it")
            return ""
        return None if row["due_at"] in whole else f"{_name(row)} due {row['due_at']}, by arithmetic {whole}"

    def _must(self, key: tuple[str, str], ticket: Ticket) -> None:
        for step in ticket.plan(ticket.everything):
            if ticket.never_stopped(step):
                self.found.due += 1
                if (*key, *step) not in self.firings:
                    self.found.broken("I1", LOST, f"{step.name} of {' '.join(key)} was never fired")

    def clocks(self) -> None:
        """I3: whatever the order of telling, each first response starts and stops where the facts say."""
        known = {(row["tenant"], row["ticket"]): row for row in self.seen.tables["clocks"] if _is_first(row)}
        for key, ticket in self.tickets.items():
            facts = [event for name, event in ticket.events.items() if name in self.stored[key]]
            told = ticket.first("created", facts), ticket.first("message", facts, author="agent")
            if ticket.free or told[0] is None:
                continue
            row = known.get(key)
            runs = None if row is None else (row["started_at"], row["stopped_at"])
            if runs != told:
                self.found.broken("I3", WRONG, f"the clock of {' '.join(key)} runs {runs}, told was {told}")

    def unfired(self) -> None:
        """I1: at the end nothing is armed, nothing waits, no key fired twice."""
        for name, states in (("timers", ()), ("wants", ()), ("outbox", FINAL)):
            for row in self.seen.tables[name]:
                if row.get("state") not in states or not states:
                    facts = (
                        row["tenant"],
                        row["ticket"],
                        *(row.get(each) for each in ("cause", "step", "state", "error")),
                    )
                    self.found.broken("I1", LOST, f"{name}: {' '.join(str(each) for each in facts if each)}")
        for key, count in Counter(map(_whole_key, self.seen.tables["firings"])).items():
            if count > 1:
                self.found.broken("I1", DOUBLED, f"{key} fired {count} times")

    def torn(self) -> None:
        """I5: what belongs into one transaction stands together: a step and its messages, a due date and its push."""
        messages: Counter[tuple[str, ...]] = Counter()
        pushed = set()
        for row in self.seen.tables["outbox"]:
            messages[row["tenant"], row["ticket"], *row["cause"].split("/")[:5]] += 1
            pushed.add((row["tenant"], row["ticket"], row["generation"]))
        for row in self.seen.tables["firings"]:
            cause = (row["policy"], row["metric"], str(row["cycle"]), row["step"], str(row["repeat"]))
            wanted = MESSAGES[row["step"]] if row["policy"] == "gold" else 1
            count = messages.pop((row["tenant"], row["ticket"], *cause), 0)
            if count < wanted:
                self.found.broken("I5", LOST, f"{_name(row)} was fired with {count} of {wanted} messages")
            elif count > wanted:
                self.found.broken("I1", DOUBLED, f"{_name(row)} was fired with {count} messages instead of {wanted}")
        for key in messages:
            if key[2] != "due_date":
                self.found.broken("I5", WRONG, f"a message without a step: {' '.join(key)}")
        for row in self.seen.tables["tickets"]:
            if row["due_generation"] and (row["tenant"], row["ticket"], row["due_generation"]) not in pushed:
                self.found.broken("I5", LOST, f"due date {row['due_generation']} of {row['tenant']} {row['ticket']}")

    def effects(self) -> None:
        """I6 and I7: each message took effect once, due dates never backwards; I11 at its tenant's; I12 and no more."""
        again = "I7" if not self.seen.toll["kills"] and self.seen.toll["stops"] else "I6"
        wanted = {row["action"]: row for row in self.seen.tables["outbox"] if row["kind"] != "notify"}
        for tenant, log in self.seen.effects.items():
            counts = Counter(effect["action"] for effect in log)
            for action, count in counts.items():
                mine = wanted.get(action)
                if mine is None or mine["tenant"] != tenant:
                    self.found.broken("I11", WRONG, f"{action} at {tenant}'s helpdesk is none of its messages")
                elif count > 1:
                    self.found.broken(again, DOUBLED, f"{mine['kind']} {action} of {mine['ticket']} {count} times")
            self._lines(tenant, log)
            for row in wanted.values():
                gone = row["tenant"] == tenant and row["helpdesk"] == "front" and not counts[row["action"]]
                if gone and row["state"] == "sent":
                    self.found.broken("I6", LOST, f"{row['kind']} {row['action']} of {row['ticket']} took no effect")
        for effect in (each for log in self.seen.effects.values() for each in log):
            cause = wanted.get(effect["action"])
            firing = (
                None if cause is None else self.firings.get((cause["tenant"], cause["ticket"], *_step(cause["cause"])))
            )
            if firing is not None and effect["at"] < firing["due_at"] - JUMP:
                self.found.broken("I2", EARLY, f"{_name(firing)} took effect before it was due")

    def _lines(self, tenant: str, log: Iterable[Row]) -> None:
        pushes: dict[str, list[Row]] = defaultdict(list)
        for effect in log:
            if effect["kind"] == "due":
                pushes[effect["ticket"]].append(effect)
        for name, line in pushes.items():
            generations = [each["generation"] for each in line]
            if generations != sorted(generations):
                self.found.broken("I6", WRONG, f"older due dates of {tenant} {name} after newer ones: {generations}")
            # once is a new date, twice may be there and back again
            if any(len({each["value"] for each in line[n : n + 3]}) == 1 for n in range(len(line) - 2)):
                self.found.broken("I12", DOUBLED, f"the due date of {tenant} {name} was set {len(line)} times over")

    def notices(self) -> None:
        """Every step of the crowd was told to somebody, perhaps together with others."""
        heard = {(ticket, step) for notice in self.seen.notices for ticket, step in notice["steps"]}
        for row in self.seen.tables["outbox"]:
            sent = row["kind"] == "notify" and row["state"] == "sent"
            if sent and (row["ticket"], row["cause"].split("/")[3]) not in heard:
                self.found.broken("I6", LOST, f"nobody heard of {row['cause']} of {row['ticket']}")

    def undone(self) -> None:
        """I8: what was seen fired stays fired, at the instant it was, wherever the clock went."""
        for line in self.seen.seen:
            row = self.firings.get(tuple(line["key"]))
            if row is None or row["fired_at"] != line["fired_at"]:
                self.found.broken(
                    "I8",
                    WRONG,
                    f"{' '.join(line['key'])} was seen fired at {line['fired_at']}: {row and row['fired_at']}",
                )

    def forgotten(self) -> None:
        """I13: a forgotten name stands nowhere."""
        for line in self.seen.erased:
            found = sum(line["requester"] in text for text in self.seen.texts.get(line["tenant"], ()))
            if found:
                self.found.broken("I13", WRONG, f"{line['requester']} was forgotten and stands in {found} places")


def _key(row: Row) -> tuple[str, ...]:
    return row["tenant"], row["ticket"], row["policy"], row["metric"], row["step"]


def _whole_key(row: Row) -> tuple[str, ...]:
    return (*_key(row), str(row["cycle"]), str(row["repeat"]))


def _is_first(row: Row) -> bool:
    return bool(row["metric"] == "first_response")


def _step(cause: str) -> tuple[str, ...]:
    parts = cause.split("/")
    return (parts[0], parts[1], parts[3]) if len(parts) > 3 else ()


def _name(row: Row) -> str:
    return f"{row['step']} of {row['tenant']} {row['ticket']}"


def doctor(folder: Path, world: Row) -> list[str]:
    """What `slaclock doctor` finds broken."""
    told: list[str] = []
    for tenant in sorted(path.stem for path in folder.glob("*.toml")):
        command = [sys.executable, "-m", "slaclock", "doctor", "--json", "--config", str(folder / f"{tenant}.toml")]
        environment = {**os.environ, "STORM_STORE": world["url"], "STORM_SECRET": "not needed to look"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1) or not done.stdout:
            told.append(f"{tenant}: doctor ended with {done.returncode}: {done.stderr.strip()[-300:]}")
            continue
        broken = [row for row in json.loads(done.stdout) if row["broken"]]
        told += [f"{tenant} {row['helpdesk']}: {row['name']} {row['count']} {row['examples']}" for row in broken]
    return told


def main(folder: Path) -> int:
    """The verdict, printed; 1 if anything is broken."""
    evidence = gather(folder)
    judgement = Judge(evidence).judge()
    for invariant, found in sorted(judgement.violations.items()):
        print(f"{invariant} broken {len(found)} times, like {found[0]}")
    ill = doctor(folder, evidence.world)
    for each in ill:
        print(f"doctor: {each}")
    print(judgement.line(evidence.toll["kills"]))
    return 1 if judgement.violations or ill else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
