from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_network

import pytest

from slaclock.connectors.protocol import ConnectorError, Refused, Unavailable
from slaclock.connectors.reach import Reach
from slaclock.notify.mail import PLAIN, STARTTLS, MailNotifier, Relay
from slaclock.notify.words import Words
from tests.notify.notices import clock, notice

LOOPBACK = Reach((ip_network("127.0.0.1"),))


@dataclass
class Server:
    """A mail server of one conversation: says what it is told to, keeps what it is sent."""

    answers: dict[str, str] = field(default_factory=dict)
    """By the verb, or by a whole line."""
    heard: list[str] = field(default_factory=list)
    data: str = ""
    port: int = 0

    def listen(self) -> socket.socket:
        door = socket.create_server(("127.0.0.1", 0))
        self.port = door.getsockname()[1]
        threading.Thread(target=self._talk, args=[door], daemon=True).start()
        return door

    def _talk(self, door: socket.socket) -> None:
        try:
            connection, _ = door.accept()
        except OSError:
            return
        with connection, connection.makefile("rwb") as line:

            def say(text: str) -> None:
                line.write(text.encode() + b"\r\n")
                line.flush()

            say("220 mail.example.com")
            while heard := line.readline().decode().strip():
                self.heard.append(heard)
                verb = heard.split()[0].upper()
                say(
                    self.answers.get(heard)
                    or self.answers.get(verb, {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 fine"))
                )
                if verb == "DATA" and "DATA" not in self.answers:
                    while (text := line.readline().decode()) != ".\r\n":
                        self.data += text
                    say(self.answers.get(".", "250 kept"))
                if verb == "QUIT":
                    return


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    with found.listen():
        yield found


def mail(server: Server, reach: Reach = LOOPBACK, security: str = PLAIN, *further: str) -> MailNotifier:
    relay = Relay("127.0.0.1", server.port, security)
    return MailNotifier("lead", relay, "sla@example.com", ("lead@example.com", *further), Words(), reach, clock)


def test_a_notice_is_one_message_to_everybody(server: Server) -> None:
    mail(server).tell(notice())
    assert "Subject: T-1: first_response 75%" in server.data
    assert "To: lead@example.com" in server.data
    assert "Auto-Submitted: auto-generated" in server.data
    assert "first response of gold: until Mon 2 Mar 2026 10:00 UTC" in server.data


def test_a_second_attempt_has_the_same_message_id(server: Server) -> None:
    assert mail(server).message(notice())["Message-ID"] == mail(server).message(notice())["Message-ID"]


def test_nothing_in_a_fact_begins_another_header(server: Server) -> None:
    message = mail(server).message(notice(step="late\r\nBcc: all@example.com"))
    assert message["Bcc"] is None
    assert message["Subject"] == "T-1: late Bcc: all@example.com"


@pytest.mark.parametrize(
    "verb, answer, error",
    [
        ("RCPT", "550 no such user", Refused),
        ("RCPT", "451 later", Unavailable),
        ("MAIL", "550 you not", Refused),
        ("DATA", "451 busy", Unavailable),
    ],
)
def test_an_answer_means_what_it_means_everywhere(server: Server, verb: str, answer: str, error: type) -> None:
    server.answers[verb] = answer
    with pytest.raises(error) as raised:
        mail(server).tell(notice())
    assert "example.com" not in str(raised.value), "what the server says may repeat addresses"


@pytest.mark.parametrize(
    "answers, error, said",
    [
        (("450 greylisted", "250 fine"), Unavailable, "cannot take the message yet for 1 of its addresses"),
        (("550 no such user", "250 fine"), Refused, r"refused 1 of its addresses.*mend `to` under \[notify.lead\]"),
        (("550 no such user", "451 later"), Unavailable, "cannot take the message yet for 2 of its addresses"),
    ],
)
def test_who_was_refused_while_others_were_told_is_not_passed_over(
    server: Server, answers: tuple[str, str], error: type[ConnectorError], said: str
) -> None:
    server.answers = {
        f"rcpt TO:<{name}@example.com>": told for name, told in zip(("boss", "desk"), answers, strict=True)
    }
    with pytest.raises(error, match=said) as raised:
        mail(server, LOOPBACK, PLAIN, "boss@example.com", "desk@example.com").tell(notice())
    assert "first response of gold" in server.data, "the others have it"
    assert "example.com" not in str(raised.value)
    assert getattr(raised.value, "sent", True)


def test_an_inner_mail_server_has_to_be_allowed(server: Server) -> None:
    with pytest.raises(Refused, match="inner network"):
        mail(server, Reach()).tell(notice())
    assert not server.heard


def test_without_starttls_nothing_is_sent(server: Server) -> None:
    with pytest.raises(Refused, match="STARTTLS"):
        mail(server, security=STARTTLS).tell(notice())
    assert not server.data


def test_the_open_internet_is_reached_with_tls_only() -> None:
    relay = Relay("mail.example.com", 25, PLAIN)
    outside = MailNotifier(
        "lead",
        relay,
        "a@example.com",
        ("b@example.com",),
        Words(),
        Reach(),
        clock,
        resolve=lambda *_: ["93.184.215.14"],
    )
    with pytest.raises(Refused, match="not encrypted"):
        outside.tell(notice())


def test_nobody_there_is_no_word_against_the_message() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        free = door.getsockname()[1]
    with pytest.raises(Unavailable):
        mail(Server(port=free)).tell(notice())
