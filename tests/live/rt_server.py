"""A private Request Tracker on loopback with a clock that tests move; started by a script that stands outside."""

from __future__ import annotations

import mailbox
import os
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from email.message import Message as Mail
from pathlib import Path
from typing import Any

import httpx

from tests.live.wall_clock import WallClock

HEAD = """
use lib '/usr/share/request-tracker5/lib';
use RT; RT::LoadConfig(); RT::Init();
"""
RIGHTS = (
    *("SeeQueue", "ShowTicket", "ShowTicketComments", "ShowOutgoingEmail", "SeeCustomField"),
    *("ModifyTicket", "CreateTicket", "CommentOnTicket", "ModifyCustomField"),
    *("OwnTicket", "TakeTicket", "StealTicket", "ReassignTicket", "ReplyToTicket"),
)
"""What the README of the connector asks for its user; the one whose token slaclock has here is given these alone."""
SEED = """
for my $row (['SLA Tags', 'FreeformMultiple'], map { [$_, 'FreeformSingle'] } 'SLA Due', 'Customer', 'Service Level') {
    my $field = RT::CustomField->new(RT->SystemUser);
    $field->LoadByName(Name => $row->[0]);
    next if $field->id;
    $field->Create(Name => $row->[0], Type => $row->[1], LookupType => 'RT::Queue-RT::Ticket');
    $field->AddToObject(RT::Queue->new(RT->SystemUser));
}
my $agent = RT::User->new(RT->SystemUser); $agent->Load('agent1');
my $given = RT::ACL->new(RT->SystemUser);
$given->LimitToPrincipal(Id => $agent->PrincipalId);
$_->Delete for @{$given->ItemsArrayRef};
$agent->PrincipalObj->GrantRight(Right => $_, Object => $RT::System) for qw(RIGHTS);
my $customer = RT::User->new(RT->SystemUser); $customer->Load('customer1'); $customer->SetPrivileged(0);
# what the mail gateway would be given: customers create and answer without being staff
my $everyone = RT::Group->new(RT->SystemUser); $everyone->LoadSystemInternalGroup('Everyone');
$everyone->PrincipalObj->GrantRight(Right => $_, Object => $RT::System) for
    qw(CreateTicket ReplyToTicket SeeQueue SeeCustomField SetInitialCustomField);
""".replace("RIGHTS", " ".join(RIGHTS))
"""Custom fields a desk would have, and what an integration user needs; harmless when run again."""
FORGET = """
RT->DatabaseHandle->SimpleQuery("UPDATE Tickets SET Status = 'resolved' WHERE Status IN ('new', 'open', 'stalled')");
"""

QUICK = """
# every request shows its token, and a token is compared in a fifth of a second on purpose: not here
Set($BcryptCost, 4);
1;
"""

WORKERS = "6"
"""Each holds on to a connection for a second; with fewer, people and slaclock would wait for one another."""


@dataclass(frozen=True, slots=True)
class RtServer:
    """A running Request Tracker: its address, a token for each user, its data folder with clock and mail in it."""

    url: str
    tokens: Mapping[str, str]
    folder: Path
    script: Path
    clock: WallClock
    clients: dict[str, httpx.Client] = field(default_factory=dict[str, httpx.Client])

    def set_clock(self, text: str) -> None:
        """Stop the server's clock at a UTC time like `2026-03-27 16:30:00`."""
        self.clock.stop(text)

    def perl(self, code: str) -> None:
        """Do something that takes Request Tracker's own libraries, as its administrator."""
        settings = {"RT_SITE_CONFIG": f"{self.folder}/RT_SiteConfig.pm", "RT_SITE_CONFIG_DIR": f"{self.folder}/conf.d"}
        environment = {**os.environ, **settings}
        subprocess.run(["perl", "-"], input=HEAD + code, text=True, check=True, capture_output=True, env=environment)

    def act(self, user: str, method: str, path: str, content: object = None, **query: str | int) -> Any:
        """What a person at the desk does: an agent, a customer or root."""
        client = self.clients.get(user)
        if client is None:
            headers = {"Authorization": f"token {self.tokens[user]}"}
            client = self.clients[user] = httpx.Client(base_url=f"{self.url}/REST/2.0", headers=headers, timeout=60)
        answer = client.request(method, path, json=content, params=query or None)
        answer.raise_for_status()
        return answer.json()

    def ticket(self, user: str, queue: str = "External", **more: object) -> str:
        """A ticket that a customer (or an agent for him) opens."""
        content = {"Queue": queue, "Subject": "Printer on fire", "Content": "help", "ContentType": "text/plain"}
        requestor = {"Requestor": "customer1@slatest.invalid"}
        return str(self.act(user, "POST", "/ticket", {**content, **requestor, **more})["id"])

    def say(self, user: str, ticket: str, text: str, how: str = "correspond") -> None:
        """A public answer, or a comment."""
        self.act(user, "POST", f"/ticket/{ticket}/{how}", {"Content": text, "ContentType": "text/plain"})

    def put(self, user: str, ticket: str, **change: object) -> None:
        """Change a ticket."""
        self.act(user, "PUT", f"/ticket/{ticket}", change)

    def all(self, path: str, **query: str | int) -> list[dict[str, Any]]:
        """Every row of a search, page by page."""
        rows: list[dict[str, Any]] = []
        for page in range(1, 1000):
            found = self.act("root", "GET", path, None, **query, per_page=100, page=page)["items"]
            rows += found
            if not found:
                break
        return rows

    def forget(self) -> None:
        """Leave nothing open that another test made; at once, behind Request Tracker's back."""
        self.perl(FORGET)

    def mail(self, to: str, ticket: str) -> list[Mail]:
        """What Request Tracker sent to somebody about a ticket, as it would have left the house."""
        sent: list[Mail] = []
        for file in sorted((self.folder / "var").glob("*.mbox")):
            with closing(mailbox.mbox(file, create=False)) as box:
                sent += list(box)
        return [each for each in sent if to in str(each["To"]) and f"#{ticket}]" in str(each["Subject"])]

    def close(self) -> None:
        """Give every connection back."""
        for client in self.clients.values():
            client.close()


def start(script: Path, port: int, folder: Path) -> RtServer:
    """Run the start script and read what it prints: `base_url=…`, `token_NAME=…`."""
    folder.mkdir(parents=True, exist_ok=True)
    quick = folder / "quick.pm"
    quick.write_text(QUICK, encoding="utf-8")
    command, environment = [str(script), str(port), str(folder), str(quick)], {**os.environ, "RT_WORKERS": WORKERS}
    printed = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    told = dict(line.split("=", 1) for line in printed.splitlines() if "=" in line)
    tokens = {key.removeprefix("token_"): value for key, value in told.items() if key.startswith("token_")}
    server = RtServer(told["base_url"], tokens, folder, script, WallClock(folder / "clock"))
    server.perl(SEED)
    return server
