"""Somebody with a lease near its end, on a real database."""

import secrets
from datetime import datetime

from sqlmodel import col, select

from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.events import Payment
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.security import Login
from finance_portal.services import accounts, contracts, demo, ledger
from finance_portal.services.boarding.board import board
from finance_portal.services.lease_end.outlook import outlook
from finance_portal.services.ledger import NEXT, Happening
from finance_portal.services.security.desk import Act
from finance_portal.services.sessions import SignedIn
from finance_portal.services.vault import live_vault
from tests.make import cents
from tests.services.known import HOME, NOON

NOW = datetime(2026, 11, 23, 10, tzinfo=EASTERN)
TODAY = NOW.date()
DANIEL, THEO, SOFIA, JAMES, ELENA = (
    "5300184403",
    "5300184410",
    "5300184404",
    "5300184406",
    "5300184401",
)
TOKEN = "t" * 32


class Holder:
    """A borrower of the demo portfolio and the contract of an account number."""

    def __init__(self, db, number):
        self.db = db
        with db.begin() as session:
            self.contract = contracts.by_number(session, live_vault(), number)
            self.person = session.exec(
                select(Borrower)
                .join(Obligor, col(Obligor.borrower_id) == Borrower.id)
                .where(col(Obligor.contract_id) == self.contract.id)
                .order_by(col(Borrower.id))
            ).first()
            self.act = self.acting(session, self.person, f"user{number}")

    @property
    def ref(self):
        return self.contract.ref

    def about(self, **more):
        return {"contract_ref": self.ref, "now": NOW} | more

    def acting(self, session, person, user_name):
        login = Login(
            borrower_id=person.id,
            user_name=user_name,
            email=f"{user_name}@example.com",
            password_hash="none",
            created_at=NOON,
            password_set_at=NOON,
        )
        session.add(login)
        session.flush()
        who = SignedIn(person.id, login.id, "s1", person.first_name, "password", NOON)
        return Act(who, HOME, NOON)

    def joined(self, name="Ruth"):
        """Bind somebody else by the same contract, and return how they act."""
        with self.db.begin() as session:
            other = Borrower(ref=name, external_id=name, first_name=name, last_name="Whitfield")
            session.add(other)
            session.flush()
            session.add(
                Obligor(contract_id=self.contract.id, borrower_id=other.id, is_primary=False)
            )
            return self.acting(session, other, name.lower())

    def position(self, today=TODAY):
        with self.db.read() as session:
            contract = session.get_one(Contract, self.contract.id)
            return contracts.file_of(session, contract).position(today)

    def pay(self, amount, now=NOW):
        """Post a payment."""
        payment = Payment(
            effective_on=now.date(), sequence=NEXT, id=f"paid {now}", amount=cents(amount)
        )
        self.enter(payment, now)

    def enter(self, event, now=NOW):
        with self.db.begin() as session:
            happening = Happening(event, secrets.token_hex(8))
            ledger.enter(session, self.contract.id, [happening], now)

    def seen(self, today=TODAY):
        about = {"borrower_id": self.person.id, "contract_ref": self.ref}
        return outlook(self.db, **about, today=today)

    def account(self, today=TODAY):
        about = {"borrower_id": self.person.id, "contract_ref": self.ref}
        return accounts.account(self.db, **about, today=today)


def portfolio(db):
    board(db, demo.PORTFOLIO, now=NOW)
    return db
