"""One or two people who are bound by a contract, and sign for it, on a real database."""

from dataclasses import dataclass
from datetime import datetime

from finance_portal.domain.calendar import EASTERN
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.services import journal
from finance_portal.services.contracts import file_of
from finance_portal.services.relief import signing
from finance_portal.services.relief.effects import Choice, Kind
from finance_portal.services.relief.signing import Wanted
from finance_portal.services.requests import new_form_token
from finance_portal.services.security.desk import Act
from finance_portal.services.sessions import SignedIn
from tests import make
from tests.services.known import HOME, NOON, rows

NOW = datetime(2026, 11, 23, 10, tzinfo=EASTERN)
ADA = {"id": "P1", "first_name": "Ada", "last_name": "Byron"}
GRACE = {"id": "P2", "first_name": "Grace", "last_name": "Hopper"}


@dataclass
class Bound:
    """Somebody who is bound by a contract."""

    books: make.Books
    person: Borrower
    login: Login

    @property
    def db(self):
        return self.books.db

    @property
    def ref(self):
        return self.books.contract.ref

    @property
    def name(self):
        return f"{self.person.first_name} {self.person.last_name}"

    @property
    def act(self):
        who = SignedIn(self.person.id, self.login.id, "s1", self.name, "password", NOON)
        return Act(who, HOME, NOON)

    def propose(self, kind, number, now=NOW, token=None):
        wanted = Wanted(self.ref, Choice(kind, number), token or new_form_token())
        return signing.propose(self.db, borrower_id=self.person.id, wanted=wanted, now=now)

    def waiting(self, kind, now=NOW):
        return signing.waiting(
            self.db, borrower_id=self.person.id, contract_ref=self.ref, kind=kind, now=now
        )

    def sign(self, proposal, now=NOW):
        return signing.sign(self.db, self.act, wanted=proposal.wanted, name=self.name, now=now)

    def file(self):
        with self.db.read() as session:
            return file_of(session, session.get_one(Contract, self.books.contract.id))

    def events(self):
        with self.db.read() as session:
            return journal.events_of(session, self.books.contract.id)


def bound(db, folder, *people, business_date="2026-11-23", **changes):
    """Board a contract of which every installment was paid when due; return who is bound by it."""
    record = make.CURRENT | {"borrowers": list(people or (ADA,))} | changes
    books = make.boarded(db, folder, record, now=NOW, business_date=business_date)
    with db.begin() as session:
        for person in rows(db, Borrower):
            session.add(
                Login(
                    borrower_id=person.id,
                    user_name=person.first_name.lower(),
                    email=f"{person.first_name.lower()}@example.com",
                    password_hash="none",
                    created_at=NOON,
                    password_set_at=NOON,
                )
            )
    logins = {each.borrower_id: each for each in rows(db, Login)}
    return [Bound(books, person, logins[person.id]) for person in rows(db, Borrower)]


def both(db, folder):
    return bound(db, folder, ADA, GRACE)


def extend(who, months=1, now=NOW):
    return who.sign(who.propose(Kind.EXTENSION, months, now), now)
