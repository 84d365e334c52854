"""Builders for people who register, recover or add a contract: what is boarded, typed and sent."""

from sqlalchemy import select

from finance_portal.api import ways_in
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.services import deliveries, passwords
from finance_portal.services.boarding.board import board
from finance_portal.services.identity import read_claim
from finance_portal.services.logins import add_login
from finance_portal.services.new_login import Application
from finance_portal.services.sign_in import Browser
from tests import make
from tests.api.doors import HOME, NOON, PASSWORD, PEPPERS

NUMBER, VIN = "5300999901", "5UX53GP03S9A00117"
TAX_ID, OTHER_TAX_ID = "987654301", "987654302"
ADA = {
    "id": "P1",
    "first_name": "Ada",
    "last_name": "Byron",
    "email": "ada@example.com",
    "phone": "+12125550101",
    "tax_id": TAX_ID,
}
BEN = ADA | {
    "id": "P2",
    "first_name": "Ben",
    "email": "ben@example.com",
    "phone": "+12125550102",
    "tax_id": OTHER_TAX_ID,
}
PHRASE = "seven umbrellas under a purple moon"
BROWSER = Browser(HOME)


def boarded(db, folder, *people, number=NUMBER, vin=VIN, **changes):
    """Board one contract that these people are bound by."""
    record = make.loan(id=number, vin=vin, borrowers=list(people or [ADA]), **changes)
    board(db, make.file(folder, record, name=f"{number}.json"), now=NOON)


def claim(**changes):
    """What Ada would type."""
    typed = {"account_number": NUMBER, "tax_id_last4": TAX_ID[-4:], "vin": VIN[-8:]}
    return read_claim(typed | changes)


def borrower(db, external_id="P1"):
    with db.read() as session:
        found = select(Borrower).where(Borrower.external_id == external_id)
        return session.scalars(found).one()


def with_login(db, external_id="P1", user_name="ada.byron", **contacts):
    """Give a boarded person a login."""
    with db.begin() as session:
        person = session.scalars(select(Borrower).where(Borrower.external_id == external_id)).one()
        return add_login(
            session,
            borrower=person,
            user_name=user_name,
            password_hash=passwords.hash_password(PASSWORD, PEPPERS, cost=4),
            now=NOON,
            **{"email": person.email} | contacts,
        )


def stored_login(db):
    with db.read() as session:
        return session.scalars(select(Login)).one()


def sent(db):
    """Everything that was written to be sent: (kind, to, wording)."""
    with db.read() as session:
        messages = session.scalars(select(Message).order_by(Message.id)).all()
        return [(message.kind, *deliveries.opened(message)) for message in messages]


def kinds(db):
    return [kind for kind, _, _ in sent(db)]


def last_code(db):
    return [wording.code for _, _, wording in sent(db) if wording.code][-1]


def way_of(portal, new):
    """The way in of a browser, as the next request finds it."""
    return portal.pre_auths.of_secret(new.secret, now=portal.now())


def application(portal, way, **changes):
    """What a borrower fills in at the end of a registration."""
    wanted = {
        "user_name": "ada.byron",
        "password": PHRASE,
        "access_word": ways_in.new_logins_of(portal)._word(way),
        "agrees_to_records": True,
        "agrees_to_terms": True,
    }
    return Application(**wanted | changes)


def proven(portal, db, *, channel="email"):
    """The way in of somebody whose registration code has come back."""
    registration = ways_in.registration_of(portal)
    new = registration.begin(claim(), channel, client=HOME, now=portal.now())
    code = last_code(db)
    registration.prove(way_of(portal, new), code, client=HOME, now=portal.now())
    return way_of(portal, new)
