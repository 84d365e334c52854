"""Documents: whoever they belong to reads them, and nobody else."""

import secrets

import pytest

from finance_portal.api.cookies import Name
from finance_portal.documents import seal
from finance_portal.models.autopay import PaymentAuthorization
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.people import Obligor
from finance_portal.services import documents
from finance_portal.services.document_keys import public_keys
from finance_portal.ui import routes
from tests import paper
from tests.api.doors import NOON, begin, login
from tests.make import boarded

pytestmark = pytest.mark.anyio

ADDRESS = f"{routes.AUTOPAY_COPY}?{routes.REF}="


@pytest.fixture
def ask(browse, routed, db, portal):
    """Ask for a document as a login, or as nobody."""

    async def ask(ref, who=None):
        secret = who and begin(db, portal.sessions, who).secret
        cookie = {"Cookie": f"{Name.SESSION}={secret}"} if secret else {}
        return await browse(routed).get(f"{ADDRESS}{ref}", headers=cookie)

    return ask


@pytest.fixture
def elena(db):
    return login(db)


@pytest.fixture
def signed(db, elena, tmp_path):
    contract = boarded(db, tmp_path).contract
    return authorization(db, contract, elena.borrower_id)


def authorization(db, contract: Contract, borrower_id):
    with db.begin() as session:
        method = PaymentMethod(
            ref="m",
            borrower_id=borrower_id,
            processor="sandbox",
            livemode=False,
            customer="c",
            method="pm",
            kind="card",
            label="Visa debit card",
            last4="5556",
            usable=True,
            added_at=NOON,
        )
        session.add(method)
        session.flush()
        signed = PaymentAuthorization(
            ref=secrets.token_urlsafe(12),
            contract_id=contract.id,
            borrower_id=borrower_id,
            method_id=method.id,
            words="I authorize you.\nHow much: the amount due.",
            version="autopay-1",
            hash="0" * 64,
            signed_name="Elena Marsh",
            signed_at=NOON,
            ip="203.0.113.7",
            user_agent="",
        )
        session.add(signed)
    return signed.ref


async def test_whoever_signed_it_gets_the_pdf_and_it_is_kept_nowhere(ask, elena, signed):
    answer = await ask(signed, elena)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Elena Marsh" in paper.text(answer.content)


async def test_case_01_case_44_somebody_elses_is_as_unknown_as_none(ask, db, signed):
    mallory = login(db, "mallory")

    theirs, none = await ask(signed, mallory), await ask("another", mallory)

    assert (theirs.status_code, theirs.text) == (none.status_code, none.text) == (404, none.text)


async def test_nobody_is_sent_to_sign_in(ask, signed):
    answer = await ask(signed)

    assert (answer.status_code, answer.headers["Location"]) == (303, routes.over("login"))


async def test_a_schedule_is_downloaded_by_who_is_bound_by_the_contract(
    browse, routed, db, portal, elena, tmp_path
):
    books = boarded(db, tmp_path)
    with db.begin() as session:
        session.add(
            Obligor(contract_id=books.contract.id, borrower_id=elena.borrower_id, is_primary=False)
        )
    cookie = {"Cookie": f"{Name.SESSION}={begin(db, portal.sessions, elena).secret}"}
    address = f"{routes.SCHEDULE_CSV}?{routes.ACCOUNT}={books.contract.ref}"

    answer = await browse(routed).get(address, headers=cookie)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.splitlines()[1].startswith("1,2026-03-01,581.52,221.92,359.60,29640.40")
    assert (await browse(routed).get(f"{address}x", headers=cookie)).status_code == 404
    assert (await browse(routed).get(address)).status_code == 303


async def test_a_strangers_schedule_does_not_exist(browse, routed, db, portal, elena, tmp_path):
    books = boarded(db, tmp_path)
    cookie = {"Cookie": f"{Name.SESSION}={begin(db, portal.sessions, elena).secret}"}
    address = f"{routes.SCHEDULE_CSV}?{routes.ACCOUNT}={books.contract.ref}"

    assert (await browse(routed).get(address, headers=cookie)).status_code == 404


async def test_the_copy_is_sealed_and_stands_among_the_documents(ask, db, elena, signed):
    with db.begin() as session:
        session.add(Obligor(contract_id=1, borrower_id=elena.borrower_id, is_primary=False))

    first, again = await ask(signed, elena), await ask(signed, elena)

    assert seal.is_ours(first.content, public_keys())
    assert again.content == first.content
    (line,) = documents.listed(db, borrower_id=elena.borrower_id)
    assert (line.kind, line.is_new) == ("authorization", False)


@pytest.mark.parametrize("path", [routes.DOCUMENT, routes.RECEIPT_COPY])
async def test_case_02_what_is_not_theirs_is_not_there(browse, routed, db, portal, path):
    secret = begin(db, portal.sessions, login(db, "mallory")).secret

    answer = await browse(routed).get(
        f"{path}?{routes.REF}=P-1", headers={"Cookie": f"{Name.SESSION}={secret}"}
    )

    assert (answer.status_code, answer.text) == (404, "There is no such document.")
