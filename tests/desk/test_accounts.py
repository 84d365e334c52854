"""Find an account, read it, and help at once."""

from datetime import date

import pytest

from finance_portal.models.closing import AccountFlag
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import DocumentKind
from finance_portal.models.messages import Message
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login, SecurityCase
from finance_portal.notices.wording import Wording
from finance_portal.services import deliveries, documents, kept_notices
from finance_portal.services.desk import finding
from finance_portal.services.vault import live_vault
from tests import make
from tests.desk.house import look
from tests.gateways.checked import checked_sandbox
from tests.make import MORNING
from tests.services.known import rows

pytestmark = pytest.mark.anyio


@pytest.fixture
def known(books):
    """The loan of Ada, who can be reached."""
    with books.db.begin() as session:
        person = session.get_one(Borrower, books.borrower_id)
        person.email, person.phone = "Ada@Example.com", "+12025550143"
    make.login(books)
    return books


@pytest.fixture
async def amy(house, ref):
    browser = await house.sign_in("amy", "agent")
    await look(browser, ref)
    return browser


@pytest.mark.parametrize(
    "typed",
    [
        "L1",
        "l-1",
        "Byron",
        "ada byron",
        "Byron, Ada",
        "ADA@example.COM",
        "(202) 555-0143",
        "+1 202 555 0143",
        "S9A00117",
        "s9a00117",
        "5UX53GP03S9A00117",
    ],
)
async def test_an_account_is_found_by_what_a_caller_can_say(house, known, typed):
    found = finding.find(house.db, live_vault(), house.deed("amy", "agent"), typed)

    assert [each.ref for each in found] == [known.contract.ref]
    assert found[0].names == ("Ada Byron",)


@pytest.mark.parametrize(
    "typed", ["", " ", "%", "_", "B%", "L", "00117", "' OR 1=1 --", "555-0143", "a@b", "\x00"]
)
async def test_case_45_what_names_nobody_finds_nothing(house, known, typed):
    assert finding.find(house.db, live_vault(), house.deed("amy", "agent"), typed) == []


async def test_a_payment_is_found_by_its_confirmation_number(house, known, tmp_path):
    world = checked_sandbox(tmp_path / "sandbox.db")
    method = await make.method(house.db, world.processor, known.borrower_id, make.CHECKING)
    paid = await make.pay(known, world.processor, method, "100.00")
    world.engine.close()

    (found,) = finding.find(house.db, live_vault(), house.deed("amy", "agent"), paid)

    assert found.ref == known.contract.ref


async def test_what_was_searched_for_stands_nowhere(house, known):
    amy = await house.sign_in("amy", "agent")

    answer = await amy.post("/", data={"words": "ada@example.com"})

    assert "Ada Byron" in answer.text
    assert "29,640" not in answer.text
    (line,) = house.trail("desk:search")
    assert line.detail == {"by": "amy", "role": "agent", "found": "1"}


async def test_the_account_shows_the_borrowers_own_figures(house, known, ref, amy):
    page = (await amy.get(f"/accounts/{ref}")).text

    assert "$29,640.40" in page
    assert "A•••@" not in page
    assert "a•••a@example.com" in page
    assert "2025550143" not in page
    assert "5UX53GP03S9A00117" not in page


async def test_what_the_borrower_sees_comes_from_the_borrowers_own_services(house, known, ref, amy):
    with house.db.read() as session:
        person = session.get_one(Borrower, known.borrower_id)

    page = (await amy.get(f"/accounts/{ref}/as/{person.ref}")).text

    assert "What Ada Byron sees" in page
    assert "$29,640.40" in page
    assert "$581.52" in page
    assert (await amy.get(f"/accounts/{ref}/as/nobody")).status_code == 404


async def test_an_account_that_is_not_there_is_not_found(house):
    amy = await house.sign_in("amy", "agent")

    assert (await amy.get("/accounts/nothing/why")).status_code == 404
    assert (await amy.post("/accounts/nothing/why", data={"reason": "call"})).status_code == 404


async def test_a_frozen_sign_in_is_opened_told_of_and_its_case_closed(house, known, ref, amy):
    with house.db.begin() as session:
        login = session.get_one(Login, rows(house.db, Login)[0].id)
        login.frozen_at = house.now
        session.add(SecurityCase(ref="c", login_id=login.id, kind="not_me", opened_at=house.now))
        person = session.get_one(Borrower, known.borrower_id).ref

    answer = await amy.post(f"/accounts/{ref}/unlock", data={"person": person})

    assert answer.headers["location"] == f"/accounts/{ref}?done=unlocked"
    assert rows(house.db, Login)[0].frozen_at is None
    assert rows(house.db, SecurityCase)[0].closed_at is not None
    assert {row.kind for row in rows(house.db, Message)} == {"sign_in_unlocked"}
    assert house.trail("desk:sign_in:unlocked")[0].subject == ref
    again = await amy.post(f"/accounts/{ref}/unlock", data={"person": person})
    assert again.status_code == 422


async def test_what_the_lender_has_closed_is_not_unlocked(house, known, ref, amy):
    with house.db.begin() as session:
        login = session.get_one(Login, rows(house.db, Login)[0].id)
        login.frozen_at = login.disabled_at = house.now
        person = session.get_one(Borrower, known.borrower_id).ref

    answer = await amy.post(f"/accounts/{ref}/unlock", data={"person": person})

    assert answer.status_code == 422
    assert rows(house.db, Login)[0].frozen_at is not None


def kept(books):
    with books.db.begin() as session:
        kept_notices.keep(
            session,
            Wording("A late charge was added", ("It is $29.08.",)),
            contract_id=books.contract.id,
            borrower_id=books.borrower_id,
            key="late:1",
            now=MORNING,
        )
    return rows(books.db, documents.Document)[-1]


async def test_a_notice_is_sent_again_word_for_word(house, known, ref, amy):
    paper = kept(known)

    answer = await amy.post(f"/accounts/{ref}/send-again", data={"paper": paper.ref})

    assert answer.headers["location"] == f"/accounts/{ref}/papers?done=sent"
    words = [deliveries.opened(row)[1] for row in rows(house.db, Message) if row.channel == "email"]
    assert {(each.subject, each.paragraphs) for each in words} == {
        ("A late charge was added", ("It is $29.08.",))
    }
    assert house.trail("desk:paper:sent_again")[0].detail["document"] == paper.ref


async def test_another_accounts_paper_is_neither_read_nor_sent(house, known, ref, amy, tmp_path):
    other = make.boarded(
        house.db,
        tmp_path,
        make.loan(id="L2", borrowers=[{"id": "P2", "first_name": "Eve", "last_name": "Other"}]),
    )
    paper = kept(other)

    assert (await amy.get(f"/accounts/{ref}/papers/{paper.ref}")).status_code == 404
    answer = await amy.post(f"/accounts/{ref}/send-again", data={"paper": paper.ref})
    assert answer.status_code == 422
    assert rows(house.db, Message) == []


async def test_a_document_is_read_as_a_pdf_and_not_marked_as_seen(house, known, ref, amy):
    paper = kept(known)
    assert paper.kind == DocumentKind.NOTICE

    answer = await amy.get(f"/accounts/{ref}/papers/{paper.ref}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    (line,) = documents.listed(house.db, borrower_id=known.borrower_id)
    assert line.is_new


async def test_a_flag_is_set_and_ended_under_the_name_of_whoever_does_it(house, known, ref, amy):
    since = {"kind": "bankruptcy", "since": "2026-11-20", "person": ""}

    answer = await amy.post(f"/accounts/{ref}/flags", data=since)

    assert answer.headers["location"] == f"/accounts/{ref}?done=flag"
    (flag,) = rows(house.db, AccountFlag)
    assert (flag.kind, flag.noted_by, flag.starts_on) == ("bankruptcy", "Amy", date(2026, 11, 20))
    assert "for information only" in (await amy.get(f"/accounts/{ref}")).text
    ended = await amy.post(
        f"/accounts/{ref}/flags/end", data={"kind": "bankruptcy", "on": "2026-11-22"}
    )
    assert ended.headers["location"] == f"/accounts/{ref}?done=unflag"
    assert [line.kind for line in house.trail("desk:flag")] == [
        "desk:flag:added",
        "desk:flag:ended",
    ]


async def test_a_flag_that_cannot_be_set_is_refused_in_words(house, ref, amy):
    for form in (
        {"kind": "bankruptcy", "since": "2026-12-24"},
        {"kind": "deceased", "since": "2026-11-20"},
        {"kind": "nonsense", "since": "2026-11-20"},
        {"kind": "bankruptcy", "since": ""},
    ):
        answer = await amy.post(f"/accounts/{ref}/flags", data=form)
        assert answer.status_code == 422
    assert rows(house.db, AccountFlag) == []


XSS = "<script>alert(1)</script><img src=x onerror=alert(1)>"


async def test_case_64_what_borrowers_typed_is_inert_at_the_desk(house, known, ref, tmp_path):
    world = checked_sandbox(tmp_path / "sandbox.db")
    await make.method(house.db, world.processor, known.borrower_id, make.CHECKING)
    world.engine.close()
    with house.db.begin() as session:
        person = session.get_one(Borrower, known.borrower_id)
        person.first_name = person.external_id = XSS
        session.get_one(Contract, known.contract.id).vehicle = XSS
        method = session.get_one(PaymentMethod, rows(house.db, PaymentMethod)[0].id)
        method.nickname = XSS[:40]
        method.label = "<b>bank</b>"
    audra = await house.sign_in("audra", "auditor")
    await look(audra, ref, "other", XSS)

    pages = [
        await audra.get(path)
        for path in (
            f"/accounts/{ref}",
            f"/accounts/{ref}/history",
            f"/accounts/{ref}/money",
            f"/accounts/{ref}/as/{person.ref}",
            "/looks",
            f"/looks?by={XSS}",
            f"/trail?kind={XSS}",
        )
    ]
    pages.append(await audra.post("/", data={"words": XSS}))

    assert all(page.status_code == 200 for page in pages)
    for page in pages:
        assert "<script" not in page.text
        assert "<img" not in page.text
        assert "<b>" not in page.text
        assert "&lt;script&gt;" in page.text
    assert rows(house.db, Payment) == []
