"""Somebody with a contract, an account to debit and autopay, on a real database."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from finance_portal.domain.autopay import AmountRule, Frequency, Plan
from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.events import Payment
from finance_portal.models.autopay import Autopay
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.security import Login
from finance_portal.services import ledger
from finance_portal.services.autopay import signing
from finance_portal.services.autopay.signing import Wanted
from finance_portal.services.ledger import NEXT, Happening
from finance_portal.services.security.desk import Act
from finance_portal.services.sessions import SignedIn
from tests import make
from tests.services.known import HOME, NOON, rows

NOW = datetime(2026, 3, 10, 10, tzinfo=EASTERN)
PROCESSOR = "sandbox"


def at(day):
    """Ten in the morning of a day, where the lender is."""
    return datetime.combine(date.fromisoformat(day), NOW.timetz())


@dataclass
class Payer:
    """A borrower who may sign, and what they have."""

    books: make.Books
    login: Login
    method: PaymentMethod

    @property
    def db(self):
        return self.books.db

    @property
    def act(self):
        who = SignedIn(self.books.borrower_id, self.login.id, "s1", "Ada Byron", "password", NOON)
        return Act(who, HOME, NOON)

    @property
    def contract_ref(self):
        return self.books.contract.ref

    def wanted(self, now=NOW, method=None, **changes):
        """What is signed, with the words as they were shown."""
        changes.setdefault("starts_on", now.date() + timedelta(days=1))
        ref = (method or self.method).ref
        draft = Wanted(self.contract_ref, ref, Plan(**changes))
        return self.propose(draft, now).wanted

    def propose(self, wanted, now=NOW):
        return signing.propose(self.db, borrower_id=self.books.borrower_id, wanted=wanted, now=now)

    def sign(self, now=NOW, **changes):
        return signing.sign(
            self.db, self.act, wanted=self.wanted(now, **changes), name="Ada Byron", now=now
        )

    def row(self):
        return rows(self.db, Autopay)[-1]

    def pay(self, on, amount, **details):
        """Post a payment."""
        payment = Payment(
            effective_on=date.fromisoformat(on),
            sequence=NEXT,
            id=f"paid {on}",
            amount=make.cents(amount),
            **details,
        )
        self.enter(payment, at(on))

    def enter(self, event, now):
        with self.db.begin() as session:
            happening = Happening(event, secrets.token_hex(8))
            ledger.enter(session, self.books.contract.id, [happening], now)


def payer(db, folder, record=None, **changes):
    books = make.boarded(db, folder, record or make.loan(**changes), now=NOW)
    with db.begin() as session:
        login = Login(
            borrower_id=books.borrower_id,
            user_name="ada",
            email="ada@example.com",
            password_hash="none",
            created_at=NOON,
            password_set_at=NOON,
        )
        session.add(login)
    return Payer(books, login, add_method(db, books.borrower_id))


def add_method(db, borrower_id, *, last4="6789", fingerprint="f1", **changes):
    values = {
        "ref": secrets.token_urlsafe(8),
        "borrower_id": borrower_id,
        "processor": PROCESSOR,
        "livemode": False,
        "customer": "cus_1",
        "method": f"pm_{secrets.token_hex(6)}",
        "kind": "us_bank_account",
        "label": "Checking",
        "last4": last4,
        "fingerprint_index": fingerprint,
        "usable": True,
        "added_at": NOON,
    }
    method = PaymentMethod(**values | changes)
    with db.begin() as session:
        session.add(method)
    return method


EVERY_RULE = [
    {},
    {"days_after_due": 7},
    {"days_after_due": -4},
    {"amount": AmountRule.DUE_PLUS, "extra": 150_00},
    {"amount": AmountRule.FIXED, "fixed": 700_00},
    {"frequency": Frequency.TWICE_A_MONTH},
    {"frequency": Frequency.EVERY_TWO_WEEKS, "drafts_while_ahead": True},
    {"frequency": Frequency.EVERY_TWO_WEEKS},
]
