"""A mail server and a Twilio of our own, on this machine: what they were given, and what they say.

with mail_server(tmp_path) as server:
    await SmtpMailer(server.settings, trust=server.trust).send(letter)
"""

import base64
import json
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import parse_qs

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from finance_portal.settings import Settings
from tests.ports import free_port

HERE = "127.0.0.1"
USER, PASSWORD = "portal", "a password for the mail server"
SID, TOKEN = "AC" + "0" * 32, "a token for the text messages"


@dataclass
class MailServer:
    """Remembers envelopes. `says` maps an SMTP command to the reply that it gets instead."""

    settings: Settings
    trust: ssl.SSLContext
    says: dict[str, str] = field(default_factory=dict)
    envelopes: list = field(default_factory=list)

    @property
    def letters(self):
        return [
            message_from_bytes(envelope.content, policy=policy.default)
            for envelope in self.envelopes
        ]

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if "RCPT" in self.says:
            return self.says["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if "DATA" in self.says:
            return self.says["DATA"]
        self.envelopes.append(envelope)
        return "250 taken"


@contextmanager
def mail_server(folder, *, security="starttls", password=PASSWORD):
    """A mail server that wants TLS and a password."""
    files = _certificate(folder)
    identity = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    identity.load_cert_chain(*files)
    server = MailServer(Settings(), ssl.create_default_context(cafile=files[0]))
    is_starttls = security == "starttls"
    controller = Controller(
        server,
        hostname=HERE,
        port=free_port(),
        ssl_context=identity if security == "tls" else None,
        tls_context=identity if is_starttls else None,
        require_starttls=is_starttls,
        auth_required=is_starttls,  # it does not count TLS from the first byte as TLS
        auth_require_tls=is_starttls,
        authenticator=_check_password,
    )
    controller.start()
    server.settings = Settings(
        mail="smtp",
        mail_from="no-reply@portal.test",
        smtp_host=HERE,
        smtp_port=controller.port,
        smtp_security=security,
        smtp_user=USER,
        smtp_password=password,
    )
    try:
        yield server
    finally:
        controller.stop()


def _check_password(_server, _session, _envelope, _mechanism, given):
    is_right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


def _certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HERE)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "mail.crt", folder / "mail.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@dataclass
class Twilio:
    """Remembers forms. `says` are the answers to come: (status, code), before it takes any."""

    settings: Settings = field(default_factory=Settings)
    says: list[tuple[int, int]] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)

    def answer(self, path, authorization, form):
        """Answer as https://www.twilio.com/docs/messaging/api/message-resource says."""
        if path != f"/2010-04-01/Accounts/{SID}/Messages.json":
            return 404, {"code": 20404, "status": 404, "message": "not found"}
        expected = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
        if authorization != f"Basic {expected}":
            return 401, {"code": 20003, "status": 401, "message": "Authenticate"}
        if self.says:
            status, code = self.says.pop(0)
            return status, {"code": code, "status": status, "message": f"about {form['To']}"}
        if not {"To", "Body"} <= form.keys() or not {"From", "MessagingServiceSid"} & form.keys():
            return 400, {"code": 21603, "status": 400, "message": "a parameter is missing"}
        self.forms.append(form)
        return 201, {"sid": f"SM{len(self.forms):032d}", "status": "queued", "error_code": None}


@contextmanager
def twilio(**settings):
    """A Twilio on a port of this machine."""
    account = Twilio()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            status, said = account.answer(self.path, self.headers["Authorization"], form)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer((HERE, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        account.settings = Settings(
            **{
                "texts": "twilio",
                "twilio_account_sid": SID,
                "twilio_auth_token": TOKEN,
                "twilio_from": "+12025550100",
                "twilio_url": f"http://{HERE}:{server.server_port}",
            }
            | settings
        )
        try:
            yield account
        finally:
            server.shutdown()
            thread.join()
