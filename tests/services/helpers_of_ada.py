"""Somebody whom Ada lets in to her contract: an invitation, the link in its mail, a login."""

from dataclasses import dataclass
from datetime import date

from finance_portal.models.delegates import Delegation
from finance_portal.models.security import Login
from finance_portal.services.delegates import giving, taking
from finance_portal.services.delegates.giving import Wanted
from finance_portal.services.security.desk import Act
from finance_portal.services.sessions import SignedIn
from finance_portal.services.throttle import Budgets
from tests.services.desks import words
from tests.services.known import HOME, NOON, login, rows
from tests.services.payers import NOW, Payer, payer

TODAY = NOW.date()
THROUGH = date(2026, 6, 30)
ROSA = "rosa@example.com"


@dataclass
class Helper:
    """Rosa, with a login of her own and Ada's contract open to her."""

    ada: Payer
    login: Login
    ref: str

    @property
    def db(self):
        return self.ada.db

    @property
    def id(self):
        return self.login.borrower_id

    @property
    def act(self):
        return act_of(self.login, "Rosa Diaz")

    @property
    def contract_ref(self):
        return self.ada.contract_ref

    def row(self):
        return rows(self.db, Delegation)[-1]


def act_of(known, name, now=NOON):
    return Act(SignedIn(known.borrower_id, known.id, "s2", name, now), HOME, now)


def wanted(ada, **changes):
    usual = {
        "contract_ref": ada.contract_ref,
        "name": "Rosa Diaz",
        "email": ROSA,
        "preset": "family",
        "through_on": THROUGH,
    }
    return Wanted(**usual | changes)


def invite(ada, **changes):
    asked = wanted(ada, **changes)
    return giving.invite(ada.db, ada.act, Budgets(), wanted=asked, today=TODAY)


def secret(db):
    """The secret of the link in the last invitation's mail."""
    return words(db, "invitation").link.url.partition("#")[2]


def helper(db, folder, preset="family", **changes):
    """Ada's contract, open to Rosa."""
    ada = payer(db, folder, **changes)
    rosa = login(db, "rosa", proven=(ROSA, None))
    ref = invite(ada, preset=preset)
    taking.accept(db, act_of(rosa, "Rosa Diaz"), Budgets(), secret=secret(db))
    return Helper(ada, rosa, ref)
