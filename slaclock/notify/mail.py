"""Notices by e-mail: SMTP with TLS, one message for each notice, known again by its Message-ID."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate

from slaclock.connectors.protocol import ConnectorError, Denied, Refused, Unavailable
from slaclock.connectors.reach import Reach, Resolve, addresses
from slaclock.connectors.secret import Secret
from slaclock.desk import Notice
from slaclock.instant import SECOND
from slaclock.notify.web import Clock, Link, no_link
from slaclock.notify.words import Words

TIMEOUT = 20.0
STARTTLS, TLS, PLAIN = "starttls", "tls", "plain"


@dataclass(frozen=True, slots=True)
class Relay:
    """The mail server that takes our messages; `security` is starttls, tls or plain (inner networks only)."""

    host: str
    port: int
    security: str
    user: str | None = None
    password: Secret | None = None


@dataclass(frozen=True, slots=True)
class MailNotifier:
    """Tells some addresses by e-mail."""

    name: str
    relay: Relay
    sender: str
    to: tuple[str, ...]
    words: Words
    reach: Reach
    clock: Clock
    link: Link = no_link
    resolve: Resolve = addresses

    def tell(self, notice: Notice) -> None:
        """Make one attempt; a message that arrives twice has one Message-ID."""
        message = self.message(notice)
        address = self._judged()
        try:
            with _connected(self.relay, address) as smtp:
                refused = smtp.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise _meant(error, self.name) from None
        if refused:
            raise _in_part({code for code, _ in refused.values()}, len(refused), self.name)

    def message(self, notice: Notice) -> EmailMessage:
        """The message as it is sent."""
        link = self.link(notice)
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = ", ".join(self.to)
        message["Subject"] = self.words.subject(notice, link)
        message["Date"] = formatdate(self.clock() // SECOND, usegmt=True)
        message["Message-ID"] = f"<{notice.id}.{self.name}@slaclock.invalid>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.words.text(notice, link) + "\n")
        return message

    def _judged(self) -> str:
        """The address to connect to; in the open internet only with TLS, in inner networks where they are allowed."""
        scheme = "http" if self.relay.security == PLAIN else "https"
        reach = Reach(self.reach.networks, frozenset({self.relay.port}))
        found = self.resolve(self.relay.host, self.relay.port)
        for address in found:
            refusal = reach.refusal(scheme, address, self.relay.port)
            if refusal is not None:
                said = "is not encrypted; write security = 'starttls' or 'tls'" if "encrypted" in refusal else refusal
                raise Refused(f"{self.name}: {self.relay.host} {said}")
        if not found:
            raise Unavailable(f"{self.name}: {self.relay.host} has no address", sent=False)
        return found[0]


def _connected(relay: Relay, address: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    smtp = (
        smtplib.SMTP_SSL(timeout=TIMEOUT, context=context) if relay.security == TLS else smtplib.SMTP(timeout=TIMEOUT)
    )
    smtp._host = relay.host  # type: ignore[attr-defined]  # noqa: SLF001 - the certificate is checked against the name, the connection goes to the judged address
    smtp.connect(address, relay.port)
    try:
        if relay.security == STARTTLS:
            smtp.starttls(context=context)
        if relay.user is not None and relay.password is not None:
            smtp.login(relay.user, relay.password.reveal())
    except BaseException:
        smtp.close()
        raise
    return smtp


def _in_part(codes: set[int], count: int, name: str) -> ConnectorError:
    """What it means that some addresses were refused while the others have the message.

    Refused for now, all are told again, under the same Message-ID; refused for good, a person has to see to it.
    """
    told = f"{count} of its addresses, and took the message for the others"
    if any(code < 500 for code in codes):
        return Unavailable(f"{name}: the mail server cannot take the message yet for {told}", sent=True)
    return Refused(f"{name}: the mail server refused {told}; mend `to` under [notify.{name}]")


def _meant(error: Exception, name: str) -> ConnectorError:
    """What a failure of SMTP means; what the server said is left out, for it may repeat addresses."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Denied(f"{name}: the mail server does not accept our user or password")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
        gone = all(code >= 500 for code in codes)
        return Refused(f"{name}: all recipients refused") if gone else Unavailable(f"{name}: try later", sent=False)
    if isinstance(error, smtplib.SMTPResponseException):
        said = f"{name}: the mail server answered {error.smtp_code}"
        return Refused(said) if 500 <= error.smtp_code < 600 else Unavailable(said, sent=False)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Refused(f"{name}: the mail server offers no STARTTLS; write security = 'tls'")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Refused(f"{name}: the mail server's certificate is not valid for its name")
    return Unavailable(f"{name}: the mail server cannot be reached or broke off")
