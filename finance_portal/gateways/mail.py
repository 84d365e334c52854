"""Letters by electronic mail, over SMTP."""

import asyncio
import re
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol

from finance_portal.gateways.sending import SendLater, Undeliverable
from finance_portal.settings import Settings

SECONDS = 10.0
AT_ONCE = 4
PERMANENT = 500  # SMTP replies from here on say never (RFC 5321 4.2.1)

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"  # RFC 5322 3.2.3
_LABEL = r"[A-Za-z0-9-]+"
ADDRESS = re.compile(rf"(?=.{{3,254}}$){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail. `ref` stays the same when it is sent again."""

    ref: str
    to: str
    subject: str
    text: str
    html: str
    written_at: datetime
    code: str = ""  # the code in it, for the local outbox

    def __post_init__(self) -> None:
        """Raise ValueError for a header that would become two, or a second receiver (case 67)."""
        if not (self.ref.isalnum() and self.subject.isprintable()):
            raise ValueError("a header is one printable line")
        if not ADDRESS.fullmatch(self.to):
            raise ValueError("a letter goes to one address")

    def __repr__(self) -> str:
        return f"Letter({self.ref})"


class Mailer(Protocol):
    """Somebody who takes letters."""

    name: str

    async def send(self, letter: Letter) -> str:
        """Send a letter; return what it is called there. Raises SendLater, Undeliverable."""


class SmtpMailer:
    """Hands letters to a mail server, over TLS from the first byte or from STARTTLS on."""

    name = "smtp"

    def __init__(self, settings: Settings, *, trust: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._trust = trust or ssl.create_default_context()
        # Threads of its own: a mail server that hangs must not hold up anything else.
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="mail")

    async def send(self, letter: Letter) -> str:
        """Send a letter; return its Message-ID. Raises SendLater, Undeliverable."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._send, letter)

    def _send(self, letter: Letter) -> str:
        message = written(letter, self._settings)
        sender, receiver = self._settings.mail_sender, letter.to
        try:
            with self._connected() as server:
                server.send_message(message, sender, [receiver])
        except smtplib.SMTPRecipientsRefused as refused:
            raise _meant(refused.recipients[receiver][0]) from refused
        except smtplib.SMTPDataError as refused:
            raise _meant(refused.smtp_code) from refused
        except (smtplib.SMTPException, OSError) as failed:
            raise SendLater(f"the mail server: {type(failed).__name__}") from failed
        return str(message["Message-ID"])

    def _connected(self) -> smtplib.SMTP:
        chosen = self._settings
        where = (chosen.smtp_host, chosen.smtp_port)
        if chosen.smtp_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=SECONDS, context=self._trust)
        else:
            server = smtplib.SMTP(*where, timeout=SECONDS)
        try:
            if chosen.smtp_security == "starttls":
                server.starttls(context=self._trust)
            if chosen.smtp_user:
                server.login(chosen.smtp_user, chosen.smtp_password.get_secret_value())
        except BaseException:
            server.close()
            raise
        return server


def written(letter: Letter, settings: Settings) -> EmailMessage:
    """Return a letter as it goes over the wire; sent again, it keeps its Message-ID."""
    host = settings.mail_sender.rpartition("@")[2]
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(settings.brand.name, addr_spec=settings.mail_sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.ref}@{host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence note in return
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _meant(reply: int) -> SendLater | Undeliverable:
    words = f"the mail server answered {reply}"
    return Undeliverable(words) if reply >= PERMANENT else SendLater(words)
