"""A private Request Tracker on loopback with a clock that tests move; started by a script that stands outside."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

SEED = """
use lib '/usr/share/request-tracker5/lib';
use RT; RT::LoadConfig(); RT::Init();
for my $row (['SLA Tags', 'FreeformMultiple'], ['Customer', 'FreeformSingle'], ['Service Level', 'FreeformSingle']) {
    my $field = RT::CustomField->new(RT->SystemUser);
    $field->LoadByName(Name => $row->[0]);
    next if $field->id;
    $field->Create(Name => $row->[0], Type => $row->[1], LookupType => 'RT::Queue-RT::Ticket');
    $field->AddToObject(RT::Queue->new(RT->SystemUser));
}
my $agent = RT::User->new(RT->SystemUser); $agent->Load('agent1');
$agent->PrincipalObj->GrantRight(Right => $_, Object => $RT::System) for qw(ReassignTicket ShowOutgoingEmail);
my $customer = RT::User->new(RT->SystemUser); $customer->Load('customer1'); $customer->SetPrivileged(0);
# what the mail gateway would be given: customers create and answer without being staff
my $everyone = RT::Group->new(RT->SystemUser); $everyone->LoadSystemInternalGroup('Everyone');
$everyone->PrincipalObj->GrantRight(Right => $_, Object => $RT::System) for qw(CreateTicket ReplyToTicket SeeQueue);
"""
"""Custom fields a desk would have, and what an integration user needs; harmless when run again."""


@dataclass(frozen=True, slots=True)
class RtServer:
    """A running Request Tracker: its address, a token for each user, its data folder with the clock in it."""

    url: str
    tokens: dict[str, str]
    folder: Path
    script: Path

    def set_clock(self, text: str) -> None:
        """Stop the server's clock at a UTC time like `2026-03-27 16:30:00`."""
        (self.folder / "clock").write_text(f"{text}\n", encoding="utf-8")

    def seed(self) -> None:
        """Make what the start script does not."""
        settings = {"RT_SITE_CONFIG": f"{self.folder}/RT_SiteConfig.pm", "RT_SITE_CONFIG_DIR": f"{self.folder}/conf.d"}
        environment = {**os.environ, **settings}
        subprocess.run(["perl", "-"], input=SEED, text=True, check=True, capture_output=True, env=environment)

    def act(self, user: str, method: str, path: str, content: object = None) -> Any:
        """What a person at the desk does: an agent, a customer or root."""
        headers = {"Authorization": f"token {self.tokens[user]}"}
        with httpx.Client(base_url=f"{self.url}/REST/2.0", headers=headers, timeout=60) as client:
            answer = client.request(method, path, json=content)
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

    def solve_all(self) -> None:
        """Leave nothing open that another test made."""
        found = self.act("root", "GET", "/tickets?query=Status='__Active__'&per_page=100")
        for each in found["items"]:
            self.put("root", each["id"], Status="resolved")


def start(script: Path, port: int, folder: Path) -> RtServer:
    """Run the start script and read what it prints: `base_url=…`, `token_NAME=…`."""
    printed = subprocess.run([script, str(port), folder], check=True, capture_output=True, text=True).stdout
    told = dict(line.split("=", 1) for line in printed.splitlines() if "=" in line)
    tokens = {key.removeprefix("token_"): value for key, value in told.items() if key.startswith("token_")}
    server = RtServer(told["base_url"], tokens, folder, script)
    server.seed()
    return server
