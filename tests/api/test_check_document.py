"""Is this document ours? Anybody asks, through the gate; it says yes or no, and keeps nothing."""

from datetime import date

import httpx
import pytest

from finance_portal.api import gate, rules
from finance_portal.api.uploads import one_file
from finance_portal.documents import seal
from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.services.document_keys import sealing_key
from finance_portal.ui import routes
from finance_portal.ui.document_check import LARGEST, REFUSED
from tests.api.doors import ORIGIN, portal_of

pytestmark = pytest.mark.anyio

SENT = {"Origin": ORIGIN, "Accept": "application/json"}
MARK = "multipart/form-data; boundary=xx"


def form(content=b"%PDF-", name="file", head=b'; filename="a.pdf"'):
    first = b'--xx\r\nContent-Disposition: form-data; name="' + name.encode() + b'"' + head
    return first + b"\r\nContent-Type: application/pdf\r\n\r\n" + content + b"\r\n--xx--\r\n"


@pytest.fixture(scope="module")
def pdf():
    key = sealing_key()
    content = {"from": letterhead(), "words": ["Paid in full."]}
    plain = typeset(
        "letter-1",
        content,
        title="Paid in full",
        dated_on=date(2026, 11, 23),
        keywords=seal.place(key),
    )
    return seal.sealed(plain, key)


@pytest.fixture
def check(browse, routed):
    """Send a file as a browser does; return the status and what was said."""

    async def check(content, name="letter.pdf", **sent):
        answer = await browse(routed).post(
            routes.CHECK_DOCUMENT_FORM,
            files={"file": (name, content)},
            headers=SENT | sent,
        )
        return answer.status_code, answer.json()

    return check


async def test_what_we_sealed_is_ours_by_the_name_that_it_was_sent_under(check, pdf):
    status, said = await check(pdf)

    assert status == 200
    assert said["say"].startswith("letter.pdf is ours")


async def test_one_byte_flipped_and_it_is_not_confirmed(check, pdf):
    changed = bytearray(pdf)
    changed[len(pdf) // 2] ^= 1

    status, said = await check(bytes(changed))

    assert (status, said["error"]) == (422, REFUSED["not-confirmed"])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"GIF89a", "not-a-pdf"),
        (b" %PDF-1.7", "not-a-pdf"),
        (b"%PDF-1.7 seal-1 " + b"0" * 16 + b" " + b"0" * 128, None),
        (b"%PDF-1.7", None),
    ],
)
async def test_what_is_none_of_ours_is_refused_in_words(check, content, why):
    status, said = await check(content)

    words = said["errors"].get("file") if why else said["error"]
    assert (status, words) == (422, REFUSED[why or "not-confirmed"])


async def test_the_first_is_said_where_no_script_runs_too(browse, routed):
    answer = await browse(routed).post(
        routes.CHECK_DOCUMENT_FORM, files={"file": ("a.pdf", b"%PDF-1")}, headers={"Origin": ORIGIN}
    )

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{routes.CHECK_DOCUMENT}?error=not-confirmed"


async def test_no_address_can_claim_that_a_document_is_ours(browse, routed, pdf):
    answer = await browse(routed).post(
        routes.CHECK_DOCUMENT_FORM, files={"file": ("a.pdf", pdf)}, headers={"Origin": ORIGIN}
    )

    assert answer.headers["Location"] == f"{routes.CHECK_DOCUMENT}?error=script"


async def test_case_68_what_is_too_large_does_not_come_in(browse, routed):
    answer = await browse(routed).post(
        routes.CHECK_DOCUMENT_FORM,
        files={"file": ("a.pdf", b"0" * (rules.LARGEST_FILE + 1))},
        headers=SENT,
    )

    assert answer.status_code == 413


async def test_what_the_page_lets_through_the_gate_lets_through(check):
    status, _ = await check(b"%PDF-" + b"0" * (LARGEST - 5))

    assert status == 422


@pytest.mark.parametrize("path", [routes.SIGN_IN_FORM, "/auth/check-a-document/"])
async def test_no_other_form_takes_as_much(browse, path):
    content = b"a" * (rules.LARGEST_FORM + 1)

    answer = await browse().post(path, content=content, headers={"Origin": ORIGIN})

    assert answer.status_code == 413


async def test_case_68_one_address_checks_ten_and_then_waits(browse, routed):
    client = browse(routed)
    asked = {"files": {"file": ("a.pdf", b"%PDF-")}, "headers": SENT}

    codes = [
        (await client.post(routes.CHECK_DOCUMENT_FORM, **asked)).status_code for _ in range(11)
    ]

    assert codes == [422] * 10 + [429]


async def test_case_68_while_too_many_come_in_another_is_asked_to_wait(browse, routed, monkeypatch):
    monkeypatch.setattr(gate, "MOST_FILES", 0)

    answer = await browse(routed).post(
        routes.CHECK_DOCUMENT_FORM, files={"file": ("a.pdf", b"%PDF-")}, headers=SENT
    )

    assert answer.status_code == 503


async def test_a_seat_is_free_again_after_each(db, behind, routed, browse, monkeypatch):
    monkeypatch.setattr(gate, "MOST_FILES", 1)
    many = portal_of(db, rate_limit_factor=10)
    client = browse(routed, portal=many)
    files = {"file": ("a.pdf", b"%PDF-")}

    answers = [
        await client.post(routes.CHECK_DOCUMENT_FORM, files=files, headers=SENT) for _ in range(3)
    ]

    assert [each.status_code for each in answers] == [422] * 3


async def test_case_46_another_site_cannot_send_one(browse, routed, pdf):
    answer = await browse(routed).post(
        routes.CHECK_DOCUMENT_FORM,
        files={"file": ("a.pdf", pdf)},
        headers=SENT | {"Origin": "https://evil.example"},
    )

    assert answer.status_code == 403


async def test_the_form_of_a_browser_is_read():
    request = httpx.Request("POST", ORIGIN, files={"file": ("Zo\u00eb.pdf", b"%PDF-\r\n--x\r\n")})

    file = one_file(request.read(), request.headers["Content-Type"])

    assert (file.name, file.content) == ("Zo\u00eb.pdf", b"%PDF-\r\n--x\r\n")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (form(), "multipart/form-data"),
        (form(), "multipart/form-data; boundary="),
        (form(), "multipart/form-data; boundary=yy"),
        (form(), "text/plain"),
        (form(name="other"), MARK),
        (form(head=b""), MARK),
        (form(b"1\r\n--xx\r\nContent-Disposition: form-data\r\n\r\n2"), MARK),
        (form()[:-6], MARK),
        (form()[3:], MARK),
        (b"--xx\r\n--xx--", MARK),
        (b"--xx--", MARK),
        (b"", MARK),
    ],
)
def test_case_68_what_no_browser_sends_is_not_read(body, kind):
    assert one_file(body, kind) is None


async def test_case_46_a_form_without_a_file_is_not_read(browse, routed):
    answer = await browse(routed).post(
        routes.CHECK_DOCUMENT_FORM, data={"file": "%PDF-"}, headers=SENT
    )

    assert answer.status_code == 415
