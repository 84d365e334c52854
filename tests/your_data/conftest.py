"""The demo's borrowers with their papers, a second installation that is empty, and bundles."""

import io
import json
import shutil
import zipfile
from contextlib import ExitStack, closing
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.domain.autopay import Plan
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.people import Borrower
from finance_portal.services import contracts, demo, logins
from finance_portal.services.autopay import signing as autopay
from finance_portal.services.document_keys import public_keys
from finance_portal.services.payoff import quoting
from finance_portal.services.relief import hardship
from finance_portal.services.security.desk import Act
from finance_portal.services.sessions import SignedIn
from finance_portal.services.vault import live_vault
from finance_portal.services.your_data import bundle
from finance_portal.services.your_data.restore import restore
from tests import make
from tests.make import MORNING

LATER_ON = date(2026, 12, 1)
FORMULA = '=HYPERLINK("https://evil.example")'
PDF = b"%PDF-1.7 a paper that was typeset %%EOF"


@pytest.fixture
async def lender(db, world, monkeypatch):
    """An installation with the demo in it; hashing its passwords would take the most time."""
    monkeypatch.setattr("finance_portal.services.passwords.hash_password", lambda *_: "hashed")
    await demo.prepare(db, world.processor, now=MORNING)
    return db


@pytest.fixture
async def busy(lender, world):
    """The same, after its first borrower has used everything, and two have paid."""
    books, act, method = at_home(lender, "P-1001")
    await make.pay(books, world.processor, method, "150.00")
    make.schedule(books, make.order(books, method, "20.00", pay_on=LATER_ON), now=MORNING)
    plan = Plan(starts_on=MORNING.date() + timedelta(days=3))
    draft = autopay.Wanted(books.contract.ref, method, plan)
    shown = autopay.propose(lender, borrower_id=books.borrower_id, wanted=draft, now=MORNING)
    autopay.sign(lender, act, wanted=shown.wanted, name="Elena Vasquez", now=MORNING)
    letter = quoting.Wanted(contract_ref=books.contract.ref, good_through=LATER_ON)
    quoting.quote(lender, act, wanted=letter, now=MORNING)
    told = hardship.Situation(situation="income", months=3, wish="unsure", details=FORMULA)
    hardship.ask(
        lender, act, contract_ref=books.contract.ref, form_token="t" * 20, told=told, now=MORNING
    )
    books, _, method = at_home(lender, "P-1003")  # whose contract P-1002 has signed, too
    await make.pay(books, world.processor, method, "75.00")
    return lender


def at_home(db, external_id):
    """A borrower's first contract, who they are when signed in, and what they pay with."""
    with db.read() as session:
        borrower = session.exec(
            select(Borrower).where(col(Borrower.external_id) == external_id)
        ).one()
        login = logins.login_of(session, borrower.id)
        (contract, *_) = contracts.contracts_of(session, borrower.id)
        method = session.exec(
            select(PaymentMethod.ref).where(
                col(PaymentMethod.borrower_id) == borrower.id,
                col(PaymentMethod.kind) == "us_bank_account",
            )
        ).first()
    who = SignedIn(borrower.id, login.id, "s1", borrower.name, MORNING)
    return make.Books(db, contract, borrower.id), Act(who, make.HERE, MORNING), method


@pytest.fixture
def another(db, request, tmp_path):
    """Return what makes another installation of the same sort, with nobody in it."""
    with ExitStack() as stack:

        def made():
            if db.engine.dialect.name == "sqlite":
                migrated = request.getfixturevalue("migrated_file")
                file = shutil.copy(migrated, tmp_path / f"{uuid4().hex}.db")
                return stack.enter_context(closing(Database(f"sqlite:///{file}")))
            emptied = request.getfixturevalue("emptied")
            url = emptied.lend()
            stack.callback(emptied.take_back, url)
            address = url.render_as_string(hide_password=False)
            return stack.enter_context(closing(Database(address)))

        yield made


@pytest.fixture
def empty(another):
    return another()


@pytest.fixture
def unset(monkeypatch):
    """Papers that are not typeset: what is in them is tested elsewhere, and takes the time."""
    monkeypatch.setattr(
        "finance_portal.services.documents.typeset", lambda *_args, **_more: PDF, raising=True
    )
    monkeypatch.setattr("finance_portal.documents.seal.sealed", lambda pdf, _key: pdf)


def person(db, external_id):
    with db.read() as session:
        wanted = select(Borrower.id).where(col(Borrower.external_id) == external_id)
        return session.exec(wanted).one()


def exported(db, borrower_id, *, now=MORNING, instance="https://a.example"):
    """Make a bundle and return it as a file in memory."""
    target = io.BytesIO()
    bundle.write(db, live_vault(), target, borrower_id=borrower_id, now=now, instance=instance)
    return target


def files_of(target):
    """Return the content of each file of a bundle."""
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def account_of(target):
    return json.loads(files_of(target)["account.json"])


def imported(db, target, folder, *, now=MORNING, keys=None):
    file = folder / "bundle.zip"
    file.write_bytes(target.getvalue())
    return restore(db, live_vault(), file, keys=keys or public_keys(), now=now)
