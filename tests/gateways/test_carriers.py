"""Who carries mail and text messages, over real sockets: all of them keep the same promises."""

import json
import socket
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from finance_portal.gateways import live, outbox
from finance_portal.gateways.mail import Letter, SmtpMailer
from finance_portal.gateways.outbox import Outbox
from finance_portal.gateways.sending import SendLater, Undeliverable
from finance_portal.gateways.sms import TextMessage, TwilioTexter
from finance_portal.settings import Settings
from tests.gateways.receivers import HERE, SID, mail_server, twilio

pytestmark = [pytest.mark.anyio, pytest.mark.allow_hosts([HERE])]

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
LETTER = Letter(
    ref="0123456789ab",
    to="elena@example.com",
    subject="Your code to sign in",
    text="Type this code, Zoë:",
    html="<p>Type this code, Zoë:</p>",
    written_at=NOON,
    code="123456",
)
TEXT = TextMessage(
    ref="ba9876543210", to="+12025550123", text="A café's code", written_at=NOON, code="123456"
)


@pytest.fixture
def mail(tmp_path):
    with mail_server(tmp_path) as server:
        yield server


@pytest.fixture
def texts():
    with twilio() as account:
        yield account


@pytest.fixture(params=["smtp", "outbox"])
def mailer(request, tmp_path):
    """A mailer, and how often a receiver got something to read that holds some words."""
    if request.param == "outbox":
        yield Outbox(tmp_path), lambda words: _kept(tmp_path, words)
        return
    server = request.getfixturevalue("mail")
    mailer = SmtpMailer(server.settings, trust=server.trust)
    yield mailer, lambda words: sum(words in _plain(one) for one in server.letters)


@pytest.fixture(params=["twilio", "outbox"])
def texter(request, tmp_path):
    if request.param == "outbox":
        return Outbox(tmp_path), lambda words: _kept(tmp_path, words)
    account = request.getfixturevalue("texts")
    texter = TwilioTexter(account.settings, httpx.AsyncHTTPTransport())
    return texter, lambda words: sum(words in form["Body"] for form in account.forms)


def _plain(letter):
    return letter.get_body(["plain"]).get_content()


def _kept(folder, words):
    return sum(words in sent.words for sent in outbox.newest(folder, 10))


async def test_a_letter_arrives_and_has_a_name_that_stays(mailer):
    mailer, arrived = mailer

    names = {await mailer.send(LETTER), await mailer.send(LETTER)}

    assert arrived("Type this code") >= 1
    assert len(names) == 1
    assert len(names.pop()) <= 80


async def test_a_text_message_arrives_and_has_a_name(texter):
    texter, arrived = texter

    assert 0 < len(await texter.send(TEXT)) <= 80
    assert arrived("A café's code") == 1


async def test_a_letter_is_multipart_and_says_that_a_machine_wrote_it(mail):
    await SmtpMailer(mail.settings, trust=mail.trust).send(LETTER)

    (letter,) = mail.letters
    assert letter["From"] == "Finance Portal <no-reply@portal.test>"
    assert letter["To"] == "elena@example.com"
    assert letter["Message-ID"] == "<0123456789ab@portal.test>"
    assert letter["Date"].datetime == NOON
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert letter.get_body(["plain"]).get_content().strip() == LETTER.text
    assert letter.get_body(["html"]).get_content().strip() == LETTER.html


async def test_mail_goes_over_tls_from_the_first_byte_too(tmp_path):
    with mail_server(tmp_path, security="tls") as mail:
        await SmtpMailer(mail.settings, trust=mail.trust).send(LETTER)

        assert len(mail.letters) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_mail_server_that_nobody_vouches_for_is_given_nothing(tmp_path, security):
    with mail_server(tmp_path, security=security) as mail:
        with pytest.raises(SendLater, match="SSLCertVerificationError"):
            await SmtpMailer(mail.settings).send(LETTER)

        assert mail.envelopes == []


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    ("reply", "meaning"),
    [("550 no such mailbox", Undeliverable), ("451 later", SendLater)],
)
async def test_a_mail_server_says_never_or_later(mail, command, reply, meaning):
    mail.says[command] = reply

    with pytest.raises(meaning, match=reply[:3]) as refusal:
        await SmtpMailer(mail.settings, trust=mail.trust).send(LETTER)
    assert "elena" not in str(refusal.value)


async def test_a_wrong_password_of_ours_is_no_reason_to_give_up(tmp_path):
    with (
        mail_server(tmp_path, password="another") as mail,
        pytest.raises(SendLater, match="SMTPAuthenticationError"),
    ):
        await SmtpMailer(mail.settings, trust=mail.trust).send(LETTER)


async def test_a_mail_server_that_is_not_there_is_tried_later():
    nobody = Settings(mail="smtp", smtp_host=HERE, smtp_port=_closed_port())

    with pytest.raises(SendLater, match="ConnectionRefusedError"):
        await SmtpMailer(nobody).send(LETTER)


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "Your code\r\nBcc: mallory@example.net"},
        {"subject": "Your code\nX: y"},
        {"to": "elena@example.com\r\nBcc: mallory@example.net"},
        {"to": "elena@example.com, mallory@example.net"},
        {"to": "elena@example.com\x00"},
        {"to": "Elena <elena@example.com>"},
        {"to": "elena"},
        {"to": ""},
        {"to": "elena@example.com\n"},
        {"to": f"{'e' * 250}@example.com"},
        {"ref": "a\r\nBcc: mallory@example.net"},
    ],
)
async def test_case_67_a_header_that_would_become_two_is_refused(changed):
    with pytest.raises(ValueError, match=r"one printable line|one address"):
        replace(LETTER, **changed)


async def test_case_67_a_brand_with_a_line_break_sends_nothing(mail):
    brand = mail.settings.brand.model_copy(update={"name": "Portal\r\nBcc: mallory@example.net"})
    settings = mail.settings.model_copy(update={"brand": brand})

    with pytest.raises(ValueError, match=r"CR|LF|linefeed|header"):
        await SmtpMailer(settings, trust=mail.trust).send(LETTER)
    assert mail.envelopes == []


async def test_text_messages_leave_from_a_number_or_through_a_service(texts):
    transport = httpx.AsyncHTTPTransport()
    service = texts.settings.model_copy(update={"twilio_messaging_service": "MG1"})

    await TwilioTexter(texts.settings, transport).send(TEXT)
    await TwilioTexter(service, httpx.AsyncHTTPTransport()).send(TEXT)

    assert texts.forms == [
        {"To": TEXT.to, "Body": TEXT.text, "From": "+12025550100"},
        {"To": TEXT.to, "Body": TEXT.text, "MessagingServiceSid": "MG1"},
    ]


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (400, 21610, Undeliverable),  # STOP
        (400, 21211, Undeliverable),  # no such number
        (400, 21614, Undeliverable),  # no mobile number
        (400, 21606, SendLater),  # our own number is wrong
        (401, 20003, SendLater),
        (429, 20429, SendLater),
        (500, 20500, SendLater),
        (503, 20503, SendLater),
    ],
)
async def test_twilio_says_never_or_later(texts, status, code, meaning):
    texts.says.append((status, code))
    texter = TwilioTexter(texts.settings, httpx.AsyncHTTPTransport())

    with pytest.raises(meaning, match=f"{status}, code {code}") as refusal:
        await texter.send(TEXT)
    assert TEXT.to not in str(refusal.value)


async def test_a_wrong_token_of_ours_is_no_reason_to_give_up(texts):
    wrong = texts.settings.model_copy(update={"twilio_account_sid": SID[::-1]})

    with pytest.raises(SendLater, match="404"):
        await TwilioTexter(wrong, httpx.AsyncHTTPTransport()).send(TEXT)


async def test_a_twilio_that_is_not_there_is_asked_later():
    nobody = Settings(twilio_url=f"http://{HERE}:{_closed_port()}")

    with pytest.raises(SendLater, match="ConnectError"):
        await TwilioTexter(nobody, httpx.AsyncHTTPTransport()).send(TEXT)


async def test_the_outbox_is_read_by_its_owner_only(tmp_path):
    folder = tmp_path / "outbox"
    name = await Outbox(folder).send(LETTER)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / name).stat().st_mode & 0o777 == 0o600
    assert json.loads((folder / name).read_text())["code"] == "123456"


async def test_the_outbox_names_the_newest_first(tmp_path):
    await Outbox(tmp_path).send(LETTER)
    await Outbox(tmp_path).send(replace(TEXT, written_at=NOON.replace(microsecond=1)))

    first, second = outbox.newest(tmp_path, 10)

    assert (first.channel, first.to, first.subject) == ("text", TEXT.to, "")
    assert (second.channel, second.to, second.subject) == ("email", LETTER.to, LETTER.subject)
    assert outbox.newest(tmp_path, 1) == [first]


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({}, ("outbox", "outbox")),
        ({"mail": "smtp", "texts": "twilio", "twilio_account_sid": SID}, ("smtp", "twilio")),
    ],
)
async def test_the_settings_say_who_carries(chosen, names):
    settings = Settings(**chosen)

    assert (live.mailer(settings).name, live.texter(settings).name) == names


def test_no_message_shows_itself_in_a_log():
    shown = f"{LETTER!r} {TEXT!r}"

    assert shown == "Letter(0123456789ab) TextMessage(ba9876543210)"


def _closed_port():
    with socket.create_server((HERE, 0)) as listener:
        return listener.getsockname()[1]
